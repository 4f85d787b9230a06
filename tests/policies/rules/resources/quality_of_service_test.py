"""resources/quality-of-service: the classes as ComputePodQOS gives them."""

from typing import Any

import pytest

from policies.rules.resources.quality_of_service import RULE

AT = "/spec/containers/0/resources"
LIMIT_RANGE = """
---
{apiVersion: v1, kind: LimitRange, metadata: {name: l}, spec: {limits: [{type: Container, %s}]}}
"""


def pod(resources: str, own: str = "{}", role: str = "containers", more: str = "") -> str:
    containers = f"[{{name: c, resources: {resources}{more}}}]"
    return f"{{apiVersion: v1, kind: Pod, metadata: {{name: p}}, spec: {{resources: {own}, {role}: {containers}}}}}"


GUARANTEED = {"at_least": "guaranteed"}
BEST_EFFORT = "the pod is BestEffort: no container asks for CPU or memory"
NOT = "the pod is %s, not Guaranteed: "


@pytest.mark.parametrize(
    ("text", "parameters", "expected"),
    [
        pytest.param(pod("{}"), {}, [f"fail Pod/p {AT}: {BEST_EFFORT}"], id="nothing"),
        pytest.param(pod("{requests: {cpu: 0}}"), {}, [f"fail Pod/p {AT}: {BEST_EFFORT}"], id="a request of nothing"),
        pytest.param(
            pod("{limits: {nvidia.com/gpu: 1}}"),
            {},
            [f"fail Pod/p {AT}: {BEST_EFFORT}"],
            id="other resources never count",
        ),
        pytest.param(pod("{requests: {cpu: 1m}}"), {}, ["pass Pod/p"], id="a CPU request"),
        pytest.param(pod("{limits: {memory: 1Mi}}"), {}, ["pass Pod/p"], id="a memory limit"),
        pytest.param(pod("{}", "{requests: {cpu: 1}}"), {}, ["pass Pod/p"], id="the pod's own request"),
        pytest.param(pod("{}", "{limits: {cpu: 1}}"), {}, ["pass Pod/p"], id="the pod's own limit"),
        pytest.param(
            pod("{requests: {cpu: 1}}", "{limits: {hugepages-2Mi: 2Mi}}"),
            {},
            ["pass Pod/p"],
            id="what containers ask for in a pod with a limit of something else",
        ),
        pytest.param(
            pod("{}", "{limits: {hugepages-2Mi: 2Mi}}"),
            {},
            [f"fail Pod/p {AT}: {BEST_EFFORT}"],
            id="a pod with a limit of something else alone",
        ),
        pytest.param(
            pod("{}") + LIMIT_RANGE % "defaultRequest: {cpu: 1}", {}, ["pass Pod/p"], id="a LimitRange's request"
        ),
        pytest.param(
            pod("{}") + LIMIT_RANGE % "defaultRequest: {cpu: 1}",
            {"limit_range_counts": False},
            [f"fail Pod/p {AT}: {BEST_EFFORT}"],
            id="a LimitRange that does not count",
        ),
        pytest.param(
            pod("{requests: {cpu: 1}}", role="initContainers"), {}, ["pass Pod/p"], id="an init container counts"
        ),
        pytest.param(pod("{}", role="ephemeralContainers"), {}, [], id="an ephemeral container alone, not applicable"),
        pytest.param(pod("{limits: {cpu: 1, memory: 1Gi}}"), GUARANTEED, ["pass Pod/p"], id="limits alone"),
        pytest.param(
            pod("{requests: {cpu: 1000m, memory: 1024Mi}, limits: {cpu: 1, memory: 1Gi}}"),
            GUARANTEED,
            ["pass Pod/p"],
            id="requests that equal the limits",
        ),
        pytest.param(
            pod("{}"), GUARANTEED, [f"fail Pod/p/c {AT}/limits/cpu: {NOT % 'BestEffort'}no cpu limit"], id="BestEffort"
        ),
        pytest.param(
            pod("{limits: {cpu: 1}}"),
            GUARANTEED,
            [f"fail Pod/p/c {AT}/limits/memory: {NOT % 'Burstable'}no memory limit"],
            id="no memory limit",
        ),
        pytest.param(
            pod("{limits: {cpu: 0, memory: 1Gi}}"),
            GUARANTEED,
            [f"fail Pod/p/c {AT}/limits/cpu: {NOT % 'Burstable'}no cpu limit"],
            id="a limit of nothing",
        ),
        pytest.param(
            pod("{requests: {cpu: 500m}, limits: {cpu: 1, memory: 1Gi}}"),
            GUARANTEED,
            [f"fail Pod/p/c {AT}/requests/cpu: {NOT % 'Burstable'}the cpu request 500m is not the limit 1"],
            id="a request below its limit",
        ),
        pytest.param(
            pod("{}", "{limits: {cpu: 1, memory: 1Gi}}"), GUARANTEED, ["pass Pod/p"], id="the pod's own limits decide"
        ),
        pytest.param(
            pod("{limits: {cpu: 2, memory: 1Gi}}", "{limits: {cpu: 2}}"),
            GUARANTEED,
            [f"fail Pod/p /spec/resources/limits/memory: {NOT % 'Burstable'}the pod has no memory limit"],
            id="the pod's own limits decide alone",
        ),
        pytest.param(
            pod("{}", "{requests: {cpu: 1}, limits: {cpu: 2, memory: 1Gi}}"),
            GUARANTEED,
            [f"fail Pod/p /spec/resources/requests/cpu: {NOT % 'Burstable'}the pod's cpu request is not its limit"],
            id="the pod's own request is below its limit",
        ),
        pytest.param(
            pod("{}") + LIMIT_RANGE % "default: {cpu: 1, memory: 1Gi}",
            GUARANTEED,
            ["pass Pod/p"],
            id="a LimitRange gives all",
        ),
    ],
)
def test_verdicts(said: Any, text: str, parameters: dict[str, Any], expected: list[str]) -> None:
    assert said(RULE, text, parameters) == expected
