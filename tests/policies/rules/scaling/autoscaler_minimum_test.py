"""scaling/autoscaler-minimum: the autoscaler's own word, whatever it scales."""

from typing import Any

import pytest

from policies.rules.scaling.autoscaler_minimum import RULE

FAIL = "fail HorizontalPodAutoscaler/h /spec/minReplicas: minReplicas is "


def hpa(spec: str) -> str:
    head = "apiVersion: autoscaling/v2, kind: HorizontalPodAutoscaler, metadata: {name: h}"
    return f"{{{head}, spec: {{{spec}scaleTargetRef: {{kind: Deployment, name: d}}}}}}"


def scaled_object(spec: str) -> str:
    head = "apiVersion: keda.sh/v1alpha1, kind: ScaledObject, metadata: {name: k}"
    return f"{{{head}, spec: {{{spec}scaleTargetRef: {{name: d}}}}}}"


PASS = ["pass HorizontalPodAutoscaler/h"]


@pytest.mark.parametrize(
    ("text", "parameters", "expected"),
    [
        pytest.param(hpa("minReplicas: 2, "), {}, PASS, id="enough"),
        pytest.param(hpa("minReplicas: 1, "), {}, [FAIL + "1, at least 2 are demanded"], id="too few"),
        pytest.param(hpa(""), {}, [FAIL + "absent, which is 1, at least 2 are demanded"], id="absent is 1"),
        pytest.param(hpa(""), {"min": 1}, PASS, id="which may be enough"),
        pytest.param(hpa(""), {"absent": "pass"}, PASS, id="absent passes if told so"),
        pytest.param(hpa(""), {"absent": "fail", "min": 1}, [FAIL + "not written"], id="or fails"),
        pytest.param(hpa("minReplicas: 1, "), {"absent": "pass"}, [FAIL + "1, at least 2 are demanded"], id="written"),
        pytest.param(hpa("minReplicas: 2, "), {"absent": "fail"}, PASS, id="and enough"),
        pytest.param(
            scaled_object(""),
            {"min": 1},
            [
                "fail ScaledObject/k /spec/minReplicaCount: "
                "minReplicaCount is absent, which is 0, at least 1 are demanded"
            ],
            id="KEDA's absent minimum is 0",
        ),
        pytest.param(scaled_object("minReplicaCount: 2, "), {}, ["pass ScaledObject/k"], id="KEDA's minimum"),
        pytest.param(
            hpa("minReplicas: few, "),
            {},
            ["not evaluated HorizontalPodAutoscaler/h: /spec/minReplicas is a text, not a whole number"],
            id="a text",
        ),
    ],
)
def test_autoscaler_minimum(said: Any, text: str, parameters: dict[str, Any], expected: list[str]) -> None:
    assert said(RULE, text, parameters) == expected


def test_it_is_off_until_it_is_switched_on() -> None:
    assert RULE.profile is None
    assert RULE.singleton_waives


def test_an_unwritten_minimum_is_read_as_kubernetes_does() -> None:
    assert RULE.defaults == {"min": 2, "absent": 1}
    assert RULE.parameters[1].choices == (1, "pass", "fail")
