"""How many pods a rollout adds to, and takes from, those that are wanted."""

from dataclasses import dataclass
from enum import Enum

from policies.workload.field import Field


class Style(Enum):
    """How a kind replaces its pods."""

    ROLLING = "rolling"
    REPLACE = "each pod is gone before its successor is made"
    DOUBLE = "a whole second set runs beside the first"
    NONE = "never by itself"


@dataclass(frozen=True, slots=True)
class Rollout:
    """A kind's update strategy. `max_surge` and `max_unavailable` are written or Kubernetes' default.

    `surge_pointer` is where maxSurge stands or would stand.
    """

    style: Style = Style.NONE
    max_surge: int | str = 0
    max_unavailable: int | str = 0
    surge_pointer: str = ""

    def surge(self, replicas: int) -> int:
        """Pods above `replicas` that a rollout runs at most; a percentage rounds up (Deployment controller)."""
        if self.style is Style.DOUBLE:
            return replicas
        return scaled(self.max_surge, replicas, up=True) if self.style is Style.ROLLING else 0

    def unavailable(self, replicas: int) -> int:
        """Pods that may be missing during a rollout; a percentage rounds down, and where both come out as 0 it is 1.

        Source: ResolveFenceposts of the Deployment controller.
        """
        if self.style is not Style.ROLLING:
            return 0
        missing = scaled(self.max_unavailable, replicas, up=False)
        return missing or int(self.surge(replicas) == 0)


def scaled(value: int | str, total: int, *, up: bool) -> int:
    """A count, or a percentage of `total` rounded up or down (intstr.GetScaledValueFromIntOrPercent)."""
    if isinstance(value, int):
        return value
    product = int(value.removesuffix("%")) * total
    return -(-product // 100) if up else product // 100


def read_rollout(body: Field) -> Rollout:
    """The rollout of a workload's body; raises UnreadableError."""
    spec = body.at("spec")
    match body.at("kind").value:
        case "Deployment":
            strategy = spec.at("strategy")
            if strategy.at("type").text() == "Recreate":
                return Rollout(Style.REPLACE)
            return _rolling(strategy.at("rollingUpdate"), surge="25%", unavailable="25%")
        case "Rollout":
            strategy = spec.at("strategy")
            if strategy.at("blueGreen").value is not None:
                return Rollout(Style.DOUBLE, surge_pointer=strategy.at("blueGreen").pointer)
            return _rolling(strategy.at("canary"), surge="25%", unavailable="25%")
        case "DaemonSet":
            strategy = spec.at("updateStrategy")
            if strategy.at("type").text() == "OnDelete":
                return Rollout(Style.REPLACE)
            return _rolling(strategy.at("rollingUpdate"), surge=0, unavailable=1)
        case "StatefulSet" | "Cluster":
            return Rollout(Style.REPLACE)
        case _:
            return Rollout()


def _rolling(settings: Field, surge: int | str, unavailable: int | str) -> Rollout:
    max_surge = settings.at("maxSurge")
    max_unavailable = settings.at("maxUnavailable").count_or_percent()
    written = max_surge.count_or_percent()
    return Rollout(
        style=Style.ROLLING,
        max_surge=surge if written is None else written,
        max_unavailable=unavailable if max_unavailable is None else max_unavailable,
        surge_pointer=max_surge.pointer,
    )
