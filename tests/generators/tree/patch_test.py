"""The patch that settings hold: it must say exactly the difference, and fail where the base has moved."""

import copy
from typing import Any

import jsonpatch
import pytest
from hypothesis import given
from hypothesis import strategies as st

from generators.tree.patch import guarded_patch, same

NGINX = {"name": "nginx", "image": "frontend", "resources": {"limits": {"memory": "256Mi"}}}
SIDECAR = {"name": "sidecar", "image": "proxy"}


@pytest.mark.parametrize(
    ("base", "wanted", "operations"),
    [
        pytest.param({"a": 1}, {"a": 1}, [], id="nothing differs: no operation"),
        pytest.param(
            {"spec": {"minReplicas": 2}},
            {"spec": {"minReplicas": 1}},
            [{"op": "replace", "path": "/spec/minReplicas", "value": 1}],
            id="a scalar is replaced",
        ),
        pytest.param(
            {"spec": {}},
            {"spec": {"hostnames": ["learn.example.com"]}},
            [{"op": "add", "path": "/spec/hostnames", "value": ["learn.example.com"]}],
            id="a missing key is added",
        ),
        pytest.param(
            {"spec": {"synchronous": {"number": 1}}},
            {"spec": {}},
            [{"op": "remove", "path": "/spec/synchronous"}],
            id="a key too many is removed",
        ),
        pytest.param(
            {"containers": [NGINX]},
            {"containers": [{**NGINX, "resources": {"limits": {"memory": "512Mi"}}}]},
            [
                {"op": "test", "path": "/containers/0/name", "value": "nginx"},
                {"op": "replace", "path": "/containers/0/resources/limits/memory", "value": "512Mi"},
            ],
            id="a path through a list index is guarded by the element's name",
        ),
        pytest.param(
            {"containers": [NGINX, SIDECAR]},
            {"containers": [{**NGINX, "image": "a", "resources": {}}, SIDECAR]},
            [
                {"op": "test", "path": "/containers/0/name", "value": "nginx"},
                {"op": "replace", "path": "/containers/0/image", "value": "a"},
                {"op": "remove", "path": "/containers/0/resources/limits"},
            ],
            id="one guard is enough for two operations on one element",
        ),
        pytest.param(
            {"containers": [NGINX, SIDECAR]},
            {"containers": [SIDECAR, NGINX]},
            [{"op": "replace", "path": "/containers", "value": [SIDECAR, NGINX]}],
            id="a list in another order is replaced as a whole",
        ),
        pytest.param(
            {"metrics": [{"type": "Pods", "target": 40}]},
            {"metrics": [{"type": "Pods", "target": 30}]},
            [{"op": "replace", "path": "/metrics", "value": [{"type": "Pods", "target": 30}]}],
            id="a list of elements without names is replaced as a whole",
        ),
        pytest.param(
            {"labels": {"app.kubernetes.io/name": "a", "x~y": "1"}},
            {"labels": {"app.kubernetes.io/name": "b", "x~y": "2"}},
            [
                {"op": "replace", "path": "/labels/app.kubernetes.io~1name", "value": "b"},
                {"op": "replace", "path": "/labels/x~0y", "value": "2"},
            ],
            id="a slash and a tilde in a key are escaped",
        ),
        pytest.param(
            {"a": True, "b": 1},
            {"a": 1, "b": 1.0},
            [{"op": "replace", "path": "/a", "value": 1}, {"op": "replace", "path": "/b", "value": 1.0}],
            id="true is not 1, and 1 is not 1.0",
        ),
    ],
)
def test_the_patch_is_exactly(base: Any, wanted: Any, operations: list[dict[str, Any]]) -> None:
    assert guarded_patch(base, wanted) == operations


NAMES = st.sampled_from(["api", "web", "job"])
LEAVES = st.none() | st.booleans() | st.integers(-3, 3) | st.text(max_size=3)
VALUES = st.recursive(
    LEAVES,
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(st.text("ab/~", max_size=2), inner, max_size=3)
        | st.lists(st.builds(lambda name, value: {"name": name, "value": value}, NAMES, inner), max_size=3)
    ),
    max_leaves=12,
)
OBJECTS = st.dictionaries(st.text("ab/~", max_size=2), VALUES, max_size=4)


@given(OBJECTS, OBJECTS)
def test_a_library_that_applies_the_patch_gets_the_wanted_object(base: Any, wanted: Any) -> None:
    operations = guarded_patch(base, wanted)
    assert same(jsonpatch.apply_patch(copy.deepcopy(base), operations), wanted)


@given(OBJECTS)
def test_an_object_does_not_differ_from_itself(value: Any) -> None:
    assert guarded_patch(value, copy.deepcopy(value)) == []


def test_a_moved_index_fails_the_patch_instead_of_changing_a_neighbour() -> None:
    operations = guarded_patch({"containers": [NGINX]}, {"containers": [{**NGINX, "image": "b"}]})
    with pytest.raises(jsonpatch.JsonPatchTestFailed):
        jsonpatch.apply_patch({"containers": [SIDECAR, NGINX]}, operations)
