"""One defect, one finding: what a wider rule finds, a narrower one does not find once more."""

from collections.abc import Mapping
from datetime import date
from pathlib import Path

import pytest

from policies.pipeline import Options, check

GPU = """
apiVersion: apps/v1
kind: Deployment
metadata: {name: model}
spec:
  selector: {matchLabels: {app: model}}
  template:
    metadata: {labels: {app: model}}
    spec: {containers: [{name: tf, image: "a:1", resources: {requests: {memory: 1Gi}, limits: {nvidia.com/gpu: 1}}}]}
"""
TWO = "".join(
    "---\napiVersion: v1\nkind: Pod\n"
    f"metadata: {{name: {name}, namespace: shop, labels: {{a: b}}}}\nspec: {{containers: [{{name: c, image: a}}]}}\n"
    for name in ("one", "two")
)
HPA = """
apiVersion: autoscaling/v2
kind: HorizontalPodAutoscaler
metadata: {name: model}
spec: {maxReplicas: 4, scaleTargetRef: {apiVersion: apps/v1, kind: Deployment, name: model}}
"""
REPLICAS = {
    "base/kustomization.yaml": "resources: [model.yaml, hpa.yaml]\n",
    "base/model.yaml": GPU,
    "base/hpa.yaml": HPA,
    **{
        f"overlays/{name}/kustomization.yaml": "resources: [../../base]\nreplicas: [{name: model, count: 3}]\n"
        for name in ("dev", "prod")
    },
}
SHARED = {
    **REPLICAS,
    "shared/kustomization.yaml": "resources: [../base]\nreplicas: [{name: model, count: 3}]\n",
    **{f"overlays/{name}/kustomization.yaml": "resources: [../../shared]\n" for name in ("dev", "prod")},
}
CPU = ("gpu/cpu-and-memory-set", "resources/cpu-request", "resources/memory-request", "resources/memory-limit")
NETWORK = ("network/pods-covered", "network/default-deny")
SCALE = ("kustomize/replicas-not-reset", "scaling/autoscaler-owns-replicas")


@pytest.mark.parametrize(
    ("files", "rules", "found"),
    [
        pytest.param(
            {"a.yaml": GPU},
            CPU,
            ["resources/cpu-request Deployment/model", "resources/memory-limit Deployment/model"],
            id="all rules: a missing field is told once",
        ),
        pytest.param(
            {"a.yaml": GPU},
            CPU[:2],
            ["gpu/cpu-and-memory-set Deployment/model", "resources/cpu-request Deployment/model"],
            id="a wider rule that does not run takes nothing away",
        ),
        pytest.param({"a.yaml": TWO}, NETWORK, ["network/default-deny Pod/one"], id="a namespace without policies"),
        pytest.param(
            {"a.yaml": TWO},
            NETWORK[:1],
            ["network/pods-covered Pod/one", "network/pods-covered Pod/two"],
            id="only pods are looked at",
        ),
        pytest.param(
            REPLICAS, SCALE, [f"{SCALE[1]} Deployment/model", f"{SCALE[1]} Deployment/model"], id="an entry of each"
        ),
        pytest.param(
            SHARED, SCALE, [f"{SCALE[1]} Deployment/model", f"{SCALE[1]} Deployment/model"], id="an entry of both"
        ),
        pytest.param(
            REPLICAS,
            SCALE[:1],
            [f"{SCALE[0]} Kustomization/overlays/dev", f"{SCALE[0]} Kustomization/overlays/prod"],
            id="only kustomizations are looked at",
        ),
    ],
)
def test_found_are(tmp_path: Path, files: Mapping[str, str], rules: tuple[str, ...], found: list[str]) -> None:
    for path, text in files.items():
        (tmp_path / path).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / path).write_text(text, encoding="utf-8")
    report = check(tmp_path, (), Options(rules=rules, today=date(2027, 1, 1)))
    assert sorted(f"{each.rule} {each.identity.kind}/{each.identity.name}" for each in report.findings) == found
