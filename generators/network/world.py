"""Every end that a connection can have, as far as the policies and the intended flows can tell ends apart.

Inside: the pods of each workload, and for each selector that none of them meets, a pod that would meet it. Outside: for
each selector the smallest pod that meets it, a pod that meets none, and blocks of addresses. A difference between two
tables of selectors always shows in one of these ends.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from generators.network.address_blocks import AddressBlock, AddressBlocks
from generators.network.flows import Flow
from generators.network.peers import NAMESPACE, Addresses, Elsewhere, EveryPod, Peer
from generators.network.pod_groups import Namespace, PodGroup, namespace, namespaces_of, pods_of_objects
from generators.network.rules import Policy, cidrs_of
from generators.network.selector import Labels, Selector, examples, excluded, selects
from generators.platform.values import Sourced

End = PodGroup | AddressBlock
Body = Mapping[str, Any]
ANOTHER = "any other namespace"  # no namespace can be called so


class World:
    """The ends of one environment, whose own namespace is `home`, and what each peer of a policy or flow means."""

    def __init__(
        self, objects: Sequence[tuple[str, Body]], policies: Sequence[Policy], flows: Iterable[Flow], home: str
    ) -> None:
        self._spaces = namespaces_of(objects)
        self._home = self.space(home)
        self._groups: dict[Namespace, list[PodGroup]] = {self._home: []}
        self._labelled: dict[tuple[Namespace, str, str], list[PodGroup]] = {}
        self._known: set[tuple[Namespace, frozenset[tuple[str, str]]]] = set()
        self._workloads: dict[str, list[PodGroup]] = {}
        self._meanings: dict[tuple[str, str], tuple[End, ...]] = {}
        for group in pods_of_objects(objects, self._spaces):
            self._add(group)
            if group.namespace == self._home and group.owner:
                self._workloads.setdefault(group.owner.name, []).append(group)
        intended = {peer for flow in flows for peer in (flow.source, flow.destination)}
        peers = {(each.namespace, repr(peer)): peer for each in policies for peer in _peers_of(each)}
        cidrs = {cidr for peer in peers.values() for cidr in cidrs_of(peer)}
        self.blocks = AddressBlocks(cidrs | {cidr for peer in intended for cidr in _cidrs(peer)})
        elsewhere = [peer for peer in intended if isinstance(peer, Elsewhere) and peer.namespace != home]
        self._add_outsiders(sorted(elsewhere, key=lambda peer: peer.text), list(peers.values()))
        self._add_insiders(policies, [(where, peer) for (where, _), peer in peers.items()])
        self.pods = tuple(group for groups in self._groups.values() for group in groups)
        self.everyone: tuple[End, ...] = (*self.pods, *self.blocks.every)

    def space(self, name: str) -> Namespace:
        """The namespace of that name, with its labels if it is built."""
        return self._spaces.get(name) or namespace(name)

    def insiders(self) -> Sequence[PodGroup]:
        """The pods of the environment's own namespace."""
        return self._groups[self._home]

    def selected(self, where: Namespace, selector: Selector) -> list[PodGroup]:
        """The pods of a namespace that a `podSelector` selects. None selects a pod on its node's network."""
        labels = selector.get("matchLabels") or {}
        found = [self._labelled.get((where, key, value), []) for key, value in labels.items()]
        candidates = min(found, key=len) if found else self._groups.get(where, [])
        return [group for group in candidates if not group.host_network and selects(selector, group.labels)]

    def ends_of(self, peer: Body | None, where: str) -> tuple[End, ...]:
        """The ends that an entry of `from` or `to` means in a policy of that namespace; None means everyone."""
        if peer is None:
            return self.everyone
        key = (where, repr(peer))
        if key not in self._meanings:
            self._meanings[key] = tuple(self._ends_of(peer, where))
        return self._meanings[key]

    def _ends_of(self, peer: Body, where: str) -> Iterator[End]:
        if block := peer.get("ipBlock"):
            yield from self.blocks.within(block["cidr"], block.get("except") or ())
            return
        pods, spaces = peer.get("podSelector"), peer.get("namespaceSelector")
        if spaces is not None:
            for space in self._groups:
                if selects(spaces, space.labels):
                    yield from self.selected(space, pods or {})
        elif pods is not None:
            yield from self.selected(self.space(where), pods)

    def meant_by(self, peer: Peer) -> Sequence[End]:
        """The ends that an end of an intended flow means: a component's pods by the name of their workload."""
        if isinstance(peer, EveryPod):
            return self.insiders()
        if isinstance(peer, Elsewhere):
            groups = [each for space, found in self._groups.items() if space.name == peer.namespace for each in found]
            return [each for each in groups if peer.label is None or each.labels.get(peer.label) == peer.value]
        if isinstance(peer, Addresses):
            return list(dict.fromkeys(block for cidr in _cidrs(peer) for block in self.blocks.within(cidr)))
        return self._workloads.get(peer.value, ())

    def _add(self, group: PodGroup) -> None:
        self._known.add((group.namespace, frozenset(group.labels.items())))
        self._groups.setdefault(group.namespace, []).append(group)
        for key, value in group.labels.items():
            self._labelled.setdefault((group.namespace, key, value), []).append(group)

    def _add_example(self, text: str, where: Namespace, labels: Labels) -> None:
        if (where, frozenset(labels.items())) not in self._known:
            self._add(PodGroup(text, where, labels))

    def _add_insiders(self, policies: Iterable[Policy], peers: Iterable[tuple[str, Body]]) -> None:
        """A pod without labels, and one for each selector of pods that no workload meets, or that keeps some out."""
        self._add_example("any other pod", self._home, {})
        selectors = [policy.selector for policy in policies if policy.namespace == self._home.name]
        for where, peer in peers:
            spaces = peer.get("namespaceSelector")
            ours = where == self._home.name if spaces is None else selects(spaces, self._home.labels)
            if ours and "ipBlock" not in peer:
                selectors.append(peer.get("podSelector") or {})
        for selector in selectors:
            kept_out = [{key: value} for key, value in excluded(selector)]
            for labels in [*examples(selector), *kept_out]:
                if not self.selected(self._home, {"matchLabels": labels}):
                    self._add_example(f"any pod with {_told(labels)}", self._home, labels)

    def _add_outsiders(self, intended: Iterable[Elsewhere], peers: Sequence[Body]) -> None:
        """Pods of other namespaces: the intended ones, one that nothing names, and one for each selector."""
        kept_out = sorted({pair for peer in peers for pair in excluded(peer.get("podSelector") or {})})
        spaces_out = sorted({pair for peer in peers for pair in excluded(peer.get("namespaceSelector") or {})})
        for each in intended:
            labels = {each.label: str(each.value)} if each.label else {}
            self._add_example(each.text, namespace(each.namespace), labels)
            for key, value in kept_out:
                self._add_example(f"{each.text} ({key}={value})", namespace(each.namespace), {key: value, **labels})
            for key, value in spaces_out:
                self._add_example(f"{each.text} ({key}={value})", namespace(each.namespace, {key: value}), labels)
        self._add_example(ANOTHER, namespace(ANOTHER), {})
        for peer in peers:
            for where in _example_namespaces(peer):
                if where.name != self._home.name:
                    for labels in examples(peer.get("podSelector") or {}):
                        text = where.name if where.name.startswith(ANOTHER) else f"namespace {where.name}"
                        self._add_example(f"pods with {_told(labels)} in {text}" if labels else text, where, labels)


def _example_namespaces(peer: Body) -> Iterator[Namespace]:
    """The smallest namespaces that a peer means; where it says no name, with one that no namespace has."""
    if peer.get("namespaceSelector") is None:
        return
    for labels in examples(peer["namespaceSelector"]):
        known = f"{ANOTHER} with {_told(labels)}" if labels else ANOTHER
        name = labels.get(NAMESPACE, known)
        yield namespace(name, labels)


def _peers_of(policy: Policy) -> Iterator[Body]:
    for rules in policy.rules.values():
        for rule in rules:
            if rule.peer is not None:
                yield rule.peer


def _cidrs(peer: Peer) -> Iterator[str]:
    if isinstance(peer, Addresses):
        for cidr in peer.cidrs:
            yield cidr.value if isinstance(cidr, Sourced) else cidr


def _told(labels: Labels) -> str:
    return ", ".join(f"{key}={value}" for key, value in sorted(labels.items()))
