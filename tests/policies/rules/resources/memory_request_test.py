"""resources/memory-request: the same sources as a CPU request, of another resource."""

from typing import Any

import pytest

from policies.rules.resources.memory_request import RULE

FIELD = "/spec/jobTargetRef/template/spec/containers/0/resources/requests/memory"


def scaled_job(resources: str) -> str:
    return f"""
apiVersion: keda.sh/v1alpha1
kind: ScaledJob
metadata: {{name: batch}}
spec: {{jobTargetRef: {{template: {{spec: {{containers: [{{name: c, resources: {resources}}}]}}}}}}}}
"""


@pytest.mark.parametrize(
    ("resources", "parameters", "expected"),
    [
        pytest.param("{requests: {memory: 64Mi}}", {}, ["pass ScaledJob/batch"], id="written"),
        pytest.param("{requests: {cpu: 1}}", {}, [f"fail ScaledJob/batch/c {FIELD}: no memory request"], id="CPU only"),
        pytest.param(
            "{limits: {memory: 1Gi}}",
            {},
            [f"fail ScaledJob/batch/c {FIELD}: no memory request, only a limit of 1Gi"],
            id="a limit alone does not count",
        ),
        pytest.param("{limits: {memory: 1Gi}}", {"limit_counts": True}, ["pass ScaledJob/batch"], id="unless told so"),
    ],
)
def test_memory_request(said: Any, resources: str, parameters: dict[str, Any], expected: list[str]) -> None:
    assert said(RULE, scaled_job(resources), parameters) == expected


def test_a_limit_range_gives_nothing_to_a_container_that_asks_for_nothing(said: Any) -> None:
    limit_range = """
---
{apiVersion: v1, kind: LimitRange, metadata: {name: l}, spec: {limits: [{type: Container, default: {memory: 1Gi}}]}}
"""
    assert said(RULE, scaled_job("{}") + limit_range) == ["pass ScaledJob/batch"]
    zero = scaled_job("{requests: {memory: 0}}") + limit_range
    assert said(RULE, zero) == [f"fail ScaledJob/batch/c {FIELD}: memory request is 0"]
