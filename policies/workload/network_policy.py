"""A NetworkPolicy with the API's defaults (networking/v1, NetworkPolicySpec)."""

from collections.abc import Mapping
from dataclasses import dataclass

from policies.objects import Object
from policies.workload.field import Field, UnreadableError
from policies.workload.name_lookup import lookups
from policies.workload.selector import Selector, read_selector

INGRESS, EGRESS = "Ingress", "Egress"


@dataclass(frozen=True, eq=False, slots=True)
class NetworkPolicy:
    """One policy. `rules` has an entry for each direction that it governs: what it lets through, which may be nothing.

    An absent pod selector selects every pod of the namespace, as an empty one does. `lookups` are the protocols by
    which its egress rules let names be looked up. `unreadable` is "" or why the policy could not be read; then it
    governs nothing.
    """

    object: Object
    selector: Selector
    rules: Mapping[str, tuple[Field, ...]]
    lookups: frozenset[str]
    unreadable: str = ""

    def denies_by_default(self, direction: str) -> bool:
        """Whether every pod of the namespace is closed in this direction but for what rules let through."""
        rules = self.rules.get(direction)
        return rules is not None and not self.selector.requirements and not any(map(_lets_all_through, rules))


def read_network_policy(object: Object) -> NetworkPolicy | None:
    """The policy that the object is, or None. Never raises."""
    if (object.group, object.kind) != ("networking.k8s.io", "NetworkPolicy"):
        return None
    spec = Field(object.body.get("spec"), "/spec")
    try:
        written = {INGRESS: tuple(spec.at("ingress").items()), EGRESS: tuple(spec.at("egress").items())}
        types = [each.text() for each in spec.at("policyTypes").items()]
        # Without policyTypes: ingress always, and egress if there is a rule for it.
        governed = types or [INGRESS, *([EGRESS] if written[EGRESS] else [])]
        selector = read_selector(spec.at("podSelector")) or Selector(())
        rules = {direction: found for direction, found in written.items() if direction in governed}
        allowed: frozenset[str] = frozenset().union(*map(lookups, rules.get(EGRESS, ())))
        for rule in rules.get(INGRESS, ()):
            rule.mapping()
        return NetworkPolicy(object, selector, rules, allowed)
    except UnreadableError as error:
        return NetworkPolicy(object, Selector(()), {}, frozenset(), str(error))


def _lets_all_through(rule: Field) -> bool:
    """Whether a rule names neither peers nor ports; absent or empty, both mean all."""
    return not any(rule.mapping().get(key) for key in ("from", "to", "ports"))
