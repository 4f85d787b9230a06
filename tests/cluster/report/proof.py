"""A plugin of pytest that follows a run: a line for each scenario as it ends, and all that a report needs."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any

import pytest

from manifests.errors import UserError
from tests.cluster.lab.lab import Lab
from tests.cluster.lab.record import Record
from tests.cluster.scaling.rounds import Trace

Say = Callable[[str], None]


@dataclass(frozen=True, slots=True)
class Result:
    """One scenario. `group` is what its file is about; `message` is why it failed, None where it was proven."""

    group: str
    sentence: str
    seconds: float
    message: str | None


@dataclass(slots=True)
class Proof:
    """What a run has shown so far. `everything` is False where only what fits any repository is to run.

    `unable` is set where the run could not go on: a program that does not start, an environment that is not there.
    """

    say: Say
    everything: bool
    results: list[Result] = field(default_factory=list)
    memory: dict[str, int] = field(default_factory=dict)
    most_memory: int = 0
    installed_after: float | None = None
    record: Record = field(default_factory=Record)
    traces: dict[str, Trace] = field(default_factory=dict)
    lab: Lab | None = None
    unable: str | None = None
    _groups: dict[str, str] = field(default_factory=dict)
    _began: float = field(default_factory=time.monotonic)

    def pytest_collection_modifyitems(self, config: pytest.Config, items: list[pytest.Item]) -> None:
        kept = [item for item in items if self._fits(item)]
        config.hook.pytest_deselected(items=[item for item in items if item not in kept])
        items[:] = kept
        for item in items:
            self._groups[item.nodeid] = _first_sentence(getattr(getattr(item, "module", None), "__doc__", None))
        self.say(f"{len(items)} scenarios; now the control plane starts and Flux installs the platform")

    def _fits(self, item: pytest.Item) -> bool:
        """Not what is about nothing here (a goal that no component has), nor what fits this repository alone."""
        about_nothing = item.get_closest_marker("skip") is not None
        return not about_nothing and (self.everything or item.get_closest_marker("any_repository") is not None)

    @pytest.hookimpl(wrapper=True)
    def pytest_fixture_setup(self, fixturedef: pytest.FixtureDef[Any]) -> Iterator[None]:
        found: Any = yield
        match fixturedef.argname, found:
            case "lab", Lab():
                self.lab = found
                self.installed_after = time.monotonic() - self._began
                self.say(f"installed after {self.installed_after:.0f} s")
            case "record", Record():
                self.record = found
            case "traces", dict():
                self.traces = found
        return found  # type: ignore[no-any-return]

    @pytest.hookimpl(wrapper=True)
    def pytest_runtest_makereport(self, item: pytest.Item, call: pytest.CallInfo[None]) -> Iterator[None]:
        report: Any = yield
        failed = call.excinfo is not None
        if call.excinfo is not None and call.when == "setup" and isinstance(call.excinfo.value, UserError):
            self.unable = str(call.excinfo.value)
            item.session.shouldstop = "the run could not go on"
        elif call.when == "call" or (failed and self.unable is None):
            message = str(call.excinfo.value) if call.excinfo is not None else None
            self._end(item.nodeid, call, message)
        return report  # type: ignore[no-any-return]

    def _end(self, nodeid: str, call: pytest.CallInfo[None], message: str | None) -> None:
        sentence = sentence_of(nodeid)
        if call.when == "teardown":
            sentence += ", put back afterwards"
        self.results.append(Result(self._groups[nodeid], sentence, call.duration, message))
        if message is None:
            self.say(f"{call.duration:6.1f} s  {sentence}")
        else:
            self.say(f"{call.duration:6.1f} s  FAILED: {sentence}\n{message}")
        self._weigh()

    def _weigh(self) -> None:
        """The most memory that each program was seen to hold, looked at after each scenario."""
        if self.lab is None:
            return
        now = {process.name: process.memory or 0 for process in self.lab.plane.processes.all}
        self.most_memory = max(self.most_memory, sum(now.values()))
        for name, held in now.items():
            self.memory[name] = max(self.memory.get(name, 0), held)


def sentence_of(nodeid: str) -> str:
    """`file::test_a_pod_is_moved[model]` -> `a pod is moved (model)`."""
    name, bracket, parameter = nodeid.rpartition("::")[2].partition("[")
    words = name.removeprefix("test_").replace("_", " ")
    return f"{words} ({parameter.removesuffix(']')})" if bracket else words


def _first_sentence(text: str | None) -> str:
    return " ".join((text or "Other").split("\n\n")[0].split())
