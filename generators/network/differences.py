"""Where what the policies allow is not what the table of flows means, side by side.

Each end is compared in each direction on its own. So a rule whose other side is shut is found too, and the cost follows
the number of rules, not of pairs.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from generators.network.flows import Flow
from generators.network.peers import Peer, Pods
from generators.network.pod_groups import PodGroup
from generators.network.port_spans import Spans, meet, numbered, told, without
from generators.network.rules import EGRESS, INGRESS, Rule
from generators.network.simulation import Simulation
from generators.network.world import End
from manifests.identity import Identity

Body = Mapping[str, Any]
_OTHER = {INGRESS: EGRESS, EGRESS: INGRESS}


@dataclass(frozen=True, slots=True)
class Place:
    """An object of a folder, and the field of it."""

    directory: str
    identity: Identity
    field: str = ""


@dataclass(frozen=True, slots=True)
class Extra:
    """The rule at `place` allows what is not meant. `half`: the other side does not, so no connection comes about."""

    place: Place
    source: str
    destination: str
    ports: str
    half: bool


@dataclass(frozen=True, slots=True)
class Missing:
    """What is meant, and not allowed in direction `way` at the pods of the workload at `place`."""

    place: Place
    flow: Flow
    source: str
    destination: str
    way: str


@dataclass(frozen=True, slots=True)
class Ungoverned:
    """Pods that no policy isolates in these directions. `place` is None for pods that nothing builds."""

    place: Place | None
    text: str
    ways: str


@dataclass(frozen=True, slots=True)
class Nobody:
    """A flow of the table whose end is no workload that is built."""

    flow: Flow
    end: str


Difference = Extra | Missing | Ungoverned | Nobody


@dataclass(slots=True)
class _Row:
    """What one rule opens beyond the meaning, or what one flow lacks: collected over all pods, told once."""

    own: list[PodGroup] = field(default_factory=list)
    others: list[End] = field(default_factory=list)
    half: bool = True


Wanted = dict[tuple[PodGroup, str], dict[End, list[Flow]]]


def differences(objects: Sequence[tuple[str, Body]], flows: Sequence[Flow], home: str) -> Iterator[Difference]:
    """Compare the objects of one environment, as (directory, body), with its flows. `home` is its namespace."""
    simulation = Simulation(objects, flows, home)
    wanted, nobody = _wanted(simulation, flows)
    yield from nobody
    yield from _ungoverned(simulation)
    yield from _extra(simulation, wanted)
    yield from _missing(simulation, wanted)


def _wanted(simulation: Simulation, flows: Iterable[Flow]) -> tuple[Wanted, list[Nobody]]:
    """For each pod of the namespace and direction: the other ends, and the flows that mean them."""
    wanted: Wanted = {}
    nobody: list[Nobody] = []
    for flow in flows:
        ends = {peer: simulation.world.meant_by(peer) for peer in (flow.source, flow.destination)}
        nobody += [Nobody(flow, peer.text) for peer, found in ends.items() if isinstance(peer, Pods) and not found]
        for own, other, way in (
            (flow.source, flow.destination, EGRESS),
            (flow.destination, flow.source, INGRESS),
        ):
            for group in ends[own]:
                if isinstance(group, PodGroup):
                    found = wanted.setdefault((group, way), {})
                    for end in ends[other]:
                        found.setdefault(end, []).append(flow)
    return wanted, nobody


def _ungoverned(simulation: Simulation) -> Iterator[Difference]:
    for group in simulation.world.insiders():
        if ways := [way for way in (INGRESS, EGRESS) if not simulation.governed(group, way)]:
            text = f"{group.text} (hostNetwork)" if group.host_network else group.text
            yield Ungoverned(_place(group), text, " and ".join(ways))


def _place(group: PodGroup) -> Place | None:
    return Place(group.directory, group.owner) if group.owner else None


def _extra(simulation: Simulation, wanted: Wanted) -> Iterator[Difference]:
    rows: dict[tuple[Rule, str, Spans], _Row] = {}
    for group in simulation.world.insiders():
        for way in (INGRESS, EGRESS):
            if not simulation.governed(group, way):
                continue
            meant = wanted.get((group, way), {})
            for end, grants in simulation.grants(group, way).items():
                numbers = frozenset(numbered(flow.number, flow.protocol) for flow in meant.get(end, ()))
                for grant in grants:
                    if beyond := grant.spans if not numbers else without(grant.spans, numbers):
                        row = rows.setdefault((grant.rule, way, beyond), _Row())
                        row.own.append(group)
                        row.others.append(end)
                        row.half &= not meet(beyond, simulation.open_side(end, _OTHER[way], group))
    for (rule, way, beyond), row in rows.items():
        own, other = _told(simulation, row.own), _others(simulation, row.others, rule.peer)
        source, destination = (own, other) if way == EGRESS else (other, own)
        yield Extra(Place(rule.directory, rule.identity, rule.field), source, destination, told(beyond), row.half)


def _missing(simulation: Simulation, wanted: Wanted) -> Iterator[Difference]:
    rows: dict[tuple[Flow, str], _Row] = {}
    for (group, way), ends in wanted.items():
        if group.owner is None or not simulation.governed(group, way):
            continue
        for end, flows in ends.items():
            opened = simulation.open_side(group, way, end)
            for flow in flows:
                if (asked := numbered(flow.number, flow.protocol)) not in opened and without((asked,), opened):
                    row = rows.setdefault((flow, way), _Row())
                    row.own.append(group)
                    row.others.append(end)
    for (flow, way), row in rows.items():
        sources, destinations = (row.own, row.others) if way == EGRESS else (row.others, row.own)
        source, destination = (
            _meant(simulation, flow.source, sources),
            _meant(simulation, flow.destination, destinations),
        )
        place = _place(row.own[0])
        if place:
            yield Missing(place, flow, source, destination, way)


def _others(simulation: Simulation, ends: Iterable[End], peer: Body | None) -> str:
    """The other ends of a rule: those that were found, or the rule's own words where these say more."""
    if peer is None:
        return "anyone"
    if block := peer.get("ipBlock"):
        return f"{block['cidr']} except {', '.join(block['except'])}" if block.get("except") else str(block["cidr"])
    return _told(simulation, ends)


def _meant(simulation: Simulation, peer: Peer, ends: Sequence[End]) -> str:
    """The ends of a flow that lack it: the flow's own word where these are all that are built."""
    meant = simulation.world.meant_by(peer)
    ours: set[End] = {end for end in meant if isinstance(end, PodGroup) and end.owner}
    return peer.text if (ours or set(meant)) <= set(ends) else _told(simulation, ends)


def _told(simulation: Simulation, ends: Iterable[End]) -> str:
    """The ends for a message: at most three by name."""
    names = list(dict.fromkeys(end.text for end in ends))
    built = {group.text for group in simulation.world.insiders() if group.owner}
    if len(names) > 1 and built <= set(names):
        names = ["every pod", *(name for name in names if name not in built and name != "any other pod")]
    return ", ".join(names[:3]) + (f" and {len(names) - 3} more" if len(names) > 3 else "")
