"""What the workloads of a namespace ask of its quota at the worst moment."""

from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction

from policies.workload.container import Role
from policies.workload.limit_range import Defaults
from policies.workload.quota import most_pods
from policies.workload.totals import pod_limit, pod_request
from policies.workload.workload import Workload
from policies.world import World

# The only resources that a quota makes a duty of every container (podEvaluator.Constraints of the quota admission).
_DUTIES = ("cpu", "memory")


@dataclass(frozen=True, slots=True)
class Demand:
    """One workload at its maximum: how many pods at most, and what its containers get from LimitRanges.

    `unknown` is "" or why the number of pods is not known; the workload then counts as nothing.
    """

    workload: Workload
    pods: int
    defaults: Defaults
    unknown: str = ""

    def total(self, name: str) -> Fraction:
        """What all its pods ask of one entry of a quota, such as "requests.cpu", in cores, bytes or units."""
        side, resource = measured(name) or ("", "")
        match side:
            case "pods":
                return Fraction(self.pods)
            case "requests":
                return self.pods * pod_request(self.workload.pod, resource, self.defaults)
            case _:
                return self.pods * pod_limit(self.workload.pod, resource, self.defaults)


def measured(name: str) -> tuple[str, str] | None:
    """The side and the resource that an entry of a quota counts over pods; None where it counts something else."""
    if name in ("pods", "count/pods"):
        return "pods", ""
    side, _, resource = name.partition(".")
    if name in ("cpu", "memory", "ephemeral-storage") or name.startswith("hugepages-"):
        return "requests", name
    if side == "limits" and resource in ("cpu", "memory", "ephemeral-storage"):
        return side, resource
    if side == "requests" and (resource in ("cpu", "memory", "ephemeral-storage") or "/" in resource):
        return side, resource
    return None


def demands_of(world: World, namespace: str) -> list[Demand]:
    """The demands of all workloads of a namespace, in the order of the input."""
    defaults = world.defaults_in(namespace)
    return [_demand(world, workload, defaults) for workload in world.workloads_in(namespace)]


def _demand(world: World, workload: Workload, defaults: Defaults) -> Demand:
    if workload.unreadable:
        return Demand(workload, 0, defaults, workload.unreadable)
    nodes = world.facts.get("nodes")
    pods = most_pods(workload, world.maximum(workload).value, nodes if isinstance(nodes, int) else None)
    if pods is None:
        return Demand(workload, 0, defaults, "it runs a pod on each node, and there is no fact nodes")
    return Demand(workload, max(0, pods), defaults)


def without(demand: Demand, name: str) -> Iterator[str]:
    """The containers, as "Kind/name/container", that lack what a quota on `name` makes a duty."""
    side, resource = measured(name) or ("", "")
    pod = demand.workload.pod
    if resource not in _DUTIES or pod.resources.requests or pod.resources.limits:
        return
    for container in pod.of(Role.INIT, Role.SIDECAR, Role.REGULAR):
        value_of = demand.defaults.request_of if side == "requests" else demand.defaults.limit_of
        if value_of(container, resource) is None:
            yield f"{demand.workload.short}/{container.name}"
