"""kustomize/replicas-not-reset: entries of replicas, and who else scales."""

from typing import Any

import pytest

from policies.rules.kustomize.replicas_not_reset import RULE


def app(kind: str = "Deployment", name: str = "backend") -> str:
    return f"""# file: base/kustomization.yaml
resources: [app.yaml, hpa.yaml]
# file: base/app.yaml
apiVersion: apps/v1
kind: {kind}
metadata: {{name: {name}}}
spec: {{selector: {{}}, template: {{metadata: {{}}, spec: {{containers: []}}}}}}
# file: base/hpa.yaml
apiVersion: autoscaling/v2
kind: HorizontalPodAutoscaler
metadata: {{name: scaler}}
spec: {{maxReplicas: 4, scaleTargetRef: {{apiVersion: apps/v1, kind: {kind}, name: backend}}}}
"""


def overlay(*names: str) -> str:
    entries = "".join(f"  - {{name: {name}, count: 3}}\n" for name in names)
    return f"# file: overlays/prod/kustomization.yaml\nresources: [../../base]\nreplicas:\n{entries}"


def reset(short: str, index: int = 0) -> list[str]:
    return [
        f"fail Kustomization/overlays/prod /replicas/{index}: replicas sets {short}, which "
        f"HorizontalPodAutoscaler/scaler scales @overlays/prod/kustomization.yaml:{3 + index}:5"
    ]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param(app() + overlay("backend"), reset("Deployment/backend"), id="an autoscaler scales it"),
        pytest.param(app("StatefulSet") + overlay("backend"), reset("StatefulSet/backend"), id="a StatefulSet"),
        pytest.param(
            app(name="other") + overlay("other"), ["pass Kustomization/overlays/prod"], id="no autoscaler scales it"
        ),
        pytest.param(app() + "# file: overlays/prod/kustomization.yaml\nresources: [../../base]\n", [], id="no entry"),
    ],
)
def test_replicas_not_reset(said_of_files: Any, text: str, expected: list[str]) -> None:
    assert said_of_files(RULE, text) == expected


def test_without_files_nothing_is_said(said: Any) -> None:
    assert said(RULE, app().rpartition("# file: base/hpa.yaml\n")[2]) == []
