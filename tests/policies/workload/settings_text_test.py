"""Settings in the text of files: formats, comments, quotes, and what is no settings file."""

import pytest

from policies.workload.settings_text import settings_in


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param("a=b", [("a", "b")], id="properties"),
        pytest.param("a = b", [("a", "b")], id="ini"),
        pytest.param("a: b", [("a", "b")], id="YAML"),
        pytest.param("  - a: b", [("a", "b")], id="an item of YAML"),
        pytest.param("export a=b", [("a", "b")], id="an environment file"),
        pytest.param("'a': 'b',", [("a", "b")], id="quotes and a comma"),
        pytest.param('a = "b # c";', [("a", "b # c")], id="a hash inside quotes"),
        pytest.param("a: b # c", [("a", "b")], id="a comment behind"),
        pytest.param("a: \"b'", [("a", "\"b'")], id="quotes that differ"),
        pytest.param("a.b-c_1: d", [("a.b-c_1", "d")], id="a long name"),
        pytest.param("a:", [("a", "")], id="no value"),
        pytest.param("# a: b\n; a=b\n// a=b\n<a: b", [], id="comments and tags"),
        pytest.param("a b\n[a]\n1: 2", [], id="no settings"),
        pytest.param("a: b\nc: d", [("a", "b"), ("c", "d")], id="lines"),
        pytest.param('{"a": "b", "c": {"d": "e"}, "n": 1}', [("a", "b"), ("d", "e")], id="JSON on one line"),
        pytest.param('[{"a": "b"}]', [("a", "b")], id="a list of JSON"),
        pytest.param('{\n "a" : "b"\n}', [("a", "b")], id="JSON in lines"),
        pytest.param("a: " + "b" * 1997, [("a", "b" * 1997)], id="the longest line"),
        pytest.param("a: " + "b" * 1998, [], id="a longer one"),
    ],
)
def test_settings_in(text: str, expected: list[tuple[str, str]]) -> None:
    assert list(settings_in("app.conf", text)) == expected


@pytest.mark.parametrize("file", ["a.js", "a.py", "a.sh", "a.sql", "a.html", "a.md", "a.tpl"])
def test_a_program_is_no_list_of_settings(file: str) -> None:
    assert list(settings_in(file, "password: hunter22")) == []


@pytest.mark.parametrize("text", ["a=" + " " * 1998, "a" * 2000, "'" * 2000, '"a":' * 30_000, '{"a":"' * 20_000])
def test_hostile_text_takes_linear_time(text: str) -> None:
    assert len(list(settings_in("a.conf", text))) <= 20_000
