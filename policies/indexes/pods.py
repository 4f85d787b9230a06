"""Whose pods a selector matches, with the labels that controllers add when they make the pods."""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from policies.workload.selector import Requirement, Selector
from policies.workload.workload import Workload
from policies.world import World

# Labels that a controller writes on the pods of these kinds, whatever the template says.
_ADDED = {
    "Deployment": ("pod-template-hash",),
    "ReplicaSet": ("pod-template-hash",),
    "Rollout": ("rollouts-pod-template-hash",),
    "StatefulSet": ("statefulset.kubernetes.io/pod-name", "apps.kubernetes.io/pod-index", "controller-revision-hash"),
    "DaemonSet": ("controller-revision-hash", "pod-template-generation"),
    "Job": (
        "job-name",
        "controller-uid",
        "batch.kubernetes.io/job-name",
        "batch.kubernetes.io/controller-uid",
        "batch.kubernetes.io/job-completion-index",
    ),
}
_ADDED["CronJob"] = _ADDED["ScaledJob"] = _ADDED["Job"]
_NAMED_BY = {"statefulset.kubernetes.io/pod-name": r"-\d+", "job-name": "", "batch.kubernetes.io/job-name": ""}


def holds(requirement: Requirement, workload: Workload) -> bool:
    """Whether some pod of the workload can meet the requirement."""
    key, kind = requirement.key, workload.object.kind
    if kind == "Cluster" and key not in workload.pod.labels and (key.startswith("cnpg.io/") or key == "role"):
        return requirement.operator != "DoesNotExist"
    if key not in _ADDED.get(kind, ()) or key in workload.pod.labels:
        return requirement.holds(workload.pod.labels)
    if requirement.operator == "In" and key in _NAMED_BY and kind in ("StatefulSet", "Job"):
        name = re.compile(re.escape(workload.object.name) + _NAMED_BY[key])
        return any(name.fullmatch(value) for value in requirement.values)
    return requirement.operator != "DoesNotExist"


def matches(selector: Selector, workload: Workload) -> bool:
    """Whether the selector matches some pod of the workload."""
    return all(holds(requirement, workload) for requirement in selector.requirements)


@dataclass(frozen=True, slots=True)
class Pods:
    """The readable workloads by namespace and label, each list sorted by name, and those that can't be read."""

    by_label: Mapping[tuple[str, str, str], list[Workload]]
    by_namespace: Mapping[str, list[Workload]]
    by_name: Mapping[tuple[str, str], list[Workload]]
    anywhere: Mapping[tuple[str, str], list[Workload]]
    unreadable: Mapping[str, Workload]

    def selected(self, namespace: str, selector: Selector) -> Iterator[Workload]:
        """The workloads of the namespace some of whose pods match, by name."""
        return (workload for workload in self._candidates(namespace, selector) if matches(selector, workload))

    def elsewhere(self, namespace: str, selector: Selector) -> Workload | None:
        """A workload of another namespace whose pods match, where the selector names a label and its value."""
        for requirement in selector.requirements:
            if requirement.operator == "In" and len(requirement.values) == 1:
                candidates = self.anywhere.get((requirement.key, next(iter(requirement.values))), [])
                others = (each for each in candidates if each.object.namespace != namespace)
                return next((each for each in others if matches(selector, each)), None)
        return None

    def _candidates(self, namespace: str, selector: Selector) -> Iterable[Workload]:
        everything = self.by_namespace.get(namespace, [])
        lists = [
            self.by_label.get((namespace, requirement.key, next(iter(requirement.values))), [])
            for requirement in selector.requirements
            if requirement.operator == "In" and len(requirement.values) == 1 and not _is_added(requirement.key)
        ]
        return min([everything, *lists], key=len)


def _is_added(key: str) -> bool:
    return key.startswith("cnpg.io/") or key == "role" or any(key in keys for keys in _ADDED.values())


def pods(world: World) -> Pods:
    """For `World.index`."""
    by_label: dict[tuple[str, str, str], list[Workload]] = {}
    by_namespace: dict[str, list[Workload]] = {}
    by_name: dict[tuple[str, str], list[Workload]] = {}
    anywhere: dict[tuple[str, str], list[Workload]] = {}
    readable = [workload for workload in world.workloads if not workload.unreadable]
    for workload in sorted(readable, key=lambda each: (each.object.name, each.object.kind)):
        namespace = workload.object.namespace
        by_namespace.setdefault(namespace, []).append(workload)
        by_name.setdefault((namespace, workload.object.name), []).append(workload)
        for key, value in workload.pod.labels.items():
            by_label.setdefault((namespace, key, value), []).append(workload)
            anywhere.setdefault((key, value), []).append(workload)
    unreadable = {each.object.namespace: each for each in world.workloads if each.unreadable}
    return Pods(by_label, by_namespace, by_name, anywhere, unreadable)
