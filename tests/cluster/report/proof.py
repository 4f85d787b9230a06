"""A plugin of pytest that follows a run: a line for each scenario as it ends, and all that a report needs."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
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


@dataclass(slots=True, eq=False)  # pytest keeps plugins in sets
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

    @pytest.hookimpl(trylast=True)  # after pytest has left out what --only does not name
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
        error = call.excinfo
        if error is None:
            if call.when == "call":
                self._end(item.nodeid, call, None)
        elif call.when == "setup" and isinstance(error.value, UserError):
            self.unable = str(error.value)
            item.session.shouldstop = "the run could not be made"
        else:
            if call.when == "setup" and self.lab is None:
                item.session.shouldstop = "the platform was not installed: nothing else can be proven"
            self._end(item.nodeid, call, _why(error))
        return report  # type: ignore[no-any-return]

    def pytest_collectreport(self, report: pytest.CollectReport) -> None:
        if report.failed:
            self.unable = str(report.longrepr)

    def pytest_internalerror(self, excrepr: object) -> bool:
        self.unable = str(excrepr)
        return True

    def pytest_keyboard_interrupt(self, excinfo: pytest.ExceptionInfo[BaseException]) -> None:
        if excinfo.type is KeyboardInterrupt:  # pytest's own way to stop is a kind of it
            self.unable = "interrupted before the end"

    def _end(self, nodeid: str, call: pytest.CallInfo[None], message: str | None) -> None:
        sentence = sentence_of(nodeid)
        if call.when == "setup":
            sentence = f"what comes before: {sentence}" if self.lab is not None else "the platform is installed"
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
    path, bracket, parameter = nodeid.partition("[")
    words = path.rpartition("::")[2].removeprefix("test_").replace("_", " ")
    return f"{words} ({parameter.removesuffix(']')})" if bracket else words


def _why(error: pytest.ExceptionInfo[BaseException]) -> str:
    """What went wrong, and where."""
    place = error.traceback[-1]
    return f"{str(error.value) or error.exconly()}\n({Path(place.path).name}:{place.lineno + 1})"


def _first_sentence(text: str | None) -> str:
    return " ".join((text or "Other").split("\n\n")[0].split())
