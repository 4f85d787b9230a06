"""A budget says one thing, and the API server takes it."""

import re
from collections.abc import Iterator, Mapping
from typing import Any

from policies.answer import kube_score
from policies.objects import Object
from policies.per_workload import settled
from policies.rule import Kind, Parameter, Profile, Rule, Severity, Verdict, failed, not_evaluated
from policies.workload.field import Field, UnreadableError
from policies.world import World

# ValidatePodDisruptionBudgetSpec of Kubernetes: a whole number from 0, or digits and a per cent sign up to 100%.
_PERCENTAGE = re.compile(r"([0-9]{1,9})%")
_LARGEST = 2**31 - 1
_FIELDS = ("minAvailable", "maxUnavailable")


def _judge(world: World, parameters: Mapping[str, Any]) -> Iterator[Verdict]:
    for item in world.of_kind("PodDisruptionBudget"):
        if item.group != "policy":
            continue
        try:
            yield from settled(item, _check(item, parameters))
        except UnreadableError as error:
            yield not_evaluated(item, str(error))


def _check(item: Object, parameters: Mapping[str, Any]) -> Iterator[Verdict]:
    spec = Field(item.body).at("spec")
    written = [name for name in _FIELDS if spec.at(name).value is not None]
    if len(written) == 2:
        message = "both minAvailable and maxUnavailable are written, which the API server refuses"
        yield failed(item, message, "/spec/minAvailable", fix="Keep one, maxUnavailable where you can.")
    elif not written:
        message = "neither minAvailable nor maxUnavailable is written, so that no pod may be evicted"
        yield failed(item, message, "/spec/maxUnavailable")
    else:
        fact = _fault(written[0], spec.at(written[0]).value, parameters)
        if fact:
            yield failed(item, fact, spec.at(written[0]).pointer)


def _fault(name: str, value: Any, parameters: Mapping[str, Any]) -> str:
    """What is wrong with the value, "" for nothing."""
    if isinstance(value, int) and not isinstance(value, bool) and abs(value) <= _LARGEST:
        return _fault_of_number(name, value, parameters)
    percentage = _PERCENTAGE.fullmatch(value) if isinstance(value, str) else None
    if percentage is None:
        return f"{name} is neither a whole number nor a percentage such as 25%"
    if int(percentage[1]) > 100:
        return f"{name} is {value}, above 100%"
    if parameters["percentage"] == "forbidden":
        return f"{name} is {value}, a percentage"
    least = parameters["max_unavailable_at_least"] or 0
    return _too_low(name, value, least if int(percentage[1]) else 0, parameters)


def _fault_of_number(name: str, value: int, parameters: Mapping[str, Any]) -> str:
    if value < 0:
        return f"{name} is {value}, below 0"
    if parameters["percentage"] == "required":
        return f"{name} is {value}, no percentage"
    return _too_low(name, value, value, parameters)


def _too_low(name: str, value: int | str, pods: int, parameters: Mapping[str, Any]) -> str:
    """`pods` are those that may go at least: a percentage above 0 rounds up to one, or to as many as are asked for."""
    least = parameters["max_unavailable_at_least"]
    if name == "minAvailable" or least is None or pods >= least:
        return ""
    return f"{name} is {value}, at least {least} is demanded"


RULE = Rule(
    id="disruption/budget-valid",
    demands="A budget has exactly one of minAvailable and maxUnavailable, a whole number or a percentage up to 100%.",
    why="The API server refuses both at once, numbers below 0 and percentages above 100%. Neither it takes, and then "
    "the disruption controller expects no pods and lets none go: a drain hangs for ever.",
    fix="Write maxUnavailable: 1.",
    bad="""
apiVersion: policy/v1
kind: PodDisruptionBudget
metadata: {name: backend}
spec:
  minAvailable: 1
  maxUnavailable: 1
  selector: {matchLabels: {app: backend}}
""",
    good="""
apiVersion: policy/v1
kind: PodDisruptionBudget
metadata: {name: backend}
spec:
  maxUnavailable: 1
  selector: {matchLabels: {app: backend}}
""",
    severity=Severity.ERROR,
    profile=Profile.ESSENTIAL,
    answers=(*kube_score("poddisruptionbudget-has-policy"),),
    judge=_judge,
    parameters=(
        Parameter(
            "max_unavailable_at_least", Kind.INTEGER, None, "The least maxUnavailable; a percentage above 0 is one pod."
        ),
        Parameter(
            "percentage",
            Kind.CHOICE,
            "allowed",
            "Whether the budget may, must or must not be a percentage.",
            ("allowed", "required", "forbidden"),
        ),
    ),
)
