"""What is said where a selector matches no pods among the objects."""

import re

from policies.indexes.absence import is_closed
from policies.indexes.near_names import LABEL, near_labels
from policies.indexes.pods import holds, pods
from policies.indexes.present import present
from policies.objects import Object
from policies.rule import Verdict, failed, not_evaluated
from policies.workload.selector import Requirement, Selector
from policies.workload.workload import Workload
from policies.world import World

_DYNAMIC = re.compile("role|master|primary|leader|active")


def unselecting(
    world: World, owner: Object, namespace: str, selector: Selector, field: str, *, needed: bool = True
) -> Verdict | None:
    """The verdict on `owner`, whose selector at `field` matches no workload of the namespace.

    Of what is not `needed`, because pods may come later or from elsewhere, only a near miss is told.
    """
    if not world.holds_all_of(namespace):
        why = f"of namespace {namespace} only a part was read, and its pods may stand in the rest"
        return not_evaluated(owner, why, field) if needed else None
    index = world.index(pods)
    shown = shown_selector(selector)
    twin = _misspelt(world, owner, namespace, selector)
    if twin is not None:
        workload, requirement = twin
        return failed(
            owner, f"{shown} matches no pods: those of {workload.short} {_have(workload, requirement)}", field
        )
    if needed:
        other = index.elsewhere(namespace, selector)
        if other is not None and not _has_twin(world, owner, other.object.namespace):
            message = f"{shown} matches no pods in namespace {namespace}, but those of {other.short} in "
            return failed(owner, message + other.object.namespace, field, fix="Put both into one namespace.")
    if not needed:
        return None
    if namespace in index.unreadable:
        return not_evaluated(owner, f"{index.unreadable[namespace].short}: {index.unreadable[namespace].unreadable}")
    chart = world.index(present).charts.get(namespace)
    if is_closed(world, owner, namespace) and chart is None:
        return failed(owner, f"{shown} matches no pods", field)
    return not_evaluated(owner, "its pods are not among the objects judged", field)


def shown_selector(selector: Selector) -> str:
    """The selector as kubectl prints one: app=web,tier in (a, b)."""
    return "selector " + ",".join(_shown(each) for each in selector.requirements)


def _shown(requirement: Requirement) -> str:
    values = ", ".join(sorted(requirement.values))
    match requirement.operator:
        case "In" if len(requirement.values) == 1:
            return f"{requirement.key}={values}"
        case "In":
            return f"{requirement.key} in ({values})"
        case "NotIn":
            return f"{requirement.key} notin ({values})"
        case "Exists":
            return requirement.key
        case _:
            return f"!{requirement.key}"


def _misspelt(world: World, owner: Object, namespace: str, selector: Selector) -> tuple[Workload, Requirement] | None:
    """The workload that was meant, and the first line that its pods do not meet.

    It is meant if it has the name of the Service, or if one slip of the hand in one value makes the selector match. A
    label on a role may be set while the pod runs: nobody can say that it is missing.
    """
    index = world.index(pods)
    namesakes = index.by_name.get((namespace, owner.name), ()) if owner.kind == "Service" else ()
    for workload in namesakes:
        unmet = [each for each in selector.requirements if not holds(each, workload)]
        if all(each.operator in ("In", "Exists") and not _is_dynamic(each, workload) for each in unmet):
            return workload, unmet[0]
    for requirement in selector.requirements:
        near = _near_value(world, namespace, requirement)
        for workload in index.by_label.get((namespace, requirement.key, near), ()):
            if all(each is requirement or holds(each, workload) for each in selector.requirements):
                return workload, requirement
    return None


def _is_dynamic(requirement: Requirement, workload: Workload) -> bool:
    return requirement.key not in workload.pod.labels and _DYNAMIC.search(requirement.key) is not None


def _near_value(world: World, namespace: str, requirement: Requirement) -> str:
    if requirement.operator != "In" or len(requirement.values) != 1:
        return ""
    value = next(iter(requirement.values))
    return world.index(near_labels).near(LABEL, requirement.key, namespace, value) or ""


def _have(workload: Workload, requirement: Requirement) -> str:
    value = workload.pod.labels.get(requirement.key)
    return f"have no label {requirement.key}" if value is None else f"have {requirement.key}={value}"


def _has_twin(world: World, owner: Object, namespace: str) -> bool:
    """Whether the other namespace has such an object of its own, so that this one is not meant for those pods."""
    return any(item.namespace == namespace for item in world.named(owner.kind, owner.name))
