"""probes/any: each of the three probes counts. The table of containers and kinds is that of probes/readiness."""

from typing import Any

import pytest

from policies.rules.probes.any import RULE

HEAD = "apiVersion: apps/v1, kind: Deployment, metadata: {name: d}"
FIELD = "/spec/template/spec/containers/0/readinessProbe"
NAMES = "readinessProbe, livenessProbe or startupProbe"


@pytest.mark.parametrize(
    ("fields", "parameters", "expected"),
    [
        *(
            pytest.param(f"{kind}: {{tcpSocket: {{port: 80}}}}", {}, ["pass Deployment/d"], id=kind)
            for kind in ("readinessProbe", "livenessProbe", "startupProbe")
        ),
        pytest.param("", {}, [f"fail Deployment/d/c {FIELD}: no {NAMES}"], id="none"),
        pytest.param("", {"kinds": ()}, [], id="another kind"),
        pytest.param(
            "livenessProbe: {}",
            {},
            ["fail Deployment/d/c /spec/template/spec/containers/0/livenessProbe: livenessProbe asks nothing"],
            id="one without a question",
        ),
        pytest.param(
            "livenessProbe: {}, startupProbe: {grpc: {port: 1}}", {}, ["pass Deployment/d"], id="and one with"
        ),
        pytest.param(
            "",
            {"containers": "any"},
            [f"fail Deployment/d {FIELD}: no container has {NAMES}"],
            id="no container of the pod",
        ),
    ],
)
def test_any(said: Any, fields: str, parameters: dict[str, Any], expected: list[str]) -> None:
    text = f"{{{HEAD}, spec: {{template: {{spec: {{containers: [{{name: c, {fields}}}]}}}}}}}}"
    assert said(RULE, text, parameters) == expected
