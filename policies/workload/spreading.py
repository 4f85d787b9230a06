"""What a pod asks of the scheduler so that its replicas do not stand on one node."""

from collections.abc import Iterator
from dataclasses import dataclass

from policies.workload.field import Field
from policies.workload.pod import Pod
from policies.workload.selector import read_selector


@dataclass(frozen=True, slots=True)
class Spread:
    """A topology spread constraint or a term of podAntiAffinity.

    `selects_itself`: whether it counts the pod's own replicas, without which it spreads nothing. `hard`: a constraint
    that leaves a pod Pending. `honours_taints`: whether nodes whose taints the pod does not tolerate are left out.
    """

    topology_key: str
    selects_itself: bool
    pointer: str
    hard: bool = False
    honours_taints: bool = True


def constraints_of(pod: Pod) -> Iterator[Spread]:
    """The pod's topologySpreadConstraints; raises UnreadableError."""
    for item in Field(pod.spec, pod.pointer).at("topologySpreadConstraints").items():
        yield Spread(
            item.at("topologyKey").text(),
            _selects(item, pod),
            item.pointer,
            hard=item.at("whenUnsatisfiable").value == "DoNotSchedule",
            honours_taints=item.at("nodeTaintsPolicy").value == "Honor",
        )


def anti_affinities_of(pod: Pod) -> Iterator[Spread]:
    """The terms of the pod's podAntiAffinity, required and preferred; raises UnreadableError."""
    block = Field(pod.spec, pod.pointer).at("affinity", "podAntiAffinity")
    preferred = block.at("preferredDuringSchedulingIgnoredDuringExecution").items()
    required = block.at("requiredDuringSchedulingIgnoredDuringExecution").items()
    for term in (*required, *(item.at("podAffinityTerm") for item in preferred)):
        yield Spread(term.at("topologyKey").text(), _selects(term, pod), term.pointer)


def _selects(item: Field, pod: Pod) -> bool:
    selector = read_selector(item.at("labelSelector"))
    return selector is not None and selector.matches(pod.labels)
