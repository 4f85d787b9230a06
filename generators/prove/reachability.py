"""The network of each environment: what the built policies allow is what the table of flows means, no more, no less.

Without extras a difference is a fault. What extras open or close is a person's decision: listed, like all they change.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from generators.network.differences import Difference, Extra, Missing, Place, Ungoverned, differences
from generators.network.flows import Flow
from generators.network.peers import Addresses
from generators.network.pod_groups import KINDS
from generators.network.rules import policies_among, unreadable
from generators.platform.values import Sourced
from generators.prove.built_object import BuiltObject
from generators.prove.digest import digest
from generators.prove.fault import Fault
from generators.tree.network import Network
from generators.tree.tree import Tree
from manifests.identity import identity_of

Body = Mapping[str, Any]
Built = Mapping[str, Sequence[BuiltObject]]


def network_keys(tree: Tree, contents: Mapping[str, str]) -> dict[str, str]:
    """By environment, a hash over all that `network_faults` follows from; none for an environment with extras.

    `contents` has a hash over all objects of each.
    """
    changed = {folder.environment for folder in tree.folders if folder.extras}
    return {
        each.environment: digest([(contents[each.environment], repr((each.namespace, each.flows)).encode())])
        for each in tree.networks
        if each.environment not in changed
    }


def network_faults(tree: Tree, bare: Built, full: Built, networks: Sequence[Network] | None = None) -> Iterator[Fault]:
    """What the policies of `bare` (folder -> objects, built without extras) allow too much or too little.

    `full` is the build with extras: it must be readable too. Objects are expected to meet their schemas. `networks`
    are those to look at; all, if None.
    """
    for network in tree.networks if networks is None else networks:
        if faults := list(_unreadable(_objects(tree, network, full))):
            yield from faults
            continue
        for each in differences(_objects(tree, network, bare), network.flows, network.namespace):
            yield _fault(each, network, tree)


def network_changes(tree: Tree, full: Built) -> Iterator[str]:
    """One line for each flow that the extras of an environment open or close."""
    changed = {folder.environment for folder in tree.folders if folder.extras}
    for network in tree.networks:
        if network.environment in changed:
            for each in differences(_objects(tree, network, full), network.flows, network.namespace):
                yield _change(each, network)


def _objects(tree: Tree, network: Network, built: Built) -> list[tuple[str, Body]]:
    directories = [folder.directory for folder in tree.folders if folder.environment == network.environment]
    return [
        (directory, each.body) for directory in directories for each in built[directory] if each.identity.kind in KINDS
    ]


def _unreadable(objects: Sequence[tuple[str, Body]]) -> Iterator[Fault]:
    for rule, cidr in unreadable(policies_among(objects)):
        yield Fault(rule.directory, f"{rule.identity.short}: {rule.field}: {cidr} is no CIDR; write one, as 10.0.0.0/8")


def _fault(each: Difference, network: Network, tree: Tree) -> Fault:
    if isinstance(each, Extra):
        half = ", though the other side does not" if each.half else ""
        message = (
            f"{each.place.identity.short}: {each.place.field}: allows {_extra(each)}, "
            f"which nothing in platform.yaml means{half}"
        )
        return Fault(each.place.directory, message, _source(each.place, tree))
    if isinstance(each, Missing):
        message = f"{_missing(each)}: no NetworkPolicy allows it as {each.way} of {each.place.identity.short}"
        return Fault(each.place.directory, message, _meaning(each.flow) or _source(each.place, tree))
    if isinstance(each, Ungoverned):
        message = f"{each.text}: no NetworkPolicy governs the {each.ways}, so anything is allowed"
        place = each.place.directory if each.place else _own_folder(network)
        return Fault(place, message, _source(each.place, tree) if each.place else "")
    row = _row(each.flow.source.text, each.flow.destination.text)
    return Fault(_own_folder(network), f"{row}: no workload is named {each.end} ({each.flow.why})")


def _change(each: Difference, network: Network) -> str:
    if isinstance(each, Extra):
        half = ", on this side only" if each.half else ""
        place = each.place
        return f"{place.directory}: network: {place.identity.short} {place.field} opens {_extra(each)}{half}"
    if isinstance(each, Missing):
        return f"{each.place.directory}: network: {each.way} of {each.place.identity.short} closes {_missing(each)}"
    if isinstance(each, Ungoverned):
        place_of = each.place.directory if each.place else _own_folder(network)
        return f"{place_of}: network: opens the {each.ways} of {each.text}: no NetworkPolicy governs it"
    return f"{_own_folder(network)}: network: no workload is named {each.end} any more ({each.flow.why})"


def _own_folder(network: Network) -> str:
    return f"overlays/{network.environment}/namespace"


def _source(place: Place, tree: Tree) -> str:
    meant = (each for folder in tree.folders if folder.directory == place.directory for each in folder.objects)
    return next((each.source_of(place.field) for each in meant if identity_of(each.body) == place.identity), "")


def _meaning(flow: Flow) -> str:
    """The place in platform.yaml that names addresses outside; empty for a flow between components."""
    if not isinstance(flow.destination, Addresses):
        return ""
    return next((cidr.source for cidr in flow.destination.cidrs if isinstance(cidr, Sourced)), "")


def _extra(each: Extra) -> str:
    return f"{_row(each.source, each.destination)} {each.ports}"


def _missing(each: Missing) -> str:
    flow = each.flow
    return f"{_row(each.source, each.destination)} {flow.number}/{flow.protocol} ({flow.why})"


def _row(source: str, destination: str) -> str:
    return f"{source} -> {destination}"
