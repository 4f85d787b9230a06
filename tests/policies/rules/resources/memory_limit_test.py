"""resources/memory-limit: where a limit may come from."""

from typing import Any

import pytest

from policies.rules.resources.memory_limit import RULE

FIELD = "/spec/containers/0/resources/limits/memory"
LIMIT_RANGE = "{apiVersion: v1, kind: LimitRange, metadata: {name: l}, spec: {limits: [{type: Container, %s}]}}"


def pod(resources: str, own: str = "{}") -> str:
    containers = f"[{{name: c, resources: {resources}}}]"
    return f"{{apiVersion: v1, kind: Pod, metadata: {{name: p}}, spec: {{resources: {own}, containers: {containers}}}}}"


@pytest.mark.parametrize(
    ("text", "parameters", "expected"),
    [
        pytest.param(pod("{limits: {memory: 1Gi}}"), {}, ["pass Pod/p"], id="written"),
        pytest.param(pod("{requests: {memory: 1Gi}}"), {}, [f"fail Pod/p/c {FIELD}: no memory limit"], id="a request"),
        pytest.param(
            pod("{limits: {memory: 0}}"), {}, [f"fail Pod/p/c {FIELD}: memory limit is 0"], id="zero is no limit"
        ),
        pytest.param(pod("{limits: {memory: 1GB}}"), {}, ["pass Pod/p"], id="unreadable is another rule's"),
        pytest.param(pod("{}", "{limits: {memory: 1Gi}}"), {}, ["pass Pod/p"], id="the pod's own limit"),
        pytest.param(
            pod("{}") + "\n---\n" + LIMIT_RANGE % "default: {memory: 1Gi}", {}, ["pass Pod/p"], id="a LimitRange's"
        ),
        pytest.param(
            pod("{}") + "\n---\n" + LIMIT_RANGE % "defaultRequest: {memory: 1Gi}",
            {},
            [f"fail Pod/p/c {FIELD}: no memory limit"],
            id="a LimitRange's request is no limit",
        ),
        pytest.param(
            pod("{}") + "\n---\n" + LIMIT_RANGE % "default: {memory: 1Gi}",
            {"limit_range_counts": False},
            [f"fail Pod/p/c {FIELD}: no memory limit"],
            id="a LimitRange's does not count if told so",
        ),
        pytest.param(
            pod("{}").replace("containers", "initContainers"), {"init": False}, ["pass Pod/p"], id="no init containers"
        ),
    ],
)
def test_sources_of_a_limit(said: Any, text: str, parameters: dict[str, Any], expected: list[str]) -> None:
    assert said(RULE, text, parameters) == expected


def test_a_limit_range_gives_nothing_where_zero_is_written(said: Any) -> None:
    text = pod("{limits: {memory: 0}}") + "\n---\n" + LIMIT_RANGE % "default: {memory: 1Gi}"
    assert said(RULE, text) == [f"fail Pod/p/c {FIELD}: memory limit is 0"]
