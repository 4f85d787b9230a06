"""The forms of variables, with the results that the README and tests of fluxcd/pkg/envsubst give."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from policies.load.flux.variables import SubstitutionError, substitute

VALUES = {"name": "flux", "path": "a/b/c.yaml", "text": "abcABC123ABCabc", "empty": "", "list": "a,b,a", "n": "2"}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("${name}", "flux"),
        ("a ${name} b ${n}", "a flux b 2"),
        ("$name", "$name"),
        ("costs 5$", "costs 5$"),
        ("$${name}", "${name}"),
        ("$$", "$"),
        ("$$$${name}", "$${name}"),
        ("$(name)", "$(name)"),
        ("${missing:-other}", "other"),
        ("${missing:=other}", "other"),
        ("${missing=other}", "other"),
        ("${missing:=}", ""),
        ("${name:=other}", "flux"),
        ("${empty:=other}", "other"),
        ("${missing:=${name}-x}", "flux-x"),
        ("${missing:=a b/c:d}", "a b/c:d"),
        ("${#name}", "4"),
        ("${name^}", "Flux"),
        ("${name^^}", "FLUX"),
        ("${text,,}", "abcabc123abcabc"),
        ("${text,}", "abcABC123ABCabc"),
        ("${text:3}", "ABC123ABCabc"),
        ("${text:3:3}", "ABC"),
        ("${text:-3}", "abcABC123ABCabc"),
        ("${text:0:-3}", "abcABC123ABC"),
        ("${text:20}", ""),
        ("${text:3:100}", "ABC123ABCabc"),
        ("${text:x}", "abcABC123ABCabc"),
        ("${text:${n}}", "cABC123ABCabc"),
        ("${text/abc/x}", "xABC123ABCabc"),
        ("${text//abc/x}", "xABC123ABCx"),
        ("${text/#abc/x}", "xABC123ABCabc"),
        ("${text/%abc/x}", "abcABC123ABCx"),
        ("${text/#zzz/x}", "abcABC123ABCabc"),
        ("${list//,/ }", "a b a"),
        ("${path//\\//-}", "a-b-c.yaml"),
        ("${text/abc/}", "ABC123ABCabc"),
        ("${path#a/}", "b/c.yaml"),
        ("${path%.yaml}", "a/b/c"),
        ("${text#a*c}", "ABC123ABCabc"),
        ("${text##a*c}", ""),
        ("${text%b*c}", "abcABC123ABCa"),
        ("${text%%b*c}", "a"),
        ("${name#z}", "flux"),
    ],
)
def test_a_form(text: str, expected: str) -> None:
    found = substitute(text, VALUES)
    assert (found.text, list(found.undefined), list(found.unknown)) == (expected, [], [])


@pytest.mark.parametrize("text", ["${a}", "${a^^}", "${#a}", "${a/b/c}", "${a:1:2}", "${a%x}"])
def test_without_a_value_it_is_empty_and_told(text: str) -> None:
    found = substitute(f"x{text}y{text}", VALUES)
    assert (found.text, list(found.undefined)) == (("x0y0" if "#" in text else "xy"), ["a"])


def test_a_value_that_may_be_elsewhere_stays_as_it_is_written() -> None:
    found = substitute("${name} ${a} ${b:=c}", VALUES, open_ended=True)
    assert (found.text, list(found.undefined), list(found.unknown)) == ("flux ${a} ${b:=c}", [], ["a", "b"])


@pytest.mark.parametrize(
    "text",
    ["${}", "${ name }", "${name.x}", "${name", "${name:=x", "${name-x}", "${name/x}", "${name^^^}"],
)
def test_what_flux_cannot_read(text: str) -> None:
    with pytest.raises(SubstitutionError) as caught:
        substitute(f"a: {text}\nb: c", VALUES)
    assert str(caught.value).startswith("'${")
    assert str(caught.value).endswith("' is no form of variable that Flux can read")


def test_a_thousand_within_each_other_end() -> None:
    with pytest.raises(SubstitutionError):
        substitute("${a:=" * 1000 + "}" * 1000, {})


@pytest.mark.parametrize(
    ("text", "values", "message"),
    [
        ("${a%x*}", {"a": "b" * 5001}, "a value of more than 5,000 characters is not cut by a pattern here"),
        ("${a}" * 100, {"a": "b" * 2**20}, "its variables make more than 64 MiB of text"),
    ],
    ids=["a long value and a pattern", "a long value many times"],
)
def test_no_value_takes_all_time_or_memory(text: str, values: dict[str, str], message: str) -> None:
    with pytest.raises(SubstitutionError) as caught:
        substitute(text, values)
    assert str(caught.value) == message


def test_a_pattern_of_many_stars_ends() -> None:
    assert substitute("${a%" + "*x" * 30 + "}", {"a": "x" * 200 + "y"}).text == "x" * 200 + "y"


@given(st.text(alphabet="${}:=/#%^,ab \\", max_size=30))
def test_any_text_is_replaced_or_refused(text: str) -> None:
    try:
        found = substitute(text, {"a": "x"})
    except SubstitutionError:
        return
    assert "${" in text or "$" not in text or found.text.count("$") <= text.count("$")


@given(st.text().filter(lambda text: "$" not in text))
def test_a_text_without_a_dollar_stays(text: str) -> None:
    assert substitute(text, {}).text == text
