"""disruption/spread: what spreads the replicas, and which wishes keep them Pending."""

from typing import Any

import pytest

from policies.rules.disruption.spread import RULE

PASS = ["pass Deployment/d"]
HOST, ZONE = "topologyKey: kubernetes.io/hostname", "topologyKey: topology.kubernetes.io/zone"
OWN = "labelSelector: {matchLabels: {app: a}}"
SOFT, HARD = "whenUnsatisfiable: ScheduleAnyway", "whenUnsatisfiable: DoNotSchedule"
FIELD = "/spec/template/spec/topologySpreadConstraints"
NOTHING = [
    f"fail Deployment/d {FIELD}: "
    "nothing spreads the replicas over kubernetes.io/hostname or topology.kubernetes.io/zone"
]


def workload(pod: str = "", replicas: str = "replicas: 2, ", kind: str = "Deployment", container: str = "") -> str:
    containers = f"containers: [{{name: c, {container}}}]"
    template = f"template: {{metadata: {{labels: {{app: a}}}}, spec: {{{pod}{containers}}}}}"
    return f"{{apiVersion: apps/v1, kind: {kind}, metadata: {{name: d}}, spec: {{{replicas}{template}}}}}"


def constraints(*items: str) -> str:
    return f"topologySpreadConstraints: [{', '.join(f'{{{item}}}' for item in items)}], "


def affinity(text: str) -> str:
    return f"affinity: {{podAntiAffinity: {{{text}}}}}, "


def unselecting(field: str) -> list[str]:
    return [f"fail Deployment/d {field}/labelSelector: what should spread the replicas does not select their labels"]


GPU = "resources: {limits: {nvidia.com/gpu: 1}}"
REQUIRED, PREFERRED = (f"{word}DuringSchedulingIgnoredDuringExecution" for word in ("required", "preferred"))


@pytest.mark.parametrize(
    ("text", "parameters", "expected"),
    [
        pytest.param(workload(constraints(f"{HOST}, {SOFT}, {OWN}")), {}, PASS, id="over nodes"),
        pytest.param(workload(constraints(f"{ZONE}, {SOFT}, {OWN}")), {}, PASS, id="over zones"),
        pytest.param(
            workload(constraints(f"{ZONE}, {SOFT}, {OWN}")),
            {"topology_keys": ("kubernetes.io/hostname",)},
            [f"fail Deployment/d {FIELD}: nothing spreads the replicas over kubernetes.io/hostname"],
            id="over zones is not enough if told so",
        ),
        pytest.param(workload(), {}, NOTHING, id="over nothing"),
        pytest.param(workload(constraints(f"topologyKey: rack, {SOFT}, {OWN}")), {}, NOTHING, id="over racks"),
        pytest.param(workload(replicas=""), {}, PASS, id="one replica"),
        pytest.param(
            workload(replicas=""),
            {"from_replicas": 1},
            NOTHING,
            id="unless told so",
        ),
        pytest.param(
            workload(constraints(f"{HOST}, {SOFT}, labelSelector: {{matchLabels: {{app: x}}}}")),
            {},
            unselecting(f"{FIELD}/0"),
            id="a constraint on other pods",
        ),
        pytest.param(
            workload(constraints(f"{HOST}, {SOFT}")), {}, unselecting(f"{FIELD}/0"), id="a constraint on none"
        ),
        pytest.param(
            workload(constraints(f"{HOST}, {SOFT}", f"{ZONE}, {SOFT}, {OWN}")), {}, PASS, id="one that does is enough"
        ),
        pytest.param(workload(affinity(f"{REQUIRED}: [{{{HOST}, {OWN}}}]")), {}, PASS, id="a required anti-affinity"),
        pytest.param(
            workload(affinity(f"{PREFERRED}: [{{weight: 1, podAffinityTerm: {{{HOST}, {OWN}}}}}]")),
            {},
            PASS,
            id="a preferred anti-affinity",
        ),
        pytest.param(
            workload(affinity(f"{PREFERRED}: [{{weight: 1, podAffinityTerm: {{{HOST}}}}}]")),
            {},
            unselecting(f"/spec/template/spec/affinity/podAntiAffinity/{PREFERRED}/0/podAffinityTerm"),
            id="one on no pods",
        ),
        pytest.param(
            workload(constraints(f"{HOST}, {HARD}, nodeTaintsPolicy: Honor, {OWN}")), {}, PASS, id="hard with taints"
        ),
        *(
            pytest.param(
                workload(constraints(f"{HOST}, {HARD}, {policy}{OWN}")),
                {},
                [
                    f"fail Deployment/d {FIELD}/0/nodeTaintsPolicy: "
                    "DoNotSchedule on kubernetes.io/hostname counts nodes that the pod does not tolerate"
                ],
                id=f"hard without taints {policy}",
            )
            for policy in ("", "nodeTaintsPolicy: Ignore, ")
        ),
        pytest.param(
            workload(constraints(f"{HOST}, {SOFT}, {OWN}", f"topologyKey: rack, {HARD}, {OWN}")),
            {},
            [
                f"fail Deployment/d {FIELD}/1/nodeTaintsPolicy: "
                "DoNotSchedule on rack counts nodes that the pod does not tolerate"
            ],
            id="hard over racks",
        ),
        pytest.param(
            workload(constraints(f"{HOST}, {HARD}, {OWN}"), container=GPU),
            {},
            [
                f"fail Deployment/d {FIELD}/0/whenUnsatisfiable: "
                "DoNotSchedule on kubernetes.io/hostname is asked of GPU pods"
            ],
            id="hard for GPU pods is one finding",
        ),
        pytest.param(
            workload(constraints(f"{HOST}, {HARD}, nodeTaintsPolicy: Honor, {OWN}"), container=GPU),
            {"resources": ("example.com/gpu",)},
            PASS,
            id="other GPUs",
        ),
        pytest.param(workload(constraints(f"{HOST}, {SOFT}, {OWN}"), container=GPU), {}, PASS, id="soft for GPU pods"),
        pytest.param(workload(kind="DaemonSet"), {}, [], id="a DaemonSet is spread"),
        pytest.param(
            workload(kind="StatefulSet"),
            {},
            [NOTHING[0].replace("Deployment", "StatefulSet")],
            id="a StatefulSet is not",
        ),
        pytest.param(workload(kind="StatefulSet"), {"kinds": ("Deployment",)}, [], id="unless told so, of no matter"),
        pytest.param(
            workload("topologySpreadConstraints: host, "),
            {},
            ["not evaluated Deployment/d: /spec/template/spec/topologySpreadConstraints is a text, not a list"],
            id="a text",
        ),
        pytest.param(
            workload() + "\n---\n{apiVersion: autoscaling/v2, kind: HorizontalPodAutoscaler, metadata: {name: h}, "
            "spec: {minReplicas: x, scaleTargetRef: {kind: Deployment, name: d}}}",
            {},
            ["not evaluated Deployment/d: HorizontalPodAutoscaler/h: /spec/minReplicas is a text, not a whole number"],
            id="an autoscaler that can't be read",
        ),
    ],
)
def test_spread(said: Any, text: str, parameters: dict[str, Any], expected: list[str]) -> None:
    assert said(RULE, text, parameters) == expected


@pytest.mark.parametrize("kind", ["ReplicaSet", "Rollout", "StatefulSet"])
def test_kinds_with_replicas_of_their_own(said: Any, kind: str) -> None:
    group = "argoproj.io/v1alpha1" if kind == "Rollout" else "apps/v1"
    text = workload(kind=kind).replace("apps/v1", group)
    assert said(RULE, text) == [NOTHING[0].replace("Deployment", kind)]


def test_an_autoscaler_that_cannot_be_read_is_all_that_is_said(said: Any) -> None:
    text = (
        workload(constraints(f"{HOST}, {HARD}, {OWN}"))
        + """
---
apiVersion: autoscaling/v2
kind: HorizontalPodAutoscaler
metadata: {name: h}
spec: {minReplicas: two, scaleTargetRef: {apiVersion: apps/v1, kind: Deployment, name: d}}
"""
    )
    why = "HorizontalPodAutoscaler/h: /spec/minReplicas is a text, not a whole number"
    assert said(RULE, text) == [f"not evaluated Deployment/d: {why}"]


def test_the_first_of_two_that_do_not_select_is_named(said: Any) -> None:
    other = "labelSelector: {matchLabels: {app: b}}"
    text = workload(constraints(f"{ZONE}, {SOFT}, {other}", f"{HOST}, {SOFT}, {other}"))
    assert said(RULE, text) == unselecting(f"{FIELD}/0")
