"""references/selector-matches-template: every kind with a selector, expressions, Jobs."""

from typing import Any

import pytest

from policies.rules.references.selector_matches_template import RULE

GROUPS = {"Job": "batch/v1", "CronJob": "batch/v1", "Rollout": "argoproj.io/v1alpha1"}


def workload(selector: str, labels: str = "{app: web}", kind: str = "Deployment", more: str = "") -> str:
    return (
        f"{{apiVersion: {GROUPS.get(kind, 'apps/v1')}, kind: {kind}, metadata: {{name: w}}, spec: {{{selector}{more}"
        f"template: {{metadata: {{labels: {labels}}}, spec: {{containers: [{{name: c}}]}}}}}}}}"
    )


def labels(text: str) -> str:
    return f"selector: {{matchLabels: {text}}}, "


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        *(
            pytest.param(
                workload(labels("{app: api}"), kind=kind),
                [f"fail {kind}/w /spec/selector/matchLabels/app: selector app=api, but the pod template has app=web"],
                id=f"a {kind} that differs",
            )
            for kind in ("Deployment", "StatefulSet", "DaemonSet", "ReplicaSet", "Rollout")
        ),
        pytest.param(workload(labels("{app: web}")), ["pass Deployment/w"], id="the same"),
        pytest.param(workload(labels("{app: web}"), "{app: web, x: y}"), ["pass Deployment/w"], id="more labels"),
        pytest.param(
            workload(labels("{app: web, a.b/c: d}")),
            [
                "fail Deployment/w /spec/selector/matchLabels/a.b~1c: selector a.b/c=d, but the pod template has no "
                "label a.b/c"
            ],
            id="a label that the template lacks",
        ),
        pytest.param(
            workload(labels("{app: a, x: b}")),
            ["fail Deployment/w /spec/selector/matchLabels/app: selector app=a, but the pod template has app=web"],
            id="one finding for all labels",
        ),
        pytest.param(
            workload("selector: {matchExpressions: [{key: app, operator: NotIn, values: [web]}]}, "),
            ["fail Deployment/w /spec/selector: selector app notin (web), but the pod template has app=web"],
            id="an expression that does not hold",
        ),
        pytest.param(
            workload("selector: {matchExpressions: [{key: app, operator: In, values: [a, b]}]}, "),
            ["fail Deployment/w /spec/selector: selector app in (a, b), but the pod template has app=web"],
            id="none of two values",
        ),
        pytest.param(
            workload("selector: {matchExpressions: [{key: app, operator: Exists}]}, "),
            ["pass Deployment/w"],
            id="holds",
        ),
        pytest.param(workload(""), ["fail Deployment/w /spec/selector: no selector"], id="none"),
        pytest.param(workload("selector: {}, "), ["fail Deployment/w /spec/selector: an empty selector"], id="empty"),
        pytest.param(workload("", kind="Job"), ["pass Job/w"], id="a Job's is made for it"),
        pytest.param(
            workload(labels("{app: web}"), kind="Job"),
            ["fail Job/w /spec/selector: a Job's selector is made by Kubernetes, and manualSelector is not true"],
            id="a Job with a selector",
        ),
        pytest.param(
            workload(labels("{app: web}"), kind="Job", more="manualSelector: true, "), ["pass Job/w"], id="by hand"
        ),
        pytest.param(
            workload(labels("{app: api}"), kind="Job", more="manualSelector: true, "),
            ["fail Job/w /spec/selector/matchLabels/app: selector app=api, but the pod template has app=web"],
            id="by hand, and wrong",
        ),
        pytest.param(
            workload("", kind="Job", more="manualSelector: true, "),
            ["fail Job/w /spec/selector: no selector"],
            id="by hand, and forgotten",
        ),
        pytest.param(
            "{apiVersion: batch/v1, kind: CronJob, metadata: {name: w}, spec: {jobTemplate: {spec: {selector: {}, "
            "template: {spec: {containers: [{name: c}]}}}}}}",
            [
                "fail CronJob/w /spec/jobTemplate/spec/selector: a Job's selector is made by Kubernetes, and "
                "manualSelector is not true"
            ],
            id="a CronJob",
        ),
        pytest.param("{apiVersion: v1, kind: Pod, metadata: {name: w}, spec: {containers: []}}", [], id="a Pod"),
        pytest.param(
            workload("selector: 5, "),
            ["not evaluated Deployment/w: /spec/selector is the number 5, not a mapping"],
            id="malformed",
        ),
    ],
)
def test_selector_matches_template(said: Any, text: str, expected: list[str]) -> None:
    assert said(RULE, text) == expected
