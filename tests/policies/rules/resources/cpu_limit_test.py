"""resources/cpu-limit: limits that are forbidden, and limits that are required."""

from typing import Any

import pytest

from policies.rules.resources.cpu_limit import RULE

AT = "/spec/containers/0/resources"
LIMIT_RANGE = """
---
{apiVersion: v1, kind: LimitRange, metadata: {name: l}, spec: {limits: [{type: Container, %s}]}}
"""


def pod(resources: str, own: str = "{}", role: str = "containers", more: str = "") -> str:
    containers = f"[{{name: c, resources: {resources}{more}}}]"
    return f"{{apiVersion: v1, kind: Pod, metadata: {{name: p}}, spec: {{resources: {own}, {role}: {containers}}}}}"


@pytest.mark.parametrize(
    ("text", "parameters", "expected"),
    [
        pytest.param(pod("{requests: {cpu: 1}}"), {}, ["pass Pod/p"], id="a request alone"),
        pytest.param(pod("{limits: {memory: 1Gi}}"), {}, ["pass Pod/p"], id="a limit of something else"),
        pytest.param(pod("{limits: {cpu: null}}"), {}, ["pass Pod/p"], id="a null"),
        pytest.param(
            pod("{limits: {cpu: 500m}}"), {}, [f"fail Pod/p/c {AT}/limits/cpu: CPU limit is 500m"], id="a limit"
        ),
        pytest.param(
            pod("{limits: {cpu: 1}}", role="initContainers"),
            {},
            ["fail Pod/p/c /spec/initContainers/0/resources/limits/cpu: CPU limit is 1"],
            id="an init container",
        ),
        pytest.param(
            pod("{limits: {cpu: 1}}", role="initContainers"), {"init": False}, ["pass Pod/p"], id="no init containers"
        ),
        pytest.param(
            pod("{limits: {cpu: 1}}", role="initContainers", more=", restartPolicy: Always"),
            {"init": False},
            ["fail Pod/p/c /spec/initContainers/0/resources/limits/cpu: CPU limit is 1"],
            id="a sidecar is no init container",
        ),
        pytest.param(
            pod("{limits: {cpu: 1}}", role="ephemeralContainers"),
            {},
            ["pass Pod/p"],
            id="an ephemeral container can't have one",
        ),
        pytest.param(
            pod("{}", "{limits: {cpu: 2}}"),
            {},
            ["fail Pod/p /spec/resources/limits/cpu: the pod has a CPU limit of 2"],
            id="the pod's own",
        ),
        pytest.param(
            pod("{}") + LIMIT_RANGE % "default: {cpu: 2}, max: {cpu: 4}",
            {},
            [
                "pass Pod/p",
                "fail LimitRange/l /spec/limits/0/default/cpu: it gives every container without one a CPU limit of 2",
            ],
            id="a LimitRange gives its default",
        ),
        pytest.param(
            pod("{}") + LIMIT_RANGE % "default: {memory: 1Gi}, max: {cpu: 4}",
            {},
            [
                "pass Pod/p",
                "fail LimitRange/l /spec/limits/0/max/cpu: it gives every container without one a CPU limit of 4",
            ],
            id="a LimitRange gives its maximum where it has no default",
        ),
        pytest.param(
            LIMIT_RANGE % "default: {memory: 1Gi}, defaultRequest: {cpu: 1}",
            {},
            ["pass LimitRange/l"],
            id="a LimitRange without a CPU limit",
        ),
        pytest.param(
            (LIMIT_RANGE % "max: {cpu: 4}").replace("Container", "Pod"),
            {},
            ["pass LimitRange/l"],
            id="a LimitRange on pods gives nothing",
        ),
        pytest.param(
            LIMIT_RANGE % "default: 1",
            {},
            ["not evaluated LimitRange/l: /spec/limits/0/default is the number 1, not a mapping"],
            id="a LimitRange that can't be read",
        ),
        pytest.param(
            LIMIT_RANGE % "default: {cpu: 2}", {"limit_range_counts": False}, [], id="a LimitRange that does not count"
        ),
        pytest.param(pod("{limits: {cpu: 1}}"), {"is": "required"}, ["pass Pod/p"], id="required and written"),
        pytest.param(
            pod("{requests: {cpu: 1}}"),
            {"is": "required"},
            [f"fail Pod/p/c {AT}/limits/cpu: no CPU limit"],
            id="required and missing",
        ),
        pytest.param(
            pod("{limits: {cpu: 0}}"),
            {"is": "required"},
            [f"fail Pod/p/c {AT}/limits/cpu: CPU limit is 0"],
            id="zero is no limit",
        ),
        pytest.param(
            pod("{}", "{limits: {cpu: 2}}"), {"is": "required"}, ["pass Pod/p"], id="required, and the pod has one"
        ),
        pytest.param(
            pod("{}") + LIMIT_RANGE % "default: {cpu: 2}",
            {"is": "required"},
            ["pass Pod/p"],
            id="required, and a LimitRange gives one",
        ),
        pytest.param(
            pod("{}") + LIMIT_RANGE % "default: {cpu: 2}",
            {"is": "required", "limit_range_counts": False},
            [f"fail Pod/p/c {AT}/limits/cpu: no CPU limit"],
            id="required, and a LimitRange does not count",
        ),
        pytest.param(
            pod("{}", role="initContainers"),
            {"is": "required", "init": False},
            ["pass Pod/p"],
            id="required of no init container",
        ),
        pytest.param(
            pod("1"),
            {},
            ["not evaluated Pod/p: /spec/containers/0/resources is the number 1, not a mapping"],
            id="what can't be read",
        ),
    ],
)
def test_verdicts(said: Any, text: str, parameters: dict[str, Any], expected: list[str]) -> None:
    assert said(RULE, text, parameters) == expected


def test_a_limit_range_gives_nothing_where_zero_is_written(said: Any) -> None:
    text = pod("{limits: {cpu: 0}}") + LIMIT_RANGE % "default: {cpu: 1}"
    assert said(RULE, text, {"is": "required"})[0].endswith("/limits/cpu: CPU limit is 0")


def test_the_way_out_is_to_take_the_limit_away(beside: Any) -> None:
    assert beside(RULE, pod("{limits: {cpu: 1}}")) == ["Take the CPU limit away, and keep the request."]
