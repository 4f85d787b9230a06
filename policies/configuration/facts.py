"""The facts that policies.yaml may state: what no object says."""

from collections.abc import Callable
from typing import Any

from manifests.quantity import parse_quantity
from manifests.reader import Node, to_plain
from policies.configuration.sheet import Sheet, describe


def _is_count(value: Any) -> bool:
    return isinstance(value, int) and not isinstance(value, bool) and value >= 0


def _is_flag(value: Any) -> bool:
    return isinstance(value, bool)


def _is_quantity(value: Any) -> bool:
    try:
        return parse_quantity(value).amount >= 0
    except (ValueError, TypeError):
        return False


FACTS: dict[str, tuple[Callable[[Any], bool], str]] = {
    "gpus": (_is_count, "a whole number of GPUs"),
    "nodes": (_is_count, "a whole number of nodes"),
    "pods": (_is_count, "a whole number of pods"),
    "cpu": (_is_quantity, "a quantity, as in 64 or 500m"),
    "memory": (_is_quantity, "a quantity, as in 256Gi"),
    "closed": (_is_flag, "true or false"),
}
"""The name of each fact, whether a value can be one, and what to write."""


def read_facts(sheet: Sheet, node: Node, what: str) -> dict[str, Any]:
    found = {}
    for name, value in sheet.entries(node, what, FACTS):
        accepts, demand = FACTS[name]
        plain = to_plain(value)
        if accepts(plain):
            found[name] = plain
        else:
            sheet.wrong(value.position, f"fact {name} is {describe(value)}: write {demand}")
    return found
