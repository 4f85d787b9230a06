"""What workloads ask for at their maximum: of a quota, of the nodes, of a database."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from fractions import Fraction

from manifests.quantity import canonical
from policies.workload.container import Role
from policies.workload.gpu import pod_gpus
from policies.workload.limit_range import Defaults
from policies.workload.quota import counted_pods, rolling_pods, wanted_pods
from policies.workload.totals import pod_limit, pod_request
from policies.workload.workload import Workload
from policies.world import World

# The only resources that a quota makes a duty of every container (podEvaluator.Constraints of the quota admission).
_DUTIES = ("cpu", "memory")


@dataclass(frozen=True, slots=True)
class Demand:
    """One workload at its maximum, and what its containers get from LimitRanges.

    Of its pods, `wanted` run at once, `rolling` during a rollout, and `pods` count against a quota at its worst moment.
    `unknown` is "" or why their number is not known; the workload then counts as nothing.
    """

    workload: Workload
    defaults: Defaults
    wanted: int = 0
    rolling: int = 0
    pods: int = 0
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
    return [demand_of(world, workload) for workload in world.workloads_in(namespace)]


def demand_of(world: World, workload: Workload) -> Demand:
    """What one workload asks for."""
    defaults = world.defaults_in(workload.object.namespace)
    if workload.unreadable:
        return Demand(workload, defaults, unknown=workload.unreadable)
    nodes = world.facts.get("nodes")
    wanted = wanted_pods(workload, world.maximum(workload).value, nodes if isinstance(nodes, int) else None)
    if wanted is None:
        return Demand(workload, defaults, unknown="it runs a pod on each node, and there is no fact nodes")
    wanted = max(0, wanted)
    return Demand(workload, defaults, wanted, rolling_pods(workload, wanted), counted_pods(workload, wanted))


def whole_gpus(demand: Demand, globs: Iterable[str]) -> int:
    """The whole GPUs that a workload holds at its maximum without a rollout; slices of MIG are none."""
    counts = pod_gpus(demand.workload.pod, globs)
    return demand.wanted * sum(count for name, count in counts.items() if "/mig-" not in name)


def some(texts: list[str]) -> str:
    """The first three, and how many more there are."""
    return ", ".join(texts[:3]) + (f" and {len(texts) - 3} more" if len(texts) > 3 else "")


def shares(asked: Iterable[tuple[Demand, Fraction]], like: str) -> str:
    """Who asks for how much, the most first, in the units of `like`."""
    most = sorted((pair for pair in asked if pair[1]), key=lambda pair: (-pair[1], pair[0].workload.short))
    return some([f"{demand.workload.short} {canonical(asks, like=like)}" for demand, asks in most])


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
