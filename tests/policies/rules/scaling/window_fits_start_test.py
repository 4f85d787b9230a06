"""scaling/window-fits-start: the window beside the start."""

from typing import Any

import pytest

from policies.rules.scaling.window_fits_start import RULE

PASS = ["pass Deployment/d"]


def workload(loads: str | None) -> str:
    facts = "" if loads is None else f", annotations: {{roadstead.dev/loads-within: {loads}}}"
    template = "template: {spec: {containers: [{name: c}]}}"
    return f"{{apiVersion: apps/v1, kind: Deployment, metadata: {{name: d{facts}}}, spec: {{{template}}}}}"


def hpa(down: str = "") -> str:
    behavior = f", behavior: {{scaleDown: {{{down}}}}}" if down else ""
    return f"""
---
{{apiVersion: autoscaling/v2, kind: HorizontalPodAutoscaler, metadata: {{name: h}},
 spec: {{scaleTargetRef: {{kind: Deployment, name: d}}{behavior}}}}}
"""


def short(window: int, start: int, delay: int = 60) -> list[str]:
    return [
        "fail HorizontalPodAutoscaler/h /spec/behavior/scaleDown/stabilizationWindowSeconds: "
        f"stabilizationWindowSeconds is {window}, "
        f"but a pod of Deployment/d takes {start} s to start and its metric {delay} s to show it"
    ]


@pytest.mark.parametrize(
    ("text", "parameters", "expected"),
    [
        pytest.param(workload("4m") + hpa(), {}, PASS, id="the default of 300 is just enough"),
        pytest.param(workload("241s") + hpa(), {}, short(300, 241), id="a second short"),
        pytest.param(workload("4m") + hpa("stabilizationWindowSeconds: 0"), {}, short(0, 240), id="no window"),
        pytest.param(workload("4m") + hpa("stabilizationWindowSeconds: 299"), {}, short(299, 240), id="a written one"),
        pytest.param(workload("4m") + hpa(), {"metric_delay": 61}, short(300, 240, 61), id="a slower metric"),
        pytest.param(workload("9m") + hpa("selectPolicy: Disabled"), {}, PASS, id="it never shrinks"),
        pytest.param(workload("9m"), {}, [], id="no autoscaler"),
        pytest.param(
            workload("9m").replace("{name: d", "{name: other") + "\n---\n" + workload("4m") + hpa(),
            {},
            PASS,
            id="beside one without",
        ),
        pytest.param(
            workload(None) + hpa(),
            {},
            ["not evaluated Deployment/d: no annotation roadstead.dev/loads-within says how long a start takes"],
            id="no fact",
        ),
        pytest.param(
            workload("4m") + hpa("stabilizationWindowSeconds: long"),
            {},
            [
                "not evaluated Deployment/d: HorizontalPodAutoscaler/h: "
                "/spec/behavior/scaleDown/stabilizationWindowSeconds is a text, not a whole number"
            ],
            id="a window that can't be read",
        ),
        pytest.param(
            workload("soon") + hpa(),
            {},
            [
                "not evaluated Deployment/d: annotation roadstead.dev/loads-within: "
                "'soon' is no duration: write a number and s, m or h, as in 90s, 10m or 1h30m"
            ],
            id="a fact that is no duration",
        ),
    ],
)
def test_window_fits_start(said: Any, text: str, parameters: dict[str, Any], expected: list[str]) -> None:
    assert said(RULE, text, parameters) == expected


def test_it_is_off_until_it_is_switched_on() -> None:
    assert RULE.profile is None
