"""Every workload's selector matches the pods that it makes."""

from collections.abc import Iterator, Mapping
from typing import Any

from manifests.pointer import child
from policies.answer import kube_linter, kube_score
from policies.indexes.selection import shown_selector
from policies.per_workload import per_workload
from policies.rule import Profile, Rule, Severity, Verdict, failed, not_evaluated
from policies.workload.field import UnreadableError
from policies.workload.own_selector import CONTROLLERS, OwnSelector, own_selector
from policies.workload.selector import Requirement, Selector
from policies.workload.workload import Workload
from policies.world import World

_JOBS = ("Job", "CronJob")


def _applies(workload: Workload, parameters: Mapping[str, Any]) -> bool:
    return workload.object.kind in (*CONTROLLERS, *_JOBS)


def _check(world: World, workload: Workload, parameters: Mapping[str, Any]) -> Iterator[Verdict]:
    try:
        own = own_selector(workload)
    except UnreadableError as error:
        yield not_evaluated(workload.object, str(error))
        return
    assert own is not None
    if workload.object.kind in _JOBS and not own.by_hand:
        if own.selector is not None:
            message = "a Job's selector is made by Kubernetes, and manualSelector is not true"
            yield failed(workload.object, message, own.pointer, fix="Remove the selector.")
        return
    if own.selector is None or not own.selector.requirements:
        found = "no selector" if own.selector is None else "an empty selector"
        yield failed(workload.object, found, own.pointer)
        return
    unmet = next((each for each in own.selector.requirements if not each.holds(workload.pod.labels)), None)
    if unmet is not None:
        have = workload.pod.labels.get(unmet.key)
        labels = f"no label {unmet.key}" if have is None else f"{unmet.key}={have}"
        shown = shown_selector(Selector((unmet,)))
        yield failed(workload.object, f"{shown}, but the pod template has {labels}", _pointer(own, unmet))


def _pointer(own: OwnSelector, unmet: Requirement) -> str:
    """The line of matchLabels; an expression has no name to stand under."""
    is_label = unmet.operator == "In" and len(unmet.values) == 1
    return child(f"{own.pointer}/matchLabels", unmet.key) if is_label else own.pointer


RULE = Rule(
    id="references/selector-matches-template",
    demands="A workload's selector is not empty and matches the labels of its own pod template.",
    why="The API refuses the object (`selector` does not match template `labels`), and as a selector can't be changed, "
    "a wrong one is put right only by making the workload anew.",
    fix="Give the pod template the labels that the selector names.",
    bad="""
apiVersion: apps/v1
kind: Deployment
metadata: {name: backend}
spec:
  selector: {matchLabels: {app: backend}}
  template:
    metadata: {labels: {app: api}}
    spec:
      containers: [{name: api, image: registry.example.com/backend:1.5.0}]
""",
    good="""
apiVersion: apps/v1
kind: Deployment
metadata: {name: backend}
spec:
  selector: {matchLabels: {app: backend}}
  template:
    metadata: {labels: {app: backend, track: stable}}
    spec:
      containers: [{name: api, image: registry.example.com/backend:1.5.0}]
""",
    severity=Severity.ERROR,
    profile=Profile.ESSENTIAL,
    answers=(
        *kube_linter("mismatching-selector"),
        *kube_score(
            "deployment-pod-selector-labels-match-template-metadata-labels",
            "statefulset-pod-selector-labels-match-template-metadata-labels",
        ),
    ),
    judge=per_workload(_check, _applies),
)
