"""scaling/target-exists: near misses, and kinds that nobody knows."""

from typing import Any

import pytest

from policies.rules.scaling.target_exists import RULE

DEPLOYMENT = "{apiVersion: apps/v1, kind: Deployment, metadata: {name: d}}\n---\n"
AT = "fail HorizontalPodAutoscaler/h /spec/scaleTargetRef"


def hpa(target: str) -> str:
    return (
        "{apiVersion: autoscaling/v2, kind: HorizontalPodAutoscaler, metadata: {name: h}, "
        f"spec: {{scaleTargetRef: {{{target}}}}}}}"
    )


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param(
            DEPLOYMENT + hpa("apiVersion: apps/v1, kind: Deployment, name: d"),
            ["pass HorizontalPodAutoscaler/h"],
            id="there",
        ),
        pytest.param(
            DEPLOYMENT + hpa("apiVersion: apps/v1, kind: Deployment, name: e"),
            [f"{AT}/name: Deployment/e is not there"],
            id="another name",
        ),
        pytest.param(
            DEPLOYMENT + hpa("apiVersion: apps/v1, kind: StatefulSet, name: d"),
            [f"{AT}/kind: StatefulSet/d is not there, but Deployment/d is"],
            id="another kind",
        ),
        pytest.param(
            DEPLOYMENT.replace("{name: d}", "{name: d, namespace: shop}")
            + hpa("apiVersion: apps/v1, kind: Deployment, name: d"),
            [f"{AT}/name: Deployment/d is not in namespace default, but in shop"],
            id="another namespace",
        ),
        pytest.param(
            DEPLOYMENT + hpa("apiVersion: extensions/v1beta1, kind: Deployment, name: d"),
            [f'{AT}/apiVersion: scaleTargetRef has apiVersion "extensions/v1beta1", but Deployment/d is apps/v1'],
            id="another API group",
        ),
        pytest.param(
            DEPLOYMENT + hpa("kind: Deployment, name: d"),
            [f'{AT}/apiVersion: scaleTargetRef has apiVersion "", but Deployment/d is apps/v1'],
            id="no API group is the core group",
        ),
        pytest.param(
            DEPLOYMENT + hpa("apiVersion: apps/v1beta2, kind: Deployment, name: d"),
            ["pass HorizontalPodAutoscaler/h"],
            id="another version of the group",
        ),
        *(
            pytest.param(
                f"{{apiVersion: {version}, kind: {kind}, metadata: {{name: d}}}}\n---\n"
                + hpa(f"apiVersion: {version}, kind: {kind}, name: d"),
                [f"{AT}/kind: {kind}/d has no number of replicas that an autoscaler could set"],
                id=f"{kind} can't be scaled",
            )
            for version, kind in (("apps/v1", "DaemonSet"), ("batch/v1", "Job"), ("batch/v1", "CronJob"), ("v1", "Pod"))
        ),
        pytest.param(
            hpa("apiVersion: example.com/v1, kind: Fleet, name: d"),
            ["not evaluated HorizontalPodAutoscaler/h: Fleet/d is of a custom kind and not among the objects judged"],
            id="a custom kind",
        ),
        pytest.param(
            hpa("apiVersion: example.com/v1, kind: Deployment, name: d"),
            [
                "not evaluated HorizontalPodAutoscaler/h: "
                "Deployment/d is of a custom kind and not among the objects judged"
            ],
            id="a custom kind of a known name",
        ),
        *(
            pytest.param(
                hpa(f"apiVersion: {version}, kind: {kind}, name: d"),
                [f"{AT}/name: {kind}/d is not there"],
                id=f"no {kind}",
            )
            for version, kind in (
                ("apps/v1", "ReplicaSet"),
                ("v1", "ReplicationController"),
                ("argoproj.io/v1alpha1", "Rollout"),
                ("extensions/v1beta1", "Deployment"),
                ("v1", "StatefulSet"),
            )
        ),
        *(
            pytest.param(
                f"{{apiVersion: {version}, kind: {kind}, metadata: {{name: d}}}}\n---\n"
                + hpa("apiVersion: apps/v1, kind: Deployment, name: d"),
                [f"{AT}/kind: Deployment/d is not there, but {kind}/d is"],
                id=f"a {kind} of its name",
            )
            for version, kind in (
                ("apps/v1", "ReplicaSet"),
                ("v1", "ReplicationController"),
                ("argoproj.io/v1alpha1", "Rollout"),
            )
        ),
        pytest.param(
            hpa("apiVersion: argoproj.io/v1alpha1, kind: ReplicationController, name: d"),
            [
                "not evaluated HorizontalPodAutoscaler/h: "
                "ReplicationController/d is of a custom kind and not among the objects judged"
            ],
            id="a kind of another group",
        ),
        pytest.param(
            hpa("1").replace("{1}", "[1]"),
            ["not evaluated HorizontalPodAutoscaler/h: /spec/scaleTargetRef is a list, not a mapping"],
            id="no reference",
        ),
        pytest.param(
            hpa("apiVersion: v1, kind: Fleet, name: d"),
            ["not evaluated HorizontalPodAutoscaler/h: Fleet/d is of a custom kind and not among the objects judged"],
            id="a kind that no group has",
        ),
        pytest.param(
            "{apiVersion: example.com/v1, kind: Fleet, metadata: {name: d}}\n---\n"
            + hpa("apiVersion: example.com/v1, kind: Fleet, name: d"),
            ["pass HorizontalPodAutoscaler/h"],
            id="a custom kind that is there",
        ),
        pytest.param(
            DEPLOYMENT + "{apiVersion: keda.sh/v1alpha1, kind: ScaledObject, metadata: {name: k}, "
            "spec: {scaleTargetRef: {name: d}}}",
            ["pass ScaledObject/k"],
            id="KEDA means a Deployment",
        ),
    ],
)
def test_target_exists(said: Any, text: str, expected: list[str]) -> None:
    assert said(RULE, text) == expected
