"""All objects that are judged together, with the indexes that rules look things up in."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, fields
from functools import cached_property
from typing import Any, TypeVar, cast

from policies.objects import Object
from policies.sources import Sources
from policies.workload.autoscaler import Autoscaler, read_autoscaler
from policies.workload.budget import Budget, read_budget
from policies.workload.limit_range import Defaults, read_defaults
from policies.workload.quota import Quota, read_quota
from policies.workload.selector import Selector
from policies.workload.workload import Workload, read_workload

_Read = TypeVar("_Read")
_Key = TypeVar("_Key")
_Item = TypeVar("_Item")


@dataclass(frozen=True, slots=True)
class Bound:
    """A number of replicas, and the field that sets it.

    `written` is False where Kubernetes' default counts. `unreadable` is "" or why the number could not be read.
    """

    value: int
    written: bool
    object: Object
    field: str
    unreadable: str = ""


@dataclass(frozen=True, eq=False)
class World:
    """The objects of one environment, the facts stated about it, and the Kubernetes version ("1.35") it runs.

    Facts are what `policies.yaml` states. Of the nodes that all workloads share: `gpus` (whole GPUs), `nodes` (how
    many), `cpu` and `memory` (quantities: what all nodes together can allocate), `pods` (how many they take at most).
    `closed`: nothing else lives in the namespaces. `sources` are the files they were rendered from, None where only
    objects are given.
    `environments` are the worlds of all named environments of the run, this one too: a rule of Scope.ENVIRONMENTS
    compares `environment`, the name of this one, with them. `partial`: only some paths of a repository were read.
    Indexes are built once, when first asked for, in time linear in the objects.
    """

    objects: tuple[Object, ...]
    facts: Mapping[str, Any] = field(default_factory=dict)
    kubernetes: str = "1.35"
    sources: Sources | None = None
    environment: str | None = None
    environments: Mapping[str, "World"] = field(default_factory=dict)
    partial: bool = False

    def holds_all_of(self, namespace: str) -> bool:
        """Whether what is not among the objects is not in this namespace: a `partial` run that looked at the namespace
        itself looked at all of it."""
        return not self.partial or bool(self.named("Namespace", namespace))

    def let_go(self) -> None:
        """Say that nobody asks for now: what can be worked out again need not stay in memory."""
        for name in self.__dict__.keys() - {each.name for each in fields(self)}:
            del self.__dict__[name]
        for item in self.objects:
            item.let_go()

    @cached_property
    def members(self) -> frozenset[Object]:
        """The objects as a set: files that rules speak of are not among them."""
        return frozenset(self.objects)

    @cached_property
    def _indexes(self) -> dict[Callable[["World"], object], object]:
        return {}

    def index(self, build: Callable[["World"], _Read]) -> _Read:
        """What `build` makes of this world, built once: the place for an index that only a few rules need."""
        if build not in self._indexes:
            self._indexes[build] = build(self)
        return cast("_Read", self._indexes[build])

    @cached_property
    def _by_kind(self) -> Mapping[str, list[Object]]:
        return _grouped(self.objects, lambda item: item.kind)

    def of_kind(self, *kinds: str) -> Iterator[Object]:
        """The objects of these kinds, in the order of the kinds and then of the input."""
        for kind in kinds:
            yield from self._by_kind.get(kind, ())

    @cached_property
    def _by_name(self) -> Mapping[tuple[str, str], list[Object]]:
        return _grouped(self.objects, lambda item: (item.kind, item.name))

    def named(self, kind: str, name: str) -> list[Object]:
        """The objects of this kind and name, in all namespaces."""
        return self._by_name.get((kind, name), [])

    @cached_property
    def workloads(self) -> tuple[Workload, ...]:
        """Everything that runs pods."""
        return _read_all(self.objects, read_workload)

    @cached_property
    def _workloads_by_namespace(self) -> Mapping[str, list[Workload]]:
        return _grouped(self.workloads, lambda workload: workload.object.namespace)

    def workloads_in(self, namespace: str) -> list[Workload]:
        return self._workloads_by_namespace.get(namespace, [])

    @cached_property
    def autoscalers(self) -> tuple[Autoscaler, ...]:
        return _read_all(self.objects, read_autoscaler)

    @cached_property
    def _autoscalers_by_target(self) -> Mapping[tuple[str, str, str], list[Autoscaler]]:
        return _grouped(self.autoscalers, lambda item: (item.object.namespace, item.target.kind, item.target.name))

    def autoscaler_of(self, workload: Workload) -> Autoscaler | None:
        """The first autoscaler that names this workload by kind and name in its namespace, if any."""
        item = workload.object
        found = self._autoscalers_by_target.get((item.namespace, item.kind, item.name), [])
        return found[0] if found else None

    @cached_property
    def budgets(self) -> tuple[Budget, ...]:
        return _read_all(self.objects, read_budget)

    @cached_property
    def _selections(self) -> Mapping[Budget, tuple[Workload, ...]]:
        return {budget: tuple(self._selected(budget)) for budget in self.budgets}

    def _selected(self, budget: Budget) -> Iterator[Workload]:
        if budget.selector is not None:
            for workload in self._candidates(budget.object.namespace, budget.selector):
                if budget.selector.matches(workload.pod.labels):
                    yield workload

    @cached_property
    def _workloads_by_label(self) -> Mapping[tuple[str, str, str], list[Workload]]:
        index: dict[tuple[str, str, str], list[Workload]] = {}
        for workload in self.workloads:
            for key, value in workload.pod.labels.items():
                index.setdefault((workload.object.namespace, key, value), []).append(workload)
        return index

    def _candidates(self, namespace: str, selector: Selector) -> Iterable[Workload]:
        """The readable workloads worth matching: those of the rarest label that the selector names, if it names one."""
        lists = [
            self._workloads_by_label.get((namespace, requirement.key, next(iter(requirement.values))), [])
            for requirement in selector.requirements
            if requirement.operator == "In" and len(requirement.values) == 1
        ]
        if lists:
            return min(lists, key=len)
        return (workload for workload in self.workloads_in(namespace) if not workload.unreadable)

    def selected_by(self, budget: Budget) -> tuple[Workload, ...]:
        """The workloads whose pods a budget selects, in its namespace."""
        return self._selections[budget]

    @cached_property
    def _budgets_by_workload(self) -> Mapping[Workload, list[Budget]]:
        pairs = ((budget, workload) for budget, found in self._selections.items() for workload in found)
        index: dict[Workload, list[Budget]] = {}
        for budget, workload in pairs:
            index.setdefault(workload, []).append(budget)
        return index

    def budgets_of(self, workload: Workload) -> list[Budget]:
        """The budgets that select this workload's pods, in the order of the input."""
        return self._budgets_by_workload.get(workload, [])

    @cached_property
    def quotas(self) -> tuple[Quota, ...]:
        return _read_all(self.objects, read_quota)

    @cached_property
    def _defaults(self) -> Mapping[str, Defaults]:
        limit_ranges = _grouped(self.of_kind("LimitRange"), lambda item: item.namespace)
        return {namespace: read_defaults(found) for namespace, found in limit_ranges.items()}

    def defaults_in(self, namespace: str) -> Defaults:
        """What LimitRanges give to containers of a namespace."""
        return self._defaults.get(namespace, Defaults())

    def minimum(self, workload: Workload) -> Bound:
        """The effective minimum: that of the autoscaler that targets the workload, else its own replicas."""
        scaler = self.autoscaler_of(workload)
        if scaler is None:
            return _own_replicas(workload)
        value = scaler.kind.absent_minimum if scaler.minimum is None else scaler.minimum
        written = scaler.minimum is not None
        return Bound(value, written, scaler.object, scaler.minimum_pointer, scaler.unreadable)

    def least(self, workload: Workload) -> Bound:
        """The fewest pods that ever run: the effective minimum, or what an idle ScaledObject keeps instead."""
        scaler = self.autoscaler_of(workload)
        if scaler is None or scaler.idle is None:
            return self.minimum(workload)
        return Bound(scaler.idle, True, scaler.object, scaler.idle_pointer, scaler.unreadable)

    def maximum(self, workload: Workload) -> Bound:
        """The effective maximum, found in the same way; an autoscaler without one holds its minimum."""
        scaler = self.autoscaler_of(workload)
        if scaler is None:
            return _own_replicas(workload)
        value = scaler.kind.absent_maximum if scaler.maximum is None else scaler.maximum
        value = self.minimum(workload).value if value is None else value
        written = scaler.maximum is not None
        return Bound(value, written, scaler.object, scaler.maximum_pointer, scaler.unreadable)


def _own_replicas(workload: Workload) -> Bound:
    written = workload.replicas
    value = workload.kind.absent if written is None else written
    return Bound(value, written is not None, workload.object, workload.replicas_pointer)


def _read_all(objects: Iterable[Object], read: Callable[[Object], _Read | None]) -> tuple[_Read, ...]:
    return tuple(found for found in map(read, objects) if found is not None)


def _grouped(items: Iterable[_Item], key: Callable[[_Item], _Key]) -> dict[_Key, list[_Item]]:
    groups: dict[_Key, list[_Item]] = {}
    for item in items:
        groups.setdefault(key(item), []).append(item)
    return groups
