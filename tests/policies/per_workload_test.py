"""The loop that most rules share."""

from collections.abc import Iterator, Mapping
from typing import Any

from policies.objects import Object
from policies.per_workload import per_workload
from policies.rule import Outcome, Verdict, failed
from policies.workload.field import Field
from policies.workload.workload import Workload
from policies.world import World


def pod(**spec: Any) -> World:
    return World((Object({"apiVersion": "v1", "kind": "Pod", "metadata": {"name": "p"}, "spec": spec}),))


def check(world: World, workload: Workload, parameters: Mapping[str, Any]) -> Iterator[Verdict]:
    if Field(workload.pod.spec).at("hostPID").boolean():
        yield failed(workload.object, "hostPID is true", "/spec/hostPID")


def applies(workload: Workload, parameters: Mapping[str, Any]) -> bool:
    return Field(workload.pod.spec).at("os", "name").text() != "windows"


def outcomes(world: World) -> list[tuple[Outcome, str]]:
    verdicts = per_workload(check, applies)(world, {})
    return [(verdict.outcome, verdict.message or verdict.why_not) for verdict in verdicts]


def test_nothing_to_say_is_a_pass() -> None:
    assert outcomes(pod(hostPID=False)) == [(Outcome.PASS, "")]


def test_a_finding_stands_alone() -> None:
    assert outcomes(pod(hostPID=True)) == [(Outcome.FAIL, "hostPID is true")]


def test_what_does_not_apply_is_not_spoken_of() -> None:
    assert outcomes(pod(os={"name": "windows"}, hostPID=True)) == []


def test_a_wrong_type_that_the_check_meets_is_told() -> None:
    assert outcomes(pod(hostPID="yes")) == [(Outcome.NOT_EVALUATED, "/hostPID is a text, not true or false")]


def test_a_wrong_type_that_decides_whether_the_rule_applies_is_told() -> None:
    assert outcomes(pod(os=[])) == [(Outcome.NOT_EVALUATED, "/os is a list, not a mapping")]


def test_a_workload_that_cannot_be_read_is_told() -> None:
    assert outcomes(pod(containers=7)) == [(Outcome.NOT_EVALUATED, "/spec/containers is the number 7, not a list")]
