"""The rounds of one real autoscaler: what it saw in each, and how many pods ran when it looked.

An autoscaler asks the metrics server once a round, so the server knows each round's input: the pods as they were, and
the values that it gave. What the round decided is what runs in the next one.
"""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from fractions import Fraction

from generators.arithmetic.autoscaler_simulation import Pods
from tests.cluster.lab.lab import Lab
from tests.cluster.lab.metrics import Question
from tests.cluster.lab.waiting import until
from tests.cluster.scaling.grouping import grouped
from tests.cluster.scaling.scaled import Scaled

_PATIENCE = 8
"""Seconds that a round of one second may take on a busy machine."""


@dataclass(frozen=True, slots=True)
class Round:
    """`seconds` since the trace began; `replicas` ran when the round began; `pods` is what it saw of them."""

    seconds: float
    replicas: int
    pods: Pods

    @property
    def average(self) -> Fraction | None:
        """Of the ready pods, in percent."""
        return sum(self.pods.ready, Fraction(0)) / len(self.pods.ready) if self.pods.ready else None


@dataclass(frozen=True, slots=True)
class Scene:
    """What was tried from `first` to before `last`, as numbers of rounds."""

    title: str
    first: int
    last: int


@dataclass(slots=True)
class Trace:
    """All rounds so far, growing while it is recorded."""

    component: str
    began: float
    rounds: list[Round] = field(default_factory=list)
    scenes: list[Scene] = field(default_factory=list)

    @contextmanager
    def scene(self, title: str) -> Iterator[None]:
        """Names what happens until the end of `with`."""
        first = len(self.rounds)
        try:
            yield
        finally:
            self.scenes.append(Scene(title, first, len(self.rounds)))

    @property
    def replicas(self) -> int:
        """In the last round."""
        return self.rounds[-1].replicas if self.rounds else 0

    def changes(self, first: int) -> list[int]:
        """The numbers of pods from that round on, each once as long as it stays the same."""
        found: list[int] = []
        for each in self.rounds[first:]:
            if not found or found[-1] != each.replicas:
                found.append(each.replicas)
        return found

    def wait(self, rounds: int) -> list[Round]:
        """So many further rounds, the first of which has seen all that was set before this call."""
        first = len(self.rounds) + 1
        until(lambda: len(self.rounds) >= first + rounds, _PATIENCE * (rounds + 1), f"{rounds} rounds")
        return self.rounds[first : first + rounds]

    def until_replicas(self, number: int, seconds: float) -> None:
        """Until a round begins with so many."""
        try:
            until(lambda: self.replicas == number, seconds, f"{self.component} runs {number} times")
        except AssertionError as error:
            raise AssertionError(f"{error}; the last rounds had {[r.replicas for r in self.rounds[-20:]]}") from None


@contextmanager
def recorded(lab: Lab, scaled: Scaled) -> Iterator[Trace]:
    """The rounds of a component's autoscaler until the end of `with`."""
    labels = lab.deployment(scaled.component)["spec"]["selector"]["matchLabels"]
    selector = {f"{key}={value}" for key, value in labels.items()}
    trace = Trace(scaled.component, time.monotonic())

    def watch(question: Question) -> None:
        if question.metric == scaled.metric and set(question.selector.split(",")) == selector:
            pods = grouped(question, scaled.component, datetime.now(UTC))
            trace.rounds.append(Round(question.moment - trace.began, lab.replicas(scaled.component), pods))

    lab.metrics.watchers.append(watch)
    try:
        yield trace
    finally:
        lab.metrics.watchers.remove(watch)
