"""The autoscalers of a lab in quick time, each recorded from the moment a test first asks for it until all are done."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from typing import Any

from tests.cluster.lab.lab import Lab
from tests.cluster.lab.waiting import until
from tests.cluster.scaling.loads import All, Percent, Shared, constant
from tests.cluster.scaling.pace import behavior_of, memory, paced
from tests.cluster.scaling.rounds import Trace, recorded
from tests.cluster.scaling.scaled import Scaled

_SETTLING = 90.0


@dataclass(frozen=True, slots=True)
class Case:
    """One component: put a load on it, and watch its rounds."""

    lab: Lab
    scaled: Scaled
    trace: Trace
    loads: All
    behavior: Mapping[str, Any]

    @property
    def memory(self) -> int:
        """After so many seconds the controller knows nothing of what was before."""
        return memory(self.behavior)

    def constant(self, percent: float) -> None:
        self.loads.put(self.scaled, constant(percent))

    def shared(self, total: float) -> None:
        self.loads.put(self.scaled, Shared(self.lab, self.scaled.component, total))

    def put(self, load: Percent) -> None:
        self.loads.put(self.scaled, load)

    def rest(self) -> None:
        """A load at which nothing moves."""
        self.constant(self.scaled.target)

    def at_minimum(self) -> None:
        """Bring it there, and let it rest."""
        self._in_quick_time()
        self.constant(0)
        self.trace.until_replicas(self.scaled.minimum, _SETTLING)
        self._rest_with_all_ready()

    def at_maximum(self) -> None:
        self._in_quick_time()
        self.constant(self.scaled.highest)
        self.trace.until_replicas(self.scaled.maximum, _SETTLING)
        self._rest_with_all_ready()

    def _in_quick_time(self) -> None:
        there = behavior_of(self.lab, self.scaled.component)
        assert there == self.behavior, f"somebody put the autoscaler of {self.scaled.component} back: {there}"

    def _rest_with_all_ready(self) -> None:
        self.rest()
        until(self._all_ready, _SETTLING, f"the pods of {self.scaled.component} are Ready")
        self.trace.wait(1)

    def _all_ready(self) -> bool:
        last = self.trace.rounds[-1]
        return len(last.pods.ready) == last.replicas


class Stage:
    """The cases so far."""

    def __init__(self, lab: Lab, until_end: ExitStack) -> None:
        self._lab = lab
        self._until_end = until_end
        self._loads = All(lab)
        self.cases: dict[str, Case] = {}

    def case(self, scaled: Scaled) -> Case:
        """The case of a component, in quick time from its first use on, at its minimum and at rest then."""
        if scaled.component not in self.cases:
            behavior = self._until_end.enter_context(paced(self._lab, scaled.component))
            trace = self._until_end.enter_context(recorded(self._lab, scaled))
            case = Case(self._lab, scaled, trace, self._loads, behavior)
            case.rest()
            trace.wait(1)
            case.at_minimum()
            self.cases[scaled.component] = case
        return self.cases[scaled.component]


@contextmanager
def stage(lab: Lab) -> Iterator[Stage]:
    """Until the end of `with`; every component is back at its minimum, and as generated, then."""
    with ExitStack() as until_end:
        until_end.callback(lab.metrics.calm)
        running = Stage(lab, until_end)
        try:
            yield running
        finally:
            for case in running.cases.values():  # all at once, then wait for each
                case.constant(0)
            for case in running.cases.values():
                case.at_minimum()
