"""Laws of changing YAML by characters: only the entry that is meant changes, whatever the style around it."""

import copy
from typing import Any

import yaml
from hypothesis import assume, given
from hypothesis import strategies as st

from manifests.nodes import Mapping, Node, Scalar
from manifests.reader import read_documents, to_plain
from policies.fix.editable import Editable, Frame, changed
from policies.provenance.embedded import embedded

KEYS = st.sampled_from(["a", "b", "nvidia.com/gpu", "naïve key", "on", "7"])
VALUES = st.sampled_from(["x", "", 1, True, None, "# no comment", "a: b", "two\nlines", "é", "- c"])
TREES = st.dictionaries(
    KEYS,
    st.recursive(
        VALUES, lambda inner: st.lists(inner, max_size=3) | st.dictionaries(KEYS, inner, max_size=3), max_leaves=8
    ),
    min_size=2,
    max_size=4,
)
STYLES = st.sampled_from([None, False, True])
"""PyYAML's `default_flow_style`: innermost collections in flow style, none, all."""


def frames(node: Node, way: tuple[Frame, ...] = ()) -> list[tuple[Frame, ...]]:
    """The ways to all entries and items below a node."""
    if isinstance(node, Scalar):
        return []
    count = len(node.entries) if isinstance(node, Mapping) else len(node.items)
    found = []
    for index in range(count):
        longer = (*way, Frame(node, index))
        found += [longer, *frames(longer[-1].value, longer)]
    return found


def without(tree: Any, way: tuple[Frame, ...]) -> Any:
    tree = copy.deepcopy(tree)
    parent = tree
    for frame in way[:-1]:
        parent = parent[frame.key] if isinstance(frame.node, Mapping) else parent[frame.index]
    del parent[way[-1].key if isinstance(way[-1].node, Mapping) else way[-1].index]
    return tree


def plain(text: str) -> Any:
    (document,) = read_documents(text, "f")
    return to_plain(document.root)


def text_of(tree: Any, style: bool | None, width: int) -> str:
    text: str = yaml.safe_dump(tree, default_flow_style=style, allow_unicode=True, width=width, sort_keys=False)
    return text


@given(TREES, STYLES, st.sampled_from([10, 1000]), st.booleans(), st.data())
def test_only_what_is_taken_out_is_gone(
    tree: dict[str, Any], style: bool | None, width: int, windows: bool, data: st.DataObject
) -> None:
    text = text_of(tree, style, width)
    text = text.replace("\n", "\r\n") if windows else text
    editable = Editable("f", text)
    ways = [way for way in frames(editable.nodes[0]) if way[-1].size > 1]
    way = data.draw(st.sampled_from(ways))
    try:
        change = editable.removed(way[-1])
    except ValueError:
        return  # left to a person
    after = changed(text, [change])
    assert after is not None
    assert plain(after) == without(plain(text), way)
    kept = [line for line in text.splitlines() if line in after.splitlines()]
    assert len(kept) >= len(after.splitlines()) - 1  # no line but the one of the cut is new


@given(TREES, STYLES, st.booleans(), st.data())
def test_a_key_is_added_to_one_mapping_alone(
    tree: dict[str, Any], style: bool | None, inside: bool, data: st.DataObject
) -> None:
    text = text_of({"kind": "A", **tree}, style, 1000)
    scalars = []
    if inside:
        # The same text as an inline patch: it stands in the file around it, indented.
        assume(style is False)
        whole = "patch: |\n" + "".join(f"    {line}\n" if line else "\n" for line in text.splitlines()) + "after: 1\n"
        (outer,) = read_documents(whole, "f")
        assert isinstance(outer.root, Mapping)
        scalar = outer.root.get("patch")
        assert isinstance(scalar, Scalar)
        place = embedded("f", whole.split("\n"), scalar)
        assume(place.exact)
        editable = Editable("f", whole, place)
    else:
        whole = text
        editable = Editable("f", whole)
    scalars = [way for way in frames(editable.nodes[0]) if isinstance(way[-1].node, Mapping)]
    way = data.draw(st.sampled_from(scalars))
    node = way[-1].node
    assert isinstance(node, Mapping)
    try:
        change = editable.added(node, "limits", "5", below="gpu")
    except ValueError:
        return
    after = changed(whole, [change])
    assert after is not None
    wanted = plain(text)
    parent = wanted
    for frame in way[:-1]:
        parent = parent[frame.key] if isinstance(frame.node, Mapping) else parent[frame.index]
    parent["limits"] = {"gpu": 5}
    found = plain(after)
    assert (plain(found["patch"]) if inside else found) == wanted
    assert not inside or found["after"] == 1


def test_changes_that_meet_are_none() -> None:
    editable = Editable("f", "a: {b: 1, c: 2}\n")
    (inner,) = (way[-1] for way in frames(editable.nodes[0]) if way[-1].key == "b")
    outer = editable.insert(10, "x")
    assert changed("a: {b: 1, c: 2}\n", [editable.removed(inner), outer]) == "a: {xc: 2}\n"
    assert changed("a: {b: 1, c: 2}\n", [editable.removed(inner), editable.insert(5, "x")]) is None
