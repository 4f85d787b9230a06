"""scaling/autoscaler-present: which workloads are asked, and what scales them."""

from typing import Any

import pytest

from policies.rules.scaling.autoscaler_present import RULE


def workload(kind: str = "Deployment") -> str:
    template = "template: {spec: {containers: [{name: c}]}}"
    return f"{{apiVersion: apps/v1, kind: {kind}, metadata: {{name: d}}, spec: {{{template}}}}}"


KEDA = """
---
{apiVersion: keda.sh/v1alpha1, kind: ScaledObject, metadata: {name: k}, spec: {scaleTargetRef: {name: d}}}
"""
MISSING = "/metadata/name: no autoscaler scales it"


@pytest.mark.parametrize(
    ("text", "parameters", "expected"),
    [
        pytest.param(workload(), {}, [f"fail Deployment/d {MISSING}"], id="none"),
        pytest.param(workload() + KEDA, {}, ["pass Deployment/d"], id="KEDA"),
        pytest.param(
            workload() + KEDA.replace("spec: {", "spec: {minReplicaCount: x, "),
            {},
            ["pass Deployment/d"],
            id="one that can't be read otherwise",
        ),
        pytest.param(
            workload() + KEDA.replace("{name: d}", "{name: e}"), {}, [f"fail Deployment/d {MISSING}"], id="of another"
        ),
        pytest.param(workload("StatefulSet"), {}, [], id="a StatefulSet is not asked"),
        pytest.param(
            workload("StatefulSet"), {"kinds": ("StatefulSet",)}, [f"fail StatefulSet/d {MISSING}"], id="unless told so"
        ),
    ],
)
def test_autoscaler_present(said: Any, text: str, parameters: dict[str, Any], expected: list[str]) -> None:
    assert said(RULE, text, parameters) == expected


def test_it_is_off_until_it_is_switched_on() -> None:
    assert RULE.profile is None
    assert RULE.singleton_waives
