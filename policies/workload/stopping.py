"""How long a container takes to stop, as far as its hook says."""

import re
from dataclasses import dataclass

from policies.workload.container import Container
from policies.workload.field import Field
from policies.workload.pod import Pod

_SLEEP = re.compile(r"\bsleep\s+([0-9]{1,6})(?:\.[0-9]+)?([smh]?)\b")
_SHELL = re.compile(r"^(/usr)?(/bin/)?(ba|da)?sh(\s+-[a-z]*c)\s+")
_UNITS = {"": 1, "s": 1, "m": 60, "h": 3600}
_DEFAULT_GRACE = 30


@dataclass(frozen=True, slots=True)
class PreStop:
    """A preStop hook: the seconds it sleeps, and whether it does nothing else, so that they are all it takes."""

    seconds: int
    known: bool


def read_pre_stop(container: Container) -> PreStop | None:
    """The container's preStop hook, None where it has none; raises UnreadableError."""
    hook = Field(container.body, container.pointer).at("lifecycle", "preStop")
    sleep, command = hook.at("sleep"), hook.at("exec", "command")
    if sleep.value is not None:
        return PreStop(sleep.at("seconds").integer() or 0, known=True)
    if command.value is not None:
        text = " ".join(word.text() for word in command.items())
        slept = sum(int(number) * _UNITS[unit] for number, unit in _SLEEP.findall(text))
        rest = _SLEEP.sub("", _SHELL.sub("", text)).strip().removeprefix("/usr").removeprefix("/bin/")
        return PreStop(slept, known=not rest)
    return None if hook.at("httpGet").value is None else PreStop(0, known=False)


def grace_seconds(pod: Pod) -> tuple[int, bool]:
    """The pod's termination grace period, and whether it is written; a negative one is 1. Raises UnreadableError."""
    written = Field(pod.spec, pod.pointer).at("terminationGracePeriodSeconds").integer()
    if written is None:
        return _DEFAULT_GRACE, False
    return (written if written >= 0 else 1), True
