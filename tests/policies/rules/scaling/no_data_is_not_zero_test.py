"""scaling/no-data-is-not-zero: triggers, and fallbacks that hold or do nothing."""

from typing import Any

import pytest

from policies.rules.scaling.no_data_is_not_zero import RULE

PASS = ["pass ScaledObject/k"]
TRIGGER = 'type: prometheus, metadata: {ignoreNullValues: "false"}'
FREEZE = "fallback: {failureThreshold: 3, replicas: 2, behavior: currentReplicas}, "
FIELD = "fail ScaledObject/k /spec/triggers/0/metadata/ignoreNullValues: ignoreNullValues is"
ZERO = "a query without a result counts as 0"


def scaled_object(trigger: str = TRIGGER, fallback: str = FREEZE, more: str = "minReplicaCount: 2, ") -> str:
    spec = f"{more}{fallback}triggers: [{{{trigger}}}], scaleTargetRef: {{name: d}}"
    return f"{{apiVersion: keda.sh/v1alpha1, kind: ScaledObject, metadata: {{name: k}}, spec: {{{spec}}}}}"


def fixed(replicas: int, behavior: str = "") -> str:
    return f"fallback: {{failureThreshold: 3, replicas: {replicas}{behavior}}}, "


def tolerance(text: str) -> str:
    block = f'{{horizontalPodAutoscalerConfig: {{behavior: {{scaleUp: {{tolerance: "{text}"}}}}}}}}'
    return f"minReplicaCount: 2, advanced: {block}, "


def nothing(replicas: int, least: int = 2) -> list[str]:
    fact = f"fallback to {replicas} is within the tolerance from {least}: nothing happens"
    return [f"fail ScaledObject/k /spec/fallback/replicas: {fact}"]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param(scaled_object(), PASS, id="both"),
        pytest.param(scaled_object("type: prometheus"), [f"{FIELD} not written: {ZERO}"], id="not written"),
        pytest.param(
            scaled_object('type: prometheus, metadata: {ignoreNullValues: "true"}'),
            [f"{FIELD} true: {ZERO}"],
            id="true",
        ),
        pytest.param(
            scaled_object("type: prometheus, metadata: {ignoreNullValues: []}"),
            [f"{FIELD} a list: {ZERO}"],
            id="a list",
        ),
        pytest.param(
            scaled_object("type: prometheus, metadata: {ignoreNullValues: false}"), PASS, id="false without quotes"
        ),
        *(
            pytest.param(scaled_object(f'type: prometheus, metadata: {{ignoreNullValues: "{word}"}}'), PASS, id=word)
            for word in ("False", "FALSE", "f", "F", "0")
        ),
        pytest.param(
            scaled_object(f"{TRIGGER}}}, {{type: prometheus"),
            [
                "fail ScaledObject/k /spec/triggers/1/metadata/ignoreNullValues: "
                f"ignoreNullValues is not written: {ZERO}"
            ],
            id="each trigger is asked",
        ),
        pytest.param(
            scaled_object(fallback=""),
            ["fail ScaledObject/k /spec/fallback: no fallback: without Prometheus it shrinks or stands still"],
            id="no fallback",
        ),
        pytest.param(
            scaled_object(fallback=fixed(0, ", behavior: currentReplicasIfHigher")), PASS, id="whichever is higher"
        ),
        pytest.param(scaled_object(fallback=fixed(2)), PASS, id="to the minimum"),
        pytest.param(
            scaled_object(fallback=fixed(1)),
            ["fail ScaledObject/k /spec/fallback/replicas: fallback has 1 replicas, fewer than the minimum of 2"],
            id="to less",
        ),
        pytest.param(
            scaled_object(fallback=fixed(0, ", behavior: static"), more=""),
            ["fail ScaledObject/k /spec/fallback/replicas: fallback has 0 replicas, fewer than the minimum of 1"],
            id="to none",
        ),
        pytest.param(scaled_object(fallback=fixed(1), more=""), PASS, id="to one from zero"),
        pytest.param(scaled_object(fallback=fixed(4), more=tolerance("1.0")), nothing(4), id="to the double"),
        pytest.param(scaled_object(fallback=fixed(5), more=tolerance("1.0")), PASS, id="to more"),
        pytest.param(scaled_object(fallback=fixed(3)), PASS, id="the default tolerance is small"),
        pytest.param(
            scaled_object(fallback=fixed(11), more="minReplicaCount: 10, "), nothing(11, 10), id="but there is one"
        ),
        pytest.param(
            scaled_object(fallback=fixed(12), more="minReplicaCount: 10, "), PASS, id="of a tenth and no more"
        ),
        pytest.param(scaled_object("type: cpu", fallback=""), [], id="another trigger"),
        pytest.param(
            "{apiVersion: autoscaling/v2, kind: HorizontalPodAutoscaler, metadata: {name: h}}\n---\n" + scaled_object(),
            PASS,
            id="beside another autoscaler",
        ),
        pytest.param(
            scaled_object(fallback="fallback: 2, "),
            ["not evaluated ScaledObject/k: /spec/fallback is the number 2, not a mapping"],
            id="a number",
        ),
        pytest.param(
            "{apiVersion: autoscaling/v2, kind: HorizontalPodAutoscaler, metadata: {name: h}}", [], id="not KEDA"
        ),
    ],
)
def test_no_data_is_not_zero(said: Any, text: str, expected: list[str]) -> None:
    assert said(RULE, text) == expected
