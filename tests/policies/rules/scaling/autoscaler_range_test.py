"""scaling/autoscaler-range: bounds that are refused, dead, or outside what is allowed."""

from typing import Any

import pytest

from policies.rules.scaling.autoscaler_range import RULE


def hpa(spec: str) -> str:
    target = "scaleTargetRef: {apiVersion: apps/v1, kind: Deployment, name: d}"
    head = "apiVersion: autoscaling/v2, kind: HorizontalPodAutoscaler, metadata: {name: h}"
    return f"{{{head}, spec: {{{spec}{target}}}}}"


def scaled_object(spec: str) -> str:
    return (
        "{apiVersion: keda.sh/v1alpha1, kind: ScaledObject, metadata: {name: k}, "
        f"spec: {{{spec}scaleTargetRef: {{name: d}}}}}}"
    )


HPA = "HorizontalPodAutoscaler/h"


@pytest.mark.parametrize(
    ("text", "parameters", "expected"),
    [
        pytest.param(hpa("minReplicas: 2, maxReplicas: 4, "), {}, [f"pass {HPA}"], id="a range"),
        pytest.param(hpa("maxReplicas: 4, "), {}, [f"pass {HPA}"], id="an absent minimum is 1"),
        pytest.param(
            hpa("minReplicas: 2, "), {}, [f"fail {HPA} /spec/maxReplicas: maxReplicas is not written"], id="no maximum"
        ),
        pytest.param(
            hpa("minReplicas: 4, maxReplicas: 2, "),
            {},
            [f"fail {HPA} /spec/minReplicas: minReplicas 4 is above maxReplicas 2"],
            id="upside down",
        ),
        pytest.param(
            hpa("minReplicas: 2, maxReplicas: 2, "),
            {},
            [f"fail {HPA} (info) /spec/maxReplicas: minReplicas 2 is maxReplicas 2: it never scales"],
            id="equal bounds are an info",
        ),
        pytest.param(
            hpa("minReplicas: 2, maxReplicas: 2, "), {"min_spread": 0}, [f"pass {HPA}"], id="unless they are asked for"
        ),
        pytest.param(
            hpa("minReplicas: 2, maxReplicas: 3, "),
            {"min_spread": 2},
            [f"fail {HPA} /spec/maxReplicas: maxReplicas 3 is less than 2 above minReplicas 2"],
            id="too narrow",
        ),
        pytest.param(
            hpa("minReplicas: 1, maxReplicas: 30, "),
            {"range": (2, 20)},
            [
                f"fail {HPA} /spec/minReplicas: minReplicas 1 is below 2",
                f"fail {HPA} /spec/maxReplicas: maxReplicas 30 is above 20",
            ],
            id="outside the range",
        ),
        pytest.param(
            hpa("minReplicas: 2, maxReplicas: 20, "), {"range": (2, 20)}, [f"pass {HPA}"], id="as wide as the range"
        ),
        pytest.param(scaled_object(""), {}, ["pass ScaledObject/k"], id="KEDA's defaults are 0 and 100"),
        pytest.param(
            scaled_object("minReplicaCount: 200, "),
            {},
            ["fail ScaledObject/k /spec/minReplicaCount: minReplicaCount 200 is above maxReplicaCount 100"],
            id="above KEDA's default",
        ),
        pytest.param(
            hpa("minReplicas: -1, maxReplicas: 4, "),
            {},
            [f"fail {HPA} /spec/minReplicas: minReplicas -1 is below 0"],
            id="a minimum below 0",
        ),
        pytest.param(
            hpa("minReplicas: 0, maxReplicas: 4, "), {}, [f"pass {HPA}"], id="a minimum of 0 has its own rule"
        ),
        pytest.param(
            hpa("minReplicas: 0, maxReplicas: 0, "),
            {},
            [f"fail {HPA} /spec/maxReplicas: maxReplicas 0 is below 1"],
            id="a maximum of 0",
        ),
        pytest.param(hpa("minReplicas: 0, maxReplicas: 1, "), {}, [f"pass {HPA}"], id="a maximum of 1"),
        pytest.param(
            scaled_object("minReplicaCount: 2, idleReplicaCount: 2, "),
            {},
            [
                "fail ScaledObject/k /spec/idleReplicaCount: "
                "idleReplicaCount 2 is not below minReplicaCount 2, which KEDA refuses"
            ],
            id="KEDA idles at the minimum",
        ),
        pytest.param(
            scaled_object("minReplicaCount: 2, idleReplicaCount: 1, "), {}, ["pass ScaledObject/k"], id="below it"
        ),
        pytest.param(
            scaled_object("idleReplicaCount: 0, "),
            {},
            [
                "fail ScaledObject/k /spec/idleReplicaCount: "
                "idleReplicaCount 0 is not below minReplicaCount 0, which KEDA refuses"
            ],
            id="at an absent minimum",
        ),
        pytest.param(
            hpa("maxReplicas: many, "),
            {},
            [f"not evaluated {HPA}: /spec/maxReplicas is a text, not a whole number"],
            id="no number",
        ),
        pytest.param(
            "{apiVersion: autoscaling/v2, kind: HorizontalPodAutoscaler, metadata: {name: h}}",
            {},
            [f"not evaluated {HPA}: /spec/scaleTargetRef names no kind or no name"],
            id="no target",
        ),
    ],
)
def test_autoscaler_range(said: Any, text: str, parameters: dict[str, Any], expected: list[str]) -> None:
    assert said(RULE, text, parameters) == expected
