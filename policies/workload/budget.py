"""A PodDisruptionBudget, and how many pods it lets go (the disruption controller's arithmetic)."""

from dataclasses import dataclass

from policies.objects import Object
from policies.workload.field import Field, UnreadableError
from policies.workload.rollout import scaled
from policies.workload.selector import Selector, read_selector


@dataclass(frozen=True, eq=False, slots=True)
class Budget:
    """One budget. Exactly one of `min_available` and `max_unavailable` is set, unless `unreadable` says why not."""

    object: Object
    selector: Selector | None
    min_available: int | str | None
    max_unavailable: int | str | None
    unreadable: str = ""

    @property
    def short(self) -> str:
        return self.object.short

    @property
    def demand(self) -> str:
        """The field and its value, as written."""
        if self.max_unavailable is not None:
            return f"maxUnavailable {self.max_unavailable}"
        return f"minAvailable {self.min_available}"

    @property
    def demand_pointer(self) -> str:
        return "/spec/maxUnavailable" if self.max_unavailable is not None else "/spec/minAvailable"

    @property
    def needs_scale(self) -> bool:
        """Whether Kubernetes must ask the pods' controllers for their scale, which not every kind answers."""
        return not isinstance(self.min_available, int)

    def evictions(self, pods: int) -> int:
        """How many of `pods` healthy pods may be evicted, below 0 where more are demanded than there are.

        Percentages round up in both fields (getExpectedPodCount of the disruption controller).
        """
        if self.max_unavailable is not None:
            return min(pods, scaled(self.max_unavailable, pods, up=True))
        return pods - scaled(self.min_available or 0, pods, up=True)


def read_budget(object: Object) -> Budget | None:
    """The budget that the object is, or None. Never raises."""
    if (object.group, object.kind) != ("policy", "PodDisruptionBudget"):
        return None
    spec = Field(object.body.get("spec"), "/spec")
    try:
        low = spec.at("minAvailable").count_or_percent()
        high = spec.at("maxUnavailable").count_or_percent()
        if (low is None) == (high is None):
            found = "neither" if low is None else "both"
            raise UnreadableError(f"{found} of /spec/minAvailable and /spec/maxUnavailable, not exactly one")
        return Budget(object, read_selector(spec.at("selector")), low, high)
    except UnreadableError as error:
        return Budget(object, None, None, None, str(error))
