"""Laws of the comparison: policies made from a table allow exactly the table, and no rule can go or come unnoticed."""

from collections.abc import Iterator
from copy import deepcopy
from itertools import product
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from generators.network.differences import Extra, Missing, Nobody, Ungoverned, differences
from generators.network.flows import Flow
from generators.network.peers import DATABASE, NAME, Addresses, Elsewhere, EveryPod, Peer, Pods
from generators.network.pod_groups import PodGroup
from generators.network.policies import namespace_policy_spec, policy_spec
from generators.network.simulation import Simulation

HOME = "shop-prod"
Body = dict[str, Any]
Objects = list[tuple[str, Body]]

APPS = tuple(Pods(NAME, f"app-{number}") for number in range(5))
DATABASES = (Pods(DATABASE, "orders"), Pods(DATABASE, "users"))
OUTSIDE: tuple[Peer, ...] = (Elsewhere("gateway"), Elsewhere("system", "app", "dns"), Elsewhere("system", "app", "log"))
ADDRESSES = (Addresses("bank", ("203.0.113.0/24",)), Addresses("post", ("198.51.100.7/32", "2001:db8::/48")))
# Every pod has ports of its own, or what it may do would hide a rule that is gone.
PORTS, EVERY_PODS_PORTS = st.sampled_from((80, 443, 8000)), st.sampled_from((53, 853))
PROTOCOLS = st.sampled_from(("TCP", "UDP"))
OURS = st.sampled_from((*APPS, *DATABASES))


def flow(source: Peer, destination: Peer, port: int, protocol: str) -> Flow:
    return Flow(source, destination, port, protocol, "why")


TABLES = st.lists(
    st.one_of(
        st.builds(flow, OURS, st.one_of(OURS, st.sampled_from((*OUTSIDE, *ADDRESSES))), PORTS, PROTOCOLS),
        st.builds(flow, st.sampled_from(OUTSIDE), OURS, PORTS, PROTOCOLS),
        st.builds(flow, st.just(EveryPod()), st.sampled_from((*OUTSIDE, *ADDRESSES)), EVERY_PODS_PORTS, PROTOCOLS),
    ),
    max_size=12,
    unique=True,
)


def policy(name: str, spec: Body) -> tuple[str, Body]:
    metadata = {"name": name, "namespace": HOME}
    body = {"apiVersion": "networking.k8s.io/v1", "kind": "NetworkPolicy", "metadata": metadata, "spec": spec}
    return name, body


def workload(pods: Pods) -> tuple[str, Body]:
    metadata = {"name": pods.value, "namespace": HOME}
    if pods.label == DATABASE:
        return pods.value, {"apiVersion": "postgresql.cnpg.io/v1", "kind": "Cluster", "metadata": metadata, "spec": {}}
    template = {"metadata": {"labels": {pods.label: pods.value}}, "spec": {}}
    return pods.value, {
        "apiVersion": "apps/v1",
        "kind": "Deployment",
        "metadata": metadata,
        "spec": {"template": template},
    }


def environment(table: list[Flow]) -> Objects:
    """A workload and its policy for each of our pods, and default-deny."""
    ours = (*APPS, *DATABASES)
    return [
        *(workload(pods) for pods in ours),
        *(policy(pods.value, policy_spec(pods, table)) for pods in ours),
        policy("default-deny", namespace_policy_spec(table)),
    ]


def meant(simulation: Simulation, table: list[Flow]) -> set[tuple[int, int, int, str]]:
    """Every intended connection between two ends, by where they stand among all."""
    place = {id(end): index for index, end in enumerate(simulation.world.everyone)}
    return {
        (place[id(source)], place[id(destination)], row.number, row.protocol)
        for row in table
        for source, destination in product(
            simulation.world.meant_by(row.source), simulation.world.meant_by(row.destination)
        )
    }


@settings(deadline=None)
@given(TABLES)
def test_policies_of_a_table_allow_exactly_the_table(table: list[Flow]) -> None:
    objects = environment(table)
    assert list(differences(objects, table, HOME)) == []
    simulation = Simulation(objects, table, HOME)
    ends = list(enumerate(simulation.world.everyone))
    questions = {(row.number, row.protocol) for row in table} | {(22, "TCP"), (80, "SCTP")}
    allowed = {
        (one, other, number, protocol)
        for (one, source), (other, destination) in product(ends, ends)
        if any(isinstance(end, PodGroup) and end.namespace.name == HOME for end in (source, destination))
        for number, protocol in questions
        if simulation.allows(source, destination, number, protocol)
    }
    assert allowed == meant(simulation, table)


def without_one(objects: Objects) -> Iterator[Objects]:
    """The objects with one peer, port or rule less, each in turn."""
    for index, (directory, body) in enumerate(objects):
        for way, side in (("ingress", "from"), ("egress", "to")):
            for number, rule in enumerate(body["spec"].get(way, ()) if body["kind"] == "NetworkPolicy" else ()):
                for inner, key in [(each, side) for each in range(len(rule[side]))] + [
                    (each, "ports") for each in range(len(rule["ports"]))
                ]:
                    changed = deepcopy(body)
                    del changed["spec"][way][number][key][inner]
                    yield [*objects[:index], (directory, changed), *objects[index + 1 :]]
                changed = deepcopy(body)
                del changed["spec"][way][number]
                yield [*objects[:index], (directory, changed), *objects[index + 1 :]]


@settings(deadline=None)
@given(TABLES)
def test_no_rule_goes_unnoticed(table: list[Flow]) -> None:
    for objects in without_one(environment(table)):
        assert list(differences(objects, table, HOME)) != []


@settings(deadline=None)
@given(TABLES, TABLES)
def test_the_policies_of_another_table_differ_by_that_table(table: list[Flow], other: list[Flow]) -> None:
    """What is only in the table is missing, what is only in the policies is extra, and nothing else is said."""
    found = list(differences(environment(other), table, HOME))
    missing = {(each.flow, each.way) for each in found if isinstance(each, Missing)}
    gone = set(table) - set(other)
    # A flow is missing at each of its ends that is ours.
    assert missing == {
        (row, way)
        for row in gone
        for way, end in (("egress", row.source), ("ingress", row.destination))
        if isinstance(end, (Pods, EveryPod))
    }
    assert any(isinstance(each, Extra) for each in found) == bool(set(other) - set(table))
    assert not any(isinstance(each, (Ungoverned, Nobody)) for each in found)


@settings(deadline=None)
@given(TABLES, st.sampled_from(("everyone", "nobody governs", "a name that nothing has")))
def test_what_is_wide_open_is_noticed(table: list[Flow], way: str) -> None:
    objects = environment(table)
    if way == "everyone":
        objects.append(policy("open", {"podSelector": APPS[0].selector(), "policyTypes": ["Egress"], "egress": [{}]}))
        assert {type(each) for each in differences(objects, table, HOME)} == {Extra}
    elif way == "nobody governs":
        others = [(name, body) for name, body in objects if name != "default-deny"]
        assert Ungoverned(None, "any other pod", "ingress and egress") in list(differences(others, table, HOME))
    else:
        stranger = flow(Pods(NAME, "nothing"), APPS[0], 80, "TCP")
        assert Nobody(stranger, "nothing") in list(differences(objects, [*table, stranger], HOME))
