"""What `--format` and `--output` mean together."""

import pytest

from manifests.errors import UserError
from policies.report.outputs import Output, outputs_of


@pytest.mark.parametrize(
    ("format_", "wishes", "outputs"),
    [
        ("text", [], [Output("text", None)]),
        ("json", ["a.json"], [Output("json", "a.json")]),
        (
            "text",
            ["sarif=a.sarif", "junit=b.xml"],
            [Output("text", None), Output("sarif", "a.sarif"), Output("junit", "b.xml")],
        ),
        ("text", ["sarif=a=b", "c"], [Output("text", "c"), Output("sarif", "a=b")]),
        ("text", ["other=a"], [Output("text", "other=a")]),
        ("text", ["sarif="], [Output("text", "sarif=")]),
    ],
    ids=[
        "nothing said is text on standard output",
        "a plain file replaces standard output",
        "a file with a form is one more",
        "both at once",
        "what names no form is a file",
        "a form without a file is a file",
    ],
)
def test_the_outputs(format_: str, wishes: list[str], outputs: list[Output]) -> None:
    assert list(outputs_of(format_, wishes)) == outputs


@pytest.mark.parametrize(
    ("wishes", "message"),
    [
        (["a", "b"], "--output b: a already gets the report; write --output FORMAT=b"),
        (["a", "json=a"], "--output a: named twice, and the second report would replace the first"),
    ],
    ids=["two plain files", "one file twice"],
)
def test_outputs_that_make_no_sense_are_refused(wishes: list[str], message: str) -> None:
    with pytest.raises(UserError) as error:
        outputs_of("text", wishes)
    assert str(error.value) == message
