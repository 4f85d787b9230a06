"""resources/range: both ends of every bound, and what is missing."""

from typing import Any

import pytest

from policies.rules.resources.range import RULE

AT = "/spec/containers/0/resources"
LIMIT_RANGE = """
---
{apiVersion: v1, kind: LimitRange, metadata: {name: l}, spec: {limits: [{type: Container, %s}]}}
"""


def pod(resources: str, own: str = "{}", role: str = "containers", more: str = "") -> str:
    containers = f"[{{name: c, resources: {resources}{more}}}]"
    return f"{{apiVersion: v1, kind: Pod, metadata: {{name: p}}, spec: {{resources: {own}, {role}: {containers}}}}}"


@pytest.mark.parametrize(
    ("parameter", "side", "resource", "shown"),
    [
        ("cpu_request", "requests", "cpu", "CPU request"),
        ("cpu_limit", "limits", "cpu", "CPU limit"),
        ("memory_request", "requests", "memory", "memory request"),
        ("memory_limit", "limits", "memory", "memory limit"),
        ("ephemeral_storage_request", "requests", "ephemeral-storage", "ephemeral-storage request"),
        ("ephemeral_storage_limit", "limits", "ephemeral-storage", "ephemeral-storage limit"),
    ],
)
def test_each_bound(said: Any, parameter: str, side: str, resource: str, shown: str) -> None:
    def judged(written: str) -> list[str]:
        verdicts: list[str] = said(RULE, pod(f"{{{side}: {{{written}}}}}"), {parameter: ("1", 2.5)})
        return verdicts

    field = f"fail Pod/p/c {AT}/{side}/{resource}:"
    assert judged(f"{resource}: 1") == judged(f"{resource}: 2500m") == ["pass Pod/p"]
    assert judged(f"{resource}: 999m") == [f"{field} {shown} 999m is below 1"]
    assert judged(f"{resource}: 2501m") == [f"{field} {shown} 2501m is above 2.5"]
    assert judged("") == [f"{field} no {shown}"]
    assert judged(f"{resource}: x") == ["pass Pod/p"]


@pytest.mark.parametrize(
    ("text", "parameters", "expected"),
    [
        pytest.param(pod("{}"), {}, [], id="no bounds, not applicable"),
        pytest.param(pod("{limits: {cpu: 9}}"), {"cpu_limit": ("1", None)}, ["pass Pod/p"], id="no upper bound"),
        pytest.param(pod("{limits: {cpu: 1m}}"), {"cpu_limit": (None, "1")}, ["pass Pod/p"], id="no lower bound"),
        pytest.param(
            pod("{}"),
            {"cpu_limit": (None, None)},
            [f"fail Pod/p/c {AT}/limits/cpu: no CPU limit"],
            id="no bound, but it must be there",
        ),
        pytest.param(
            pod("{limits: {cpu: 1}}"), {"cpu_request": (1, 1)}, ["pass Pod/p"], id="a limit alone is the request"
        ),
        pytest.param(
            pod("{}") + LIMIT_RANGE % "default: {cpu: 3}",
            {"cpu_limit": (1, 2)},
            [f"fail Pod/p/c {AT}/limits/cpu: CPU limit 3 is above 2"],
            id="what a LimitRange gives",
        ),
        pytest.param(
            pod("{}") + LIMIT_RANGE % "default: {cpu: 2}",
            {"cpu_limit": (1, 2), "limit_range_counts": False},
            [f"fail Pod/p/c {AT}/limits/cpu: no CPU limit"],
            id="a LimitRange that does not count",
        ),
        pytest.param(
            pod("{}", "{requests: {cpu: 3}, limits: {cpu: 4}}"),
            {"cpu_request": (1, 2), "cpu_limit": (1, 4)},
            ["fail Pod/p /spec/resources/requests/cpu: the pod's CPU request 3 is above 2"],
            id="the pod's own, where its container has none",
        ),
        pytest.param(
            pod("{limits: {cpu: 500m}}", "{limits: {cpu: 2}}"),
            {"cpu_limit": (1, 2)},
            [f"fail Pod/p/c {AT}/limits/cpu: CPU limit 500m is below 1"],
            id="a container's own beside the pod's",
        ),
        pytest.param(
            pod("{}", "{limits: {ephemeral-storage: 1Gi}}"),
            {"ephemeral_storage_limit": ("1Mi", "2Gi")},
            [f"fail Pod/p/c {AT}/limits/ephemeral-storage: no ephemeral-storage limit"],
            id="a pod has no ephemeral storage of its own",
        ),
        pytest.param(
            pod("{}", role="initContainers"),
            {"cpu_limit": (1, 2)},
            ["fail Pod/p/c /spec/initContainers/0/resources/limits/cpu: no CPU limit"],
            id="an init container",
        ),
        pytest.param(
            pod("{}", role="initContainers"),
            {"cpu_limit": (1, 2), "init": False},
            ["pass Pod/p"],
            id="no init containers",
        ),
    ],
)
def test_where_a_quantity_comes_from(said: Any, text: str, parameters: dict[str, Any], expected: list[str]) -> None:
    assert said(RULE, text, parameters) == expected


BOTH = "{requests: {cpu: 1}, limits: {cpu: 9}}"


@pytest.mark.parametrize(
    ("text", "fact"),
    [
        pytest.param(pod(BOTH), f"Pod/p/c {AT}/limits/cpu: CPU limit", id="a container's"),
        pytest.param(pod("{}", BOTH), "Pod/p /spec/resources/limits/cpu: the pod's CPU limit", id="the pod's"),
    ],
)
def test_a_limit_is_not_its_request(said: Any, text: str, fact: str) -> None:
    assert said(RULE, text, {"cpu_limit": (None, "2")}) == [f"fail {fact} 9 is above 2"]
    assert said(RULE, text, {"cpu_limit": (None, "9"), "cpu_request": (None, "1")}) == ["pass Pod/p"]
