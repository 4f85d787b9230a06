"""references/selector-is-exclusive: whose pods a selector catches, and who is told."""

from typing import Any

import pytest

from policies.rules.references.selector_is_exclusive import RULE


def deployment(name: str, selector: str, labels: str, kind: str = "Deployment", namespace: str = "default") -> str:
    return (
        f"{{apiVersion: apps/v1, kind: {kind}, metadata: {{name: {name}, namespace: {namespace}}}, spec: {{selector: "
        f"{{matchLabels: {selector}}}, template: {{metadata: {{labels: {labels}}}, "
        "spec: {containers: [{name: c}]}}}}\n---\n"
    )


def job(labels: str, namespace: str = "default") -> str:
    return (
        f"{{apiVersion: batch/v1, kind: Job, metadata: {{name: j, namespace: {namespace}}}, spec: {{template: "
        f"{{metadata: {{labels: {labels}}}, spec: {{containers: [{{name: c}}]}}}}}}}}\n---\n"
    )


A = deployment("a", "{app: x}", "{app: x}")
B = deployment("b", "{app: x}", "{app: x}")


def told(name: str, other: str, kind: str = "Deployment") -> str:
    return f"fail {kind}/{name} /spec/selector: selector app=x matches the pods of {other} too"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param(A, ["pass Deployment/a"], id="its own pods"),
        pytest.param(A + job("{app: y}"), ["pass Deployment/a"], id="other pods"),
        pytest.param(A + job("{app: x, part: job}"), [told("a", "Job/j")], id="a Job's pods"),
        pytest.param(A + job("{app: x}", "shop"), ["pass Deployment/a"], id="in another namespace"),
        pytest.param(A + B, ["pass Deployment/a", told("b", "Deployment/a")], id="a pair is told of the later"),
        pytest.param(B + A, [told("b", "Deployment/a"), "pass Deployment/a"], id="whatever stands first"),
        pytest.param(
            A + deployment("b", "{app: x, track: canary}", "{app: x, track: canary}"),
            [told("a", "Deployment/b"), "pass Deployment/b"],
            id="only one selects the other's",
        ),
        pytest.param(
            deployment("b", "{app: x}", "{app: x, track: stable}")
            + deployment("a", "{app: x, track: canary}", "{app: x, track: canary}"),
            [told("b", "Deployment/a"), "pass Deployment/a"],
            id="only the later one selects the other's",
        ),
        pytest.param(
            A + deployment("a", "{app: x}", "{app: x}", "StatefulSet"),
            ["pass Deployment/a", told("a", "Deployment/a", "StatefulSet")],
            id="the same name, by kind",
        ),
        pytest.param(
            deployment("d", "{app: x}", "{app: x}", "DaemonSet") + job("{app: x}"),
            [told("d", "Job/j", "DaemonSet")],
            id="a DaemonSet",
        ),
        pytest.param(
            deployment("d", "{app: x}", "{app: x}", "ReplicaSet") + job("{app: x}"),
            [told("d", "Job/j", "ReplicaSet")],
            id="a ReplicaSet",
        ),
        pytest.param(
            A + job("{app: x}") + B,
            [told("a", "Job/j"), told("b", "Deployment/a")],
            id="one finding each",
        ),
        pytest.param(job("{app: x}"), [], id="a Job has no selector to share"),
        pytest.param(
            deployment("a", "{app: x}", "{app: y}") + job("{app: x}"),
            ["pass Deployment/a"],
            id="what does not match its own pods is another fault",
        ),
        pytest.param(
            deployment("a", "{}", "{app: x}") + job("{app: x}"), ["pass Deployment/a"], id="so is an empty selector"
        ),
        pytest.param(
            A + deployment("b", "{}", "{app: x}"),
            [told("a", "Deployment/b"), "pass Deployment/b"],
            id="the later one's empty selector tells of nothing",
        ),
        pytest.param(
            A + deployment("b", "5", "{app: x}"),
            [
                told("a", "Deployment/b"),
                "not evaluated Deployment/b: /spec/selector/matchLabels is the number 5, not a mapping",
            ],
            id="malformed",
        ),
        pytest.param(
            A.replace("selector: {matchLabels: {app: x}}, ", "") + job("{app: x}"), ["pass Deployment/a"], id="absent"
        ),
    ],
)
def test_selector_is_exclusive(said: Any, text: str, expected: list[str]) -> None:
    assert said(RULE, text) == expected
