"""A run over some paths finds nothing that the whole run does not find: what is missed may stand in the rest."""

import shutil
from collections.abc import Mapping
from datetime import date
from pathlib import Path

import pytest

from policies.finding import Finding, Report
from policies.pipeline import Options, check

ROOT = Path(__file__).parents[3]
TODAY = date(2026, 12, 1)
DEPLOYMENT = """\
apiVersion: apps/v1
kind: Deployment
metadata: {name: d, namespace: shop}
spec:
  selector: {matchLabels: {app: d}}
  template:
    metadata: {labels: {app: d}}
    spec: {serviceAccountName: s, priorityClassName: servign, containers: [{name: c, image: "a:1"}]}
"""
TWO = DEPLOYMENT.replace("spec:\n", "spec:\n  replicas: 2\n", 1)
OTHER = DEPLOYMENT.replace("name: d", "name: other", 1)
GPU = DEPLOYMENT.replace("}]}", ", resources: {limits: {nvidia.com/gpu: 1}}}]}")


def one(kind: str, api: str, name: str, spec: str = "", namespace: str = "shop") -> str:
    return f"apiVersion: {api}\nkind: {kind}\nmetadata: {{name: {name}, namespace: {namespace}}}\n{spec}\n"


HPA = one("HorizontalPodAutoscaler", "autoscaling/v2", "h", "spec: {minReplicas: 2, maxReplicas: 3, scaleTargetRef: "
          "{apiVersion: apps/v1, kind: Deployment, name: d}}")  # fmt: skip
BUDGET = one("PodDisruptionBudget", "policy/v1", "b", "spec: {maxUnavailable: 1, selector: {matchLabels: {app: d}}}")
RANGE = one("LimitRange", "v1", "l", "spec: {limits: [{type: Container, default: {memory: 1Gi}, "
            "defaultRequest: {cpu: 1, memory: 1Gi}}]}")  # fmt: skip
ACCOUNT = one("ServiceAccount", "v1", "s", "automountServiceAccountToken: false")
CONFIG = DEPLOYMENT.replace('image: "a:1"', 'image: "a:1", envFrom: [{configMapRef: {name: settings}}]')
SERVICE = one("Service", "v1", "d", "spec: {selector: {app: d}, ports: [{port: 80}]}")
DATABASE = one(
    "Cluster", "postgresql.cnpg.io/v1", "p", "spec: {instances: 3, storage: {size: 1Gi}, backup: {volumeSnapshot: {}}}"
)
SCHEDULE = one("ScheduledBackup", "postgresql.cnpg.io/v1", "s", 'spec: {schedule: "0 0 0 * * *", cluster: {name: p}}')


def flux(name: str, more: str = "") -> str:
    return (
        "apiVersion: kustomize.toolkit.fluxcd.io/v1\nkind: Kustomization\n"
        f"metadata: {{name: {name}, namespace: flux-system}}\n"
        f"spec:\n  interval: 1h\n  path: ./{name}\n  prune: true\n"
        f"  sourceRef: {{kind: GitRepository, name: flux-system}}\n{more}"
    )


def here(rule: str, text: str, rest: str) -> tuple[str, Mapping[str, str]]:
    return rule, {"a/one.yaml": text, "b/two.yaml": rest}


@pytest.mark.parametrize(
    ("rule", "files"),
    [
        pytest.param(*here("disruption/budget-present", TWO, BUDGET), id="a budget"),
        pytest.param(*here("scaling/autoscaler-present", DEPLOYMENT, HPA), id="an autoscaler"),
        pytest.param(*here("scaling/replica-minimum", DEPLOYMENT, HPA), id="the minimum of an autoscaler"),
        pytest.param(
            *here(
                "state/singleton-declared", *(each.replace("Deployment", "StatefulSet") for each in (DEPLOYMENT, HPA))
            ),
            id="the maximum of an autoscaler",
        ),
        pytest.param(*here("scaling/target-exists", HPA, DEPLOYMENT), id="what an autoscaler scales"),
        pytest.param(
            *here("scaling/target-exists", HPA + "---\n" + DEPLOYMENT.replace("shop", "x"), DEPLOYMENT),
            id="what it scales, and one of that name in another namespace",
        ),
        pytest.param(*here("resources/cpu-request", DEPLOYMENT, RANGE), id="a LimitRange: CPU requests"),
        pytest.param(*here("resources/memory-request", DEPLOYMENT, RANGE), id="a LimitRange: memory requests"),
        pytest.param(*here("resources/memory-limit", DEPLOYMENT, RANGE), id="a LimitRange: memory limits"),
        pytest.param(*here("gpu/cpu-and-memory-set", GPU, RANGE), id="a LimitRange: beside GPUs"),
        pytest.param(*here("pod-security/service-account-token", DEPLOYMENT, ACCOUNT), id="a ServiceAccount"),
        pytest.param(
            *here(
                "references/config-exists",
                CONFIG + "---\n" + one("ConfigMap", "v1", "setting"),
                one("ConfigMap", "v1", "settings"),
            ),
            id="a ConfigMap, and one of nearly that name is here",
        ),
        pytest.param(
            *here("references/service-selects-pods", SERVICE + "---\n" + DEPLOYMENT.replace("d}", "e}"), OTHER),
            id="pods, and some of the Service's name are here",
        ),
        pytest.param(
            *here(
                "references/priority-class",
                DEPLOYMENT + "---\n" + one("PriorityClass", "scheduling.k8s.io/v1", "serving", "value: 1", '""'),
                one("PriorityClass", "scheduling.k8s.io/v1", "servign", "value: 1", '""'),
            ),
            id="a priority class, and one of nearly that name is here",
        ),
        pytest.param(*here("state/backup", DATABASE, SCHEDULE), id="a schedule of backups"),
        pytest.param(
            "flux/depends-on-exists",
            {"a/one.yaml": flux("apps", "  dependsOn: [{name: base}]\n"), "a/two.yaml": flux("base")},
            id="what a Flux Kustomization depends on",
        ),
    ],
)
def test_what_is_missed_may_stand_in_the_rest(tmp_path: Path, rule: str, files: Mapping[str, str]) -> None:
    for path, text in files.items():
        (tmp_path / path).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / path).write_text(text, encoding="utf-8")
    options = Options(rules=(rule,), today=TODAY)
    assert check(tmp_path, (), options).findings == ()
    alone = check(tmp_path, ("a/one.yaml",), options)
    assert alone.findings == ()
    assert [each.rule for each in alone.not_evaluated] == [rule]
    (tmp_path / [*files][1]).unlink()
    assert [each.rule for each in check(tmp_path, (), options).findings][:1] == [rule]


def keys(report: Report) -> set[tuple[object, ...]]:
    def key(finding: Finding) -> tuple[object, ...]:
        return finding.rule, finding.environment, finding.identity, finding.container, finding.field, finding.message

    return {key(each) for each in report.findings}


SWITCHED_ON = (
    "scaling/autoscaler-present.enabled=true",
    "state/backup.enabled=true",
    "environments/promoted.enabled=true",
)


@pytest.mark.parametrize("closed", [True, False], ids=["closed", "open"])
def test_an_overlay_of_the_shipped_platform_alone_has_no_finding_of_its_own(tmp_path: Path, closed: bool) -> None:
    for name in ("base", "overlays", "clusters", "images", "extras"):
        if (ROOT / name).is_dir():
            shutil.copytree(ROOT / name, tmp_path / name)
    said = (ROOT / "policies.yaml").read_text(encoding="utf-8")
    assert "closed: true" in said
    (tmp_path / "policies.yaml").write_text(said if closed else said.replace("closed: true", "closed: false"))
    options = Options(profile="restricted", settings=SWITCHED_ON, today=TODAY)
    whole = keys(check(tmp_path, (), options))
    folders = [*tmp_path.glob("overlays/*/*"), *tmp_path.glob("clusters/*"), *tmp_path.glob("overlays/*")]
    assert len(folders) > 20
    for folder in folders:
        path = folder.relative_to(tmp_path).as_posix()
        assert keys(check(tmp_path, (path,), options)) - whole == set(), path
