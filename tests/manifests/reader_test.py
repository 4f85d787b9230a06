"""Documents, oddities and places."""

import gc
from typing import Any

import pytest

from manifests.oddity import OddityKind
from manifests.position import Position
from manifests.reader import Mapping, Scalar, find, nearest, node_at, read_documents, to_plain

PLATFORM = """\
# the platform
name: shop
components:
  backend:
    type: api
    ports:
      - {name: http, number: 8080}
      - name: "metrics"
        number: 9090
  a/b~c: {}
"""
ROOT = read_documents(PLATFORM, "platform.yaml")[0].root


@pytest.mark.parametrize(
    ("text", "values"),
    [
        pytest.param("", [], id="an empty file holds no document"),
        pytest.param("# only a comment\n\n", [], id="a comment is no document"),
        pytest.param("---\n", [None], id="three dashes are an empty document"),
        pytest.param("a: 1\n---\n---\nb: 2\n", [{"a": 1}, None, {"b": 2}], id="an empty document between two"),
        pytest.param("null\n", [None], id="a document that is null"),
        pytest.param("- 1\n- [a, {b: c}]\n- {}\n- []\n", [[1, ["a", {"b": "c"}], {}, []]], id="lists and mappings"),
        pytest.param("\ufeffa: 1\n", [{"a": 1}], id="a byte order mark is ignored"),
        pytest.param("a: 1\r\nb: 2\r\n", [{"a": 1, "b": 2}], id="lines that end as on Windows"),
        pytest.param("a: |\n  x\n  ---\n  y\nb: >-\n  x\n  y\n", [{"a": "x\n---\ny\n", "b": "x y"}], id="blocks"),
        pytest.param("a:\nb: ''\nc: ~\n", [{"a": None, "b": "", "c": None}], id="nothing, an empty text and null"),
        pytest.param("1: a\ntrue: b\n1.5: c\n~: d\n", [{"1": "a", "true": "b", "1.5": "c", "null": "d"}], id="keys"),
        pytest.param("a: 1\na: 2\n", [{"a": 2}], id="of a repeated key the last one wins"),
        pytest.param("a: &x {b: 1}\nc: *x\n", [{"a": {"b": 1}, "c": {"b": 1}}], id="an alias repeats"),
        pytest.param("<<: {a: 1, b: 2}\nb: 3\n", [{"a": 1, "b": 3}], id="a merge gives way to what is written"),
        pytest.param("b: 3\n<<: [{a: 1}, {a: 2, c: 4}]\n", [{"a": 1, "c": 4, "b": 3}], id="the first of merges wins"),
        pytest.param("a: !!str 1\nb: !x 1\nc: !!int '1'\n", [{"a": "1", "b": 1, "c": "1"}], id="tags"),
    ],
)
def test_values(text: str, values: list[Any]) -> None:
    assert [to_plain(document.root) for document in read_documents(text, "f.yaml")] == values


@pytest.mark.parametrize("line_end", ["\n", "\r\n"])
def test_bytes_are_read_as_text(line_end: str) -> None:
    (document,) = read_documents(f"é: ü{line_end}".encode(), "f.yaml")
    assert to_plain(document.root) == {"é": "ü"}


@pytest.mark.parametrize(
    ("text", "kind", "messages"),
    [
        pytest.param(
            "image: a\nport: 1\nimage: b\n",
            OddityKind.DUPLICATE_KEY,
            ["3:1: 'image' is set twice; the first is on line 1"],
            id="a repeated key",
        ),
        pytest.param(
            "a: &x [1]\nb: *x\n",
            OddityKind.ALIAS,
            [
                "1:4: '&x' names a part to repeat it by alias; write the part out instead",
                "2:4: '*x' repeats a part written elsewhere; write the part out instead",
            ],
            id="an anchor and its alias",
        ),
        pytest.param(
            "<<: {a: 1}\n",
            OddityKind.MERGE_KEY,
            ["1:1: '<<' merges a mapping in; write its fields out instead"],
            id="a merge key",
        ),
        pytest.param(
            '"<<": 1\n',
            OddityKind.MERGE_KEY,
            ["1:1: the key '<<' is dropped by kustomize, quoted or not; rename it"],
            id="a merge key in quotes",
        ),
        pytest.param(
            "a: !!str 1\nb: !secret x\nc: !!map {}\n",
            OddityKind.TAG,
            [
                "1:4: the tag '!!str' is not read alike everywhere; quote the text instead",
                "2:4: the tag '!secret' is not read alike everywhere; quote the text instead",
                "3:4: the tag '!!map' means nothing to Kubernetes; leave it out",
            ],
            id="tags",
        ),
        pytest.param(
            "1: a\nfalse: b\n",
            OddityKind.KEY_IS_NO_TEXT,
            ["1:1: the key '1' is no text; quote it", "2:1: the key 'false' is no text; quote it"],
            id="keys that are no text",
        ),
        pytest.param(
            "y: 1\n",
            OddityKind.READERS_DIFFER,
            ["1:1: 'y' is read as true by kubectl and as text by kustomize; quote it or write true"],
            id="a key that kubectl takes for true",
        ),
        pytest.param(
            'a: "\\x7f"\n',
            OddityKind.READERS_DIFFER,
            ["1:4: U+007F does not survive kustomize; leave it out"],
            id="a character that kustomize refuses",
        ),
        pytest.param(
            "mode: 0644\n",
            OddityKind.UNUSUAL_NUMBER,
            ["1:7: '0644' is read as the number 420; quote it or write 420"],
            id="an octal number",
        ),
    ],
)
def test_oddities(text: str, kind: OddityKind, messages: list[str]) -> None:
    (document,) = read_documents(text, "f.yaml")
    assert [str(oddity) for oddity in document.oddities] == [f"f.yaml:{message}" for message in messages]
    assert {oddity.kind for oddity in document.found} == {kind}


def test_each_document_has_its_own_oddities_and_anchors() -> None:
    first, second = read_documents("a: yes\n---\na: no\n", "f.yaml")
    assert [[oddity.line for oddity in document.oddities] for document in (first, second)] == [[1], [3]]


@pytest.mark.parametrize(
    ("pointer", "exact", "closest"),
    [
        pytest.param("", (2, 1), (2, 1), id="the whole document starts at its first key"),
        pytest.param("/name", (2, 1), (2, 1), id="a field is where its key is"),
        pytest.param("/components/backend/ports/0", (7, 9), (7, 9), id="an item is where its value is"),
        pytest.param("/components/backend/ports/0/number", (7, 22), (7, 22), id="a field inside braces"),
        pytest.param("/components/backend/ports/1/number", (9, 9), (9, 9), id="a field of an item"),
        pytest.param("/components/a~1b~0c", (10, 3), (10, 3), id="a key with a slash and a tilde"),
        pytest.param("/components/backend/replicas", None, (4, 3), id="a missing field: the key that should hold it"),
        pytest.param("/components/backend/ports/2", None, (6, 5), id="a missing item: the key of the list"),
        pytest.param("/components/backend/ports/1/x/y", None, (8, 9), id="two missing levels: the item"),
        pytest.param("/components/backend/ports/name", None, (6, 5), id="a name where a number is needed"),
        pytest.param("/name/x", None, (2, 1), id="a field of a text"),
        pytest.param("/nothing", None, (2, 1), id="nothing at all: the start"),
    ],
)
def test_places(pointer: str, exact: tuple[int, int] | None, closest: tuple[int, int]) -> None:
    assert find(ROOT, pointer) == (None if exact is None else Position(*exact))
    assert nearest(ROOT, pointer) == Position(*closest)


def test_values_have_places_of_their_own() -> None:
    value = node_at(ROOT, "/components/backend/ports/1/name")
    assert value == Scalar("metrics", "metrics", False, Position(8, 15))
    assert node_at(ROOT, "/components/backend/ports/7") is None
    assert node_at(ROOT, "/components/backend/x/y") is None


def test_columns_count_characters_not_bytes() -> None:
    (document,) = read_documents("é: {ü: 1}\n", "f.yaml")
    assert find(document.root, "/é/ü") == Position(1, 5)


def test_an_empty_document_starts_at_the_top() -> None:
    assert find(None, "") is None
    assert nearest(None, "/a/b") == Position(1, 1)
    assert to_plain(None) is None


def test_a_mapping_gives_the_last_of_repeated_keys() -> None:
    (document,) = read_documents("a: 1\na: 2\n", "f.yaml")
    root = document.root
    assert isinstance(root, Mapping)
    assert root.get("a") == Scalar(2, "2", True, Position(2, 4))
    assert root.key("a") == Scalar("a", "a", True, Position(2, 1))
    assert root.get("b") is None and root.key("b") is None


@pytest.mark.parametrize("enabled", [True, False], ids=["a collector that runs", "a collector that does not"])
def test_the_collector_is_left_as_it_was(enabled: bool) -> None:
    before = gc.isenabled()
    try:
        (gc.enable if enabled else gc.disable)()
        read_documents("a: 1\n", "f.yaml")
        assert gc.isenabled() is enabled
    finally:
        (gc.enable if before else gc.disable)()
