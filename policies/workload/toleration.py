"""Tolerations of a pod, and whether one tolerates a taint."""

from collections.abc import Iterator
from dataclasses import dataclass

from policies.workload.field import Field
from policies.workload.pod import Pod


@dataclass(frozen=True, slots=True)
class Taint:
    """A taint as kubectl writes it, key=value:effect. `value` None: whatever it is."""

    key: str
    value: str | None
    effect: str


@dataclass(frozen=True, slots=True)
class Toleration:
    """One toleration as written, "" where a field is absent."""

    key: str
    operator: str
    value: str
    effect: str
    pointer: str

    def tolerates(self, taint: Taint) -> bool:
        """Source: Toleration.ToleratesTaint of k8s.io/api/core/v1. An empty key or effect stands for every one."""
        if self.effect not in ("", taint.effect) or self.key not in ("", taint.key):
            return False
        if self.operator == "Exists":
            return True
        return self.operator in ("", "Equal") and taint.value in (None, self.value)


def parse_taint(text: str) -> Taint:
    """The taint that a text such as "nvidia.com/gpu=present:NoSchedule" says; without an effect it is NoSchedule."""
    rest, _, effect = text.partition(":")
    key, equals, value = rest.partition("=")
    return Taint(key, value if equals else None, effect or "NoSchedule")


def read_tolerations(pod: Pod) -> Iterator[Toleration]:
    """The tolerations of a pod in their order; raises UnreadableError."""
    for item in Field(pod.spec, pod.pointer).at("tolerations").items():
        key, operator, value, effect = (item.at(name).text() for name in ("key", "operator", "value", "effect"))
        yield Toleration(key, operator, value, effect, item.pointer)
