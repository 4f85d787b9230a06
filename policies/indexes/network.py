"""Which NetworkPolicies select the pods of which workload."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from policies.indexes.pods import pods
from policies.objects import Object
from policies.workload.field import Field
from policies.workload.network_policy import NetworkPolicy, read_network_policy
from policies.workload.workload import Workload
from policies.world import World

# Policies of other makers let through and deny as well; what they say is not read.
_OTHERS = {
    "CiliumNetworkPolicy": ("cilium.io",),
    "NetworkPolicy": ("projectcalico.org", "crd.projectcalico.org", "crd.antrea.io"),
}
_OTHERS_EVERYWHERE = {
    "CiliumClusterwideNetworkPolicy": ("cilium.io",),
    "GlobalNetworkPolicy": ("projectcalico.org", "crd.projectcalico.org"),
    "AdminNetworkPolicy": ("policy.networking.k8s.io",),
    "BaselineAdminNetworkPolicy": ("policy.networking.k8s.io",),
    "ClusterNetworkPolicy": ("policy.networking.k8s.io", "crd.antrea.io"),
}


@dataclass(frozen=True, slots=True)
class Network:
    """The policies of each namespace and of each workload, in the order of the input.

    `selected` has the workloads of a policy whose pods have an address of their own. `unread` says for a namespace, or
    for every one ("*"), which policy could not be read.
    """

    policies: Mapping[str, list[NetworkPolicy]]
    covering: Mapping[Workload, list[NetworkPolicy]]
    selected: Mapping[NetworkPolicy, list[Workload]]
    unread: Mapping[str, str]

    def unknown(self, namespace: str) -> str:
        """Why it is not known what is let through in a namespace; "" where it is."""
        return self.unread.get("*") or self.unread.get(namespace, "")


def has_own_address(workload: Workload) -> bool:
    """Whether policies hold for the workload's pods: a pod in its node's network is not told from the node."""
    return Field(workload.pod.spec).at("hostNetwork").value is not True


def namespaces(world: World) -> dict[str, Object]:
    """Each namespace with pods that policies hold for, and the object that stands for it: the Namespace itself, or the
    first workload where it is not written. For `World.index`."""
    first: dict[str, Object] = {}
    for workload in world.workloads:
        if workload.unreadable or has_own_address(workload):
            first.setdefault(workload.object.namespace, workload.object)
    written = {item.name: item for item in reversed([*world.of_kind("Namespace")]) if item.group == ""}
    return {namespace: written.get(namespace, item) for namespace, item in first.items()}


def network(world: World) -> Network:
    """For `World.index`."""
    found = [policy for policy in map(read_network_policy, world.of_kind("NetworkPolicy")) if policy is not None]
    policies: dict[str, list[NetworkPolicy]] = {}
    covering: dict[Workload, list[NetworkPolicy]] = {}
    selected: dict[NetworkPolicy, list[Workload]] = {}
    for policy in found:
        policies.setdefault(policy.object.namespace, []).append(policy)
        workloads = world.index(pods).selected(policy.object.namespace, policy.selector)
        selected[policy] = [workload for workload in workloads if has_own_address(workload)]
        for workload in selected[policy]:
            covering.setdefault(workload, []).append(policy)
    return Network(policies, covering, selected, dict([*_not_read(world), *_unreadable(found), *_others(world)]))


def _not_read(world: World) -> Iterator[tuple[str, str]]:
    for namespace in {workload.object.namespace for workload in world.workloads}:
        if not world.holds_all_of(namespace):
            yield namespace, f"of namespace {namespace} only a part was read, and a policy may stand in the rest"


def _unreadable(policies: list[NetworkPolicy]) -> Iterator[tuple[str, str]]:
    for policy in policies:
        if policy.unreadable:
            yield policy.object.namespace, f"{policy.object.short}: {policy.unreadable}"


def _others(world: World) -> Iterator[tuple[str, str]]:
    for kinds, everywhere in ((_OTHERS, False), (_OTHERS_EVERYWHERE, True)):
        for item in world.of_kind(*kinds):
            if item.group in kinds[item.kind]:
                yield "*" if everywhere else item.namespace, f"{item.short} is of a kind that is not read"
