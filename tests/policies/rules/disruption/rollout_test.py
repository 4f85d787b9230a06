"""disruption/rollout: what a rolling update keeps, as the Deployment controller rounds, and its deadline."""

from typing import Any

import pytest

from policies.rules.disruption.rollout import RULE

PASS = ["pass Deployment/d"]
ROLLING = "/spec/strategy/rollingUpdate"


def workload(
    spec: str, kind: str = "Deployment", group: str = "apps/v1", probe: str = "", facts: str = "", pod: str = ""
) -> str:
    template = f"template: {{spec: {{{pod}containers: [{{name: c, {probe}}}]}}}}"
    head = f"apiVersion: {group}, kind: {kind}, metadata: {{name: d, annotations: {{{facts}}}}}"
    return f"{{{head}, spec: {{{spec}{template}}}}}"


def rolling(replicas: int, settings: str) -> str:
    return workload(f"replicas: {replicas}, strategy: {{rollingUpdate: {{{settings}}}}}, ")


def fail(field: str, fact: str, kind: str = "Deployment") -> list[str]:
    return [f"fail {kind}/d {field}: {fact}"]


def starting(seconds: int, more: str = "") -> str:
    return f"startupProbe: {{tcpSocket: {{port: 1}}, periodSeconds: 1, failureThreshold: {seconds}}}{more}"


@pytest.mark.parametrize(
    ("text", "parameters", "expected"),
    [
        pytest.param(workload("replicas: 2, "), {}, PASS, id="the default keeps both of 2"),
        pytest.param(rolling(2, "maxUnavailable: 1"), {}, PASS, id="one of 2 is half"),
        pytest.param(
            rolling(3, "maxUnavailable: 2"),
            {},
            fail(f"{ROLLING}/maxUnavailable", "maxUnavailable 2 keeps 1 of 3 pods, at least 50 per cent are demanded"),
            id="one of 3 is less",
        ),
        pytest.param(
            rolling(101, "maxUnavailable: 51"),
            {},
            fail(
                f"{ROLLING}/maxUnavailable", "maxUnavailable 51 keeps 50 of 101 pods, at least 50 per cent are demanded"
            ),
            id="a bit less than half",
        ),
        pytest.param(rolling(3, "maxUnavailable: 66%"), {}, PASS, id="66 % of 3 round down to 1"),
        pytest.param(
            rolling(3, "maxUnavailable: 67%"),
            {},
            fail(
                f"{ROLLING}/maxUnavailable", "maxUnavailable 67% keeps 1 of 3 pods, at least 50 per cent are demanded"
            ),
            id="67 % of 3 round down to 2",
        ),
        pytest.param(
            rolling(2, "maxUnavailable: 9"),
            {},
            fail(f"{ROLLING}/maxUnavailable", "maxUnavailable 9 keeps 0 of 2 pods, at least 50 per cent are demanded"),
            id="more than there are",
        ),
        pytest.param(
            rolling(2, "maxUnavailable: 1"),
            {"keep_percent": 51},
            fail(f"{ROLLING}/maxUnavailable", "maxUnavailable 1 keeps 1 of 2 pods, at least 51 per cent are demanded"),
            id="more may be demanded",
        ),
        pytest.param(rolling(1, "maxUnavailable: 1"), {}, PASS, id="a single replica can't be kept"),
        pytest.param(
            workload("replicas: 2, strategy: {type: Recreate}, "),
            {},
            fail("/spec/strategy/type", "Recreate takes all of at least 2 pods away before it makes a new one"),
            id="Recreate",
        ),
        pytest.param(workload("strategy: {type: Recreate}, "), {}, PASS, id="Recreate of a single replica"),
        pytest.param(
            workload("strategy: {type: Recreate, rollingUpdate: {maxSurge: 1}}, "),
            {},
            fail(ROLLING, "strategy is Recreate and has rollingUpdate too, which the API server refuses"),
            id="Recreate that also rolls",
        ),
        *(
            pytest.param(
                rolling(1, f"maxSurge: {surge}, maxUnavailable: {unavailable}"),
                {},
                fail(
                    f"{ROLLING}/maxUnavailable", "maxSurge and maxUnavailable are both 0, which the API server refuses"
                ),
                id=f"both {surge} and {unavailable}",
            )
            for surge, unavailable in ((0, 0), ("0%", 0), (0, "0%"))
        ),
        pytest.param(rolling(3, "maxSurge: 0, maxUnavailable: 1%"), {}, PASS, id="1 % of 3 is one where none surges"),
        pytest.param(rolling(3, "maxSurge: 1, maxUnavailable: 0"), {}, PASS, id="only surge"),
        pytest.param(
            workload("strategy: {canary: {maxUnavailable: 3}}, replicas: 4, ", "Rollout", "argoproj.io/v1alpha1"),
            {},
            fail(
                "/spec/strategy/canary/maxUnavailable",
                "maxUnavailable 3 keeps 1 of 4 pods, at least 50 per cent are demanded",
                "Rollout",
            ),
            id="a canary",
        ),
        pytest.param(
            workload("strategy: {blueGreen: {activeService: s}}, replicas: 4, ", "Rollout", "argoproj.io/v1alpha1"),
            {},
            ["pass Rollout/d"],
            id="blue and green",
        ),
        pytest.param(workload("replicas: 2, ", "StatefulSet"), {}, [], id="a StatefulSet is not asked"),
        pytest.param(
            workload("strategy: {type: Recreate}, ")
            + "\n---\n{apiVersion: autoscaling/v2, kind: HorizontalPodAutoscaler, metadata: {name: h}, "
            "spec: {minReplicas: 3, scaleTargetRef: {kind: Deployment, name: d}}}",
            {},
            fail("/spec/strategy/type", "Recreate takes all of at least 3 pods away before it makes a new one"),
            id="the autoscaler's minimum counts",
        ),
        pytest.param(
            workload("") + "\n---\n{apiVersion: autoscaling/v2, kind: HorizontalPodAutoscaler, metadata: {name: h}, "
            "spec: {minReplicas: x, scaleTargetRef: {kind: Deployment, name: d}}}",
            {},
            ["not evaluated Deployment/d: HorizontalPodAutoscaler/h: /spec/minReplicas is a text, not a whole number"],
            id="an autoscaler that can't be read",
        ),
        pytest.param(workload("", probe=starting(599)), {}, PASS, id="a start just inside of the default"),
        pytest.param(
            workload("", probe=starting(600)),
            {},
            fail(
                "/spec/progressDeadlineSeconds",
                "progressDeadlineSeconds is absent, which is 600, but a pod may start for 600 s",
            ),
            id="a start as long as the default",
        ),
        pytest.param(
            workload("progressDeadlineSeconds: 90, minReadySeconds: 10, ", probe=starting(80)),
            {},
            fail(
                "/spec/progressDeadlineSeconds",
                "progressDeadlineSeconds is 90, but a pod may start for 80 + 10 s of minReadySeconds",
            ),
            id="the time to settle counts",
        ),
        pytest.param(
            workload("progressDeadlineSeconds: 91, minReadySeconds: 10, ", probe=starting(80)), {}, PASS, id="one more"
        ),
        pytest.param(workload("progressDeadlineSeconds: 1, "), {}, PASS, id="a start that takes no time"),
        pytest.param(
            workload("progressDeadlineSeconds: 1, ").replace("[{name: c, }]", "[]"), {}, PASS, id="nothing to start"
        ),
        pytest.param(
            workload("progressDeadlineSeconds: 60, ", facts="roadstead.dev/loads-within: 1m"),
            {},
            fail("/spec/progressDeadlineSeconds", "progressDeadlineSeconds is 60, but a pod may start for 60 s"),
            id="the stated time to load",
        ),
        pytest.param(
            workload("progressDeadlineSeconds: 61, ", facts="roadstead.dev/loads-within: 1m"), {}, PASS, id="fits"
        ),
        pytest.param(
            workload(
                "progressDeadlineSeconds: 60, ",
                probe=starting(30),
                pod=f"initContainers: [{{name: s, restartPolicy: Always, {starting(30)}}}, "
                f"{{name: i, {starting(9)}}}], ",
            ),
            {},
            fail("/spec/progressDeadlineSeconds", "progressDeadlineSeconds is 60, but a pod may start for 60 s"),
            id="a sidecar starts first",
        ),
        pytest.param(
            workload("progressDeadlineSeconds: soon, "),
            {},
            ["not evaluated Deployment/d: /spec/progressDeadlineSeconds is a text, not a whole number"],
            id="a text",
        ),
    ],
)
def test_rollout(said: Any, text: str, parameters: dict[str, Any], expected: list[str]) -> None:
    assert said(RULE, text, parameters) == expected


def test_what_the_api_server_refuses_is_one_finding(said: Any) -> None:
    text = workload("replicas: 2, strategy: {type: Recreate, rollingUpdate: {maxSurge: 1}}, ")
    expected = fail(ROLLING, "strategy is Recreate and has rollingUpdate too, which the API server refuses")
    assert said(RULE, text) == expected
