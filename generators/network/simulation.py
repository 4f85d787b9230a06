"""What NetworkPolicies allow, as Kubernetes documents it: a connection needs its source's egress and its destination's
ingress; a pod that no policy of a direction selects is open in it, else one rule of one such policy must allow it.

Source: Kubernetes, "Network Policies". Always allowed, and no concern of policies: a pod to itself, and its node to it.
An `ipBlock` means addresses outside of the cluster, as documented; some plugins let it match pods too.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from generators.network.flows import Flow
from generators.network.pod_groups import PodGroup
from generators.network.port_spans import EVERY_PORT, Span, Spans, numbered, without
from generators.network.rules import EGRESS, INGRESS, Rule, policies_among
from generators.network.world import End, World

Body = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Grant:
    """Ports that one rule opens to one other end."""

    rule: Rule
    spans: Spans


Grants = Mapping[End, Sequence[Grant]]


class Simulation:
    """The policies among (directory, body) at work on every end. `flows` are the intended ones, `home` the namespace
    that they are about.
    """

    def __init__(self, objects: Sequence[tuple[str, Body]], flows: Iterable[Flow], home: str) -> None:
        policies = list(policies_among(objects))
        self.world = World(objects, policies, tuple(flows), home)
        self._rules: dict[tuple[PodGroup, str], list[tuple[str, tuple[Rule, ...]]]] = {}
        for policy in policies:
            for group in self.world.selected(self.world.space(policy.namespace), policy.selector):
                for way, rules in policy.rules.items():
                    self._rules.setdefault((group, way), []).append((policy.namespace, rules))
        self._grants: dict[tuple[PodGroup, str], Grants] = {}

    def governed(self, end: End, way: str) -> bool:
        """Whether a policy isolates the end in this direction, `ingress` or `egress`."""
        return isinstance(end, PodGroup) and (end, way) in self._rules

    def grants(self, group: PodGroup, way: str) -> Grants:
        """What the policies of an isolated pod allow in this direction, by the other end."""
        key = (group, way)
        if key not in self._grants:
            found: dict[End, list[Grant]] = {}
            for where, rules in self._rules[key]:
                for rule in rules:
                    for end in self.world.ends_of(rule.peer, where):
                        if spans := _opened(rule, group if way == INGRESS else end):
                            found.setdefault(end, []).append(Grant(rule, spans))
            self._grants[key] = found
        return self._grants[key]

    def open_side(self, end: End, way: str, other: End) -> Spans:
        """The ports that one side lets through to the other end; what a policy does not govern is open."""
        if not isinstance(end, PodGroup) or not self.governed(end, way):
            return EVERY_PORT
        grants = self.grants(end, way).get(other, ())
        return frozenset(span for grant in grants for span in grant.spans)

    def allows(self, source: End, destination: End, port: int, protocol: str = "TCP") -> bool:
        """Whether a connection comes about: both sides must let it through."""
        asked = (numbered(port, protocol),)
        sides = (self.open_side(source, EGRESS, destination), self.open_side(destination, INGRESS, source))
        return not any(without(asked, side) for side in sides)


def _opened(rule: Rule, destination: End) -> Spans:
    """The rule's ports on that destination. A named port means nothing where no container has it."""
    if not rule.names:
        return rule.spans
    if not isinstance(destination, PodGroup):
        return rule.spans
    named = [(name, protocol, destination.ports.get((name, protocol))) for name, protocol in rule.names]
    if destination.owner is None:  # pods that are not ours may give the name to any number
        return rule.spans | {Span(protocol, 0, 0, name) for name, protocol, _ in named}
    return rule.spans | {numbered(number, protocol) for _, protocol, number in named if number is not None}
