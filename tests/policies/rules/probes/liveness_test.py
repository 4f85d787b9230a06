"""probes/liveness: only its own probe counts. The table of containers and kinds is that of probes/readiness."""

from typing import Any

import pytest

from policies.rules.probes.liveness import RULE

HEAD = "apiVersion: apps/v1, kind: Deployment, metadata: {name: d}"
FIELD = "/spec/template/spec/containers/0/livenessProbe"


@pytest.mark.parametrize(
    ("fields", "parameters", "expected"),
    [
        pytest.param("livenessProbe: {tcpSocket: {port: 80}}", {}, ["pass Deployment/d"], id="a probe"),
        pytest.param(
            "readinessProbe: {tcpSocket: {port: 80}}, startupProbe: {tcpSocket: {port: 80}}",
            {},
            [f"fail Deployment/d/c {FIELD}: no livenessProbe"],
            id="other probes",
        ),
        pytest.param("", {"kinds": ("StatefulSet",)}, [], id="another kind"),
        pytest.param(
            "",
            {"containers": "any"},
            [f"fail Deployment/d {FIELD}: no container has livenessProbe"],
            id="none of the pod's",
        ),
    ],
)
def test_liveness(said: Any, fields: str, parameters: dict[str, Any], expected: list[str]) -> None:
    text = f"{{{HEAD}, spec: {{template: {{spec: {{containers: [{{name: c, {fields}}}]}}}}}}}}"
    assert said(RULE, text, parameters) == expected


def test_it_is_off_until_it_is_switched_on() -> None:
    assert RULE.profile is None
