"""resources/ephemeral-storage: both halves, and the largest limit."""

from typing import Any

import pytest

from policies.rules.resources.ephemeral_storage import RULE

AT = "/spec/containers/0/resources"
LIMIT_RANGE = """
---
{apiVersion: v1, kind: LimitRange, metadata: {name: l}, spec: {limits: [{type: Container, %s}]}}
"""


def pod(resources: str, own: str = "{}", role: str = "containers", more: str = "") -> str:
    containers = f"[{{name: c, resources: {resources}{more}}}]"
    return f"{{apiVersion: v1, kind: Pod, metadata: {{name: p}}, spec: {{resources: {own}, {role}: {containers}}}}}"


BOTH = "{requests: {ephemeral-storage: 1Gi}, limits: {ephemeral-storage: 2Gi}}"
NO_REQUEST = f"fail Pod/p/c {AT}/requests/ephemeral-storage: no ephemeral-storage request"
NO_LIMIT = f"fail Pod/p/c {AT}/limits/ephemeral-storage: no ephemeral-storage limit"


@pytest.mark.parametrize(
    ("text", "parameters", "expected"),
    [
        pytest.param(pod(BOTH), {}, ["pass Pod/p"], id="both"),
        pytest.param(pod("{requests: {ephemeral-storage: 1Gi}}"), {}, [NO_LIMIT], id="no limit"),
        pytest.param(
            pod("{limits: {ephemeral-storage: 1Gi}}"), {}, [f"{NO_REQUEST}, only a limit of 1Gi"], id="a limit alone"
        ),
        pytest.param(
            pod("{limits: {ephemeral-storage: 1Gi}}"), {"limit_counts": True}, ["pass Pod/p"], id="unless told so"
        ),
        pytest.param(
            pod("{limits: {ephemeral-storage: 1Gi}}"), {"request": False}, ["pass Pod/p"], id="no request is asked for"
        ),
        pytest.param(pod("{}"), {}, [NO_REQUEST, NO_LIMIT], id="neither"),
        pytest.param(pod("{}"), {"request": False}, [NO_LIMIT], id="a limit is asked for always"),
        pytest.param(pod(BOTH), {"max": "2Gi"}, ["pass Pod/p"], id="the largest limit"),
        pytest.param(
            pod(BOTH),
            {"max": "2047Mi"},
            [f"fail Pod/p/c {AT}/limits/ephemeral-storage: ephemeral-storage limit 2Gi is above 2047Mi"],
            id="above the largest",
        ),
        pytest.param(
            pod("{requests: {ephemeral-storage: 1Gi}, limits: {ephemeral-storage: 1GB}}"),
            {"max": "1Mi"},
            ["pass Pod/p"],
            id="unreadable is another rule's",
        ),
        pytest.param(
            pod("{}") + LIMIT_RANGE % "default: {ephemeral-storage: 3Gi}",
            {"max": "2Gi"},
            [f"fail Pod/p/c {AT}/limits/ephemeral-storage: ephemeral-storage limit 3Gi is above 2Gi"],
            id="what a LimitRange gives",
        ),
        pytest.param(
            pod("{}") + LIMIT_RANGE % "default: {ephemeral-storage: 3Gi}",
            {"limit_range_counts": False},
            [NO_REQUEST, NO_LIMIT],
            id="a LimitRange that does not count",
        ),
        pytest.param(
            pod("{}", "{requests: {ephemeral-storage: 1Gi}, limits: {ephemeral-storage: 1Gi}}"),
            {},
            [NO_REQUEST, NO_LIMIT],
            id="a pod has none of its own",
        ),
        pytest.param(pod("{}", role="initContainers"), {"init": False}, ["pass Pod/p"], id="no init containers"),
        pytest.param(
            pod("{}", role="initContainers"),
            {"request": False},
            ["fail Pod/p/c /spec/initContainers/0/resources/limits/ephemeral-storage: no ephemeral-storage limit"],
            id="an init container",
        ),
    ],
)
def test_verdicts(said: Any, text: str, parameters: dict[str, Any], expected: list[str]) -> None:
    assert said(RULE, text, parameters) == expected
