"""Objects of a file of many documents are those that reading the whole file finds, where it finds them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from manifests.reader import read_documents
from policies.parts import Parts, objects_of, text_at


def places(text: str, kind: str, name: str) -> list[tuple[int, int]]:
    return [(node.position.line, node.position.column) for node in Parts("x.yaml", text).named(kind, name)]


def obj(kind: str, name: str) -> str:
    return f"apiVersion: v1\nkind: {kind}\nmetadata: {{name: {name}}}\n"


TWO = obj("Service", "a") + "---\n" + obj("Service", "b")
CASES = {
    "the first document": (TWO, "a", [(1, 1)]),
    "a later one, with its own line": (TWO, "b", [(5, 1)]),
    "none": (TWO, "c", []),
    "another kind of that name": (obj("Secret", "a") + "---\n" + obj("Service", "a"), "a", [(5, 1)]),
    "the same name twice": (obj("Service", "a") + "---\n" + obj("Service", "a"), "a", [(1, 1), (5, 1)]),
    "an item of a List": (
        f"kind: List\nitems:\n- {{kind: Service, metadata: {{name: a}}}}\n---\n{TWO}",
        "a",
        [(3, 3), (5, 1)],
    ),
    "a name in quotes": ("---\n" + obj("Service", "'a'") + "---\n" + obj("Service", '"b"'), "b", [(6, 1)]),
    "a name as JSON writes it": ('{"kind": "Service", "metadata": {"name": "a"}}\n---\n{}\n', "a", [(1, 1)]),
    "a name on a line of its own": (
        "kind: Service\nmetadata:\n  name: >-\n    a\n---\n" + obj("Secret", "a"),
        "a",
        [(1, 1)],
    ),
    "a name behind an anchor": ("kind: Service\nmetadata: {name: &x a}\n---\n" + obj("Secret", "a"), "a", [(1, 1)]),
    "a name with an escape": ('kind: Service\nmetadata: {name: "\\x61"}\n---\n' + obj("Secret", "a"), "a", [(1, 1)]),
    "a document that is no YAML beside it": ("a: [\n---\n" + obj("Service", "a"), "a", [(3, 1)]),
    "a directive": ("%YAML 1.1\n---\n" + obj("Service", "a"), "a", [(3, 1)]),
}


@pytest.mark.parametrize(("text", "name", "expected"), CASES.values(), ids=CASES)
def test_an_object_is_found_where_it_stands(text: str, name: str, expected: list[tuple[int, int]]) -> None:
    assert places(text, "Service", name) == expected


NAMES = st.sampled_from(("a", "b", "'a'", '"b"', ">-\n      a", "&x a", '"\\x61"', "ab", "|\n      b", "!!str a", "1"))
DOCUMENTS = st.builds(
    lambda kind, name, before: f"{before}kind: {kind}\nmetadata:\n    name: {name}\nspec: {{name: b, other: [a]}}\n",
    st.sampled_from(("Service", "Secret")),
    NAMES,
    st.sampled_from(("", "# name: a\n", "\n\n")),
)


@given(st.lists(DOCUMENTS, min_size=1, max_size=5), st.sampled_from(("---\n", "--- # next\n", "\n---\n")))
def test_reading_parts_finds_what_reading_all_finds(documents: list[str], separator: str) -> None:
    text = separator.join(documents)
    whole = [
        node for each in read_documents(text, "x.yaml") if each.root is not None for node in objects_of([each.root])
    ]
    for kind in ("Service", "Secret"):
        for name in ("a", "b", "ab"):
            expected = [
                (node.position.line, node.position.column)
                for node in whole
                if (text_at(node, "kind"), text_at(node, "metadata", "name")) == (kind, name)
            ]
            assert places(text, kind, name) == expected
