"""scaling/replica-minimum: one answer for a workload and its autoscaler."""

from typing import Any

import pytest
import yaml

from policies.objects import Object
from policies.rules.scaling.replica_minimum import RULE
from policies.world import World


def deployment(spec: str = "", kind: str = "Deployment", group: str = "apps/v1") -> str:
    template = "template: {spec: {containers: [{name: c}]}}"
    return f"{{apiVersion: {group}, kind: {kind}, metadata: {{name: d}}, spec: {{{spec}{template}}}}}"


def hpa(spec: str) -> str:
    target = "scaleTargetRef: {apiVersion: apps/v1, kind: Deployment, name: d}"
    return f"""
---
{{apiVersion: autoscaling/v2, kind: HorizontalPodAutoscaler, metadata: {{name: h}}, spec: {{{spec}{target}}}}}
"""


def scaled_object(spec: str) -> str:
    return f"""
---
{{apiVersion: keda.sh/v1alpha1, kind: ScaledObject, metadata: {{name: k}}, spec: {{{spec}scaleTargetRef: {{name: d}}}}}}
"""


ABSENT = "fail Deployment/d /spec/replicas: replicas is absent, which is 1, at least 2 are demanded"
HPA_ABSENT = (
    "fail HorizontalPodAutoscaler/h /spec/minReplicas: "
    "minReplicas, the minimum of Deployment/d, is absent, which is 1, at least 2 are demanded"
)


@pytest.mark.parametrize(
    ("text", "parameters", "expected"),
    [
        pytest.param(deployment("replicas: 2, "), {}, ["pass Deployment/d"], id="enough replicas"),
        pytest.param(
            deployment("replicas: 1, "),
            {},
            ["fail Deployment/d /spec/replicas: replicas is 1, at least 2 are demanded"],
            id="too few replicas",
        ),
        pytest.param(
            deployment("replicas: 0, "),
            {},
            ["fail Deployment/d /spec/replicas: replicas is 0, at least 2 are demanded"],
            id="switched off",
        ),
        pytest.param(deployment(), {}, [ABSENT], id="replicas absent are 1"),
        pytest.param(deployment(), {"min": 1}, ["pass Deployment/d"], id="absent is enough for a minimum of 1"),
        pytest.param(deployment(), {"absent": "pass"}, ["pass Deployment/d"], id="absent passes if told so"),
        pytest.param(
            deployment(),
            {"absent": "fail", "min": 1},
            ["fail Deployment/d /spec/replicas: replicas is not written"],
            id="absent fails if told so",
        ),
        pytest.param(deployment("replicas: null, "), {}, [ABSENT], id="null is absent"),
        pytest.param(deployment() + hpa("minReplicas: 2, "), {}, ["pass Deployment/d"], id="an autoscaler's minimum"),
        pytest.param(deployment() + hpa(""), {}, [HPA_ABSENT], id="an autoscaler's absent minimum is 1"),
        pytest.param(
            deployment("replicas: 5, ") + hpa("minReplicas: 1, "),
            {},
            [
                "fail HorizontalPodAutoscaler/h /spec/minReplicas: "
                "minReplicas, the minimum of Deployment/d, is 1, at least 2 are demanded"
            ],
            id="the autoscaler's minimum wins over replicas",
        ),
        pytest.param(
            deployment() + scaled_object(""),
            {},
            [
                "fail ScaledObject/k /spec/minReplicaCount: "
                "minReplicaCount, the minimum of Deployment/d, is absent, which is 0, at least 2 are demanded"
            ],
            id="KEDA's absent minimum is 0",
        ),
        pytest.param(
            deployment() + scaled_object("minReplicaCount: 3, "), {}, ["pass Deployment/d"], id="KEDA's minimum"
        ),
        pytest.param(
            deployment() + scaled_object("minReplicaCount: 3, idleReplicaCount: 0, "),
            {},
            [
                "fail ScaledObject/k /spec/idleReplicaCount: "
                "idleReplicaCount, the minimum of Deployment/d, is 0, at least 2 are demanded"
            ],
            id="KEDA's idle count is the least",
        ),
        pytest.param(
            deployment() + scaled_object("minReplicaCount: 3, idleReplicaCount: none, "),
            {},
            ["not evaluated Deployment/d: ScaledObject/k: /spec/idleReplicaCount is a text, not a whole number"],
            id="an idle count that can't be read",
        ),
        pytest.param(
            deployment() + hpa("minReplicas: 2, idleReplicaCount: 0, "),
            {},
            ["pass Deployment/d"],
            id="which is KEDA's alone",
        ),
        pytest.param(
            deployment() + hpa("minReplicas: 2, ").replace("{name: h}", "{name: h, namespace: other}"),
            {},
            [ABSENT],
            id="an autoscaler of another namespace",
        ),
        pytest.param(
            deployment() + hpa('minReplicas: "2", '),
            {},
            ["not evaluated Deployment/d: HorizontalPodAutoscaler/h: /spec/minReplicas is a text, not a whole number"],
            id="an autoscaler that can't be read",
        ),
        pytest.param(
            deployment('replicas: "2", '),
            {},
            ["not evaluated Deployment/d: /spec/replicas is a text, not a whole number"],
            id="replicas that can't be read",
        ),
        pytest.param(
            deployment("replicas: 9, "),
            {"max": 5},
            ["fail Deployment/d /spec/replicas: replicas is 9, at most 5 are allowed"],
            id="too many replicas",
        ),
        pytest.param(deployment("replicas: 5, "), {"max": 5}, ["pass Deployment/d"], id="as many as are allowed"),
        pytest.param(deployment(kind="StatefulSet"), {}, [], id="a StatefulSet is not asked"),
        pytest.param(
            deployment(kind="StatefulSet") + "\n---\n" + deployment("replicas: 2, "),
            {},
            ["pass Deployment/d"],
            id="a Deployment behind it is",
        ),
        pytest.param(
            deployment(kind="StatefulSet"),
            {"kinds": ("StatefulSet",)},
            ["fail StatefulSet/d /spec/replicas: replicas is absent, which is 1, at least 2 are demanded"],
            id="unless told so",
        ),
        pytest.param(
            deployment("replicas: 2, ", "Rollout", "argoproj.io/v1alpha1"), {}, ["pass Rollout/d"], id="an Argo Rollout"
        ),
    ],
)
def test_replica_minimum(said: Any, text: str, parameters: dict[str, Any], expected: list[str]) -> None:
    assert said(RULE, text, parameters) == expected


def test_an_unwritten_minimum_is_read_as_kubernetes_does() -> None:
    assert RULE.defaults == {"min": 2, "max": None, "absent": 1, "kinds": ("Deployment", "Rollout")}
    assert next(each.choices for each in RULE.parameters if each.name == "absent") == (1, "pass", "fail")


def test_a_singleton_may_have_one() -> None:
    assert RULE.singleton_waives


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param(
            deployment(),
            ["of namespace default only a part was read, and an autoscaler may stand in the rest"],
            id="absent replicas",
        ),
        pytest.param(deployment("replicas: 1, "), [""], id="written replicas hold"),
        pytest.param(deployment() + hpa(""), [""], id="the autoscaler is there"),
    ],
)
def test_an_autoscaler_may_stand_where_nobody_looked(text: str, expected: list[str]) -> None:
    world = World(tuple(Object(body) for body in yaml.safe_load_all(text)), partial=True)
    assert [verdict.why_not for verdict in RULE.judge(world, RULE.defaults)] == expected


@pytest.mark.parametrize("absent", ["pass", "fail"])
def test_what_absent_means_says_nothing_of_written_replicas(said: Any, beside: Any, absent: str) -> None:
    few = ["fail Deployment/d /spec/replicas: replicas is 1, at least 2 are demanded"]
    assert said(RULE, deployment("replicas: 1, "), {"absent": absent}) == few
    assert said(RULE, deployment("replicas: 2, "), {"absent": absent}) == ["pass Deployment/d"]
    assert beside(RULE, deployment() + hpa(""), {"absent": "fail"}) == ["the rule's fix (about Deployment/d)"]
