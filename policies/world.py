"""All objects that are judged together, with the indexes that rules look things up in."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from policies.objects import Object


@dataclass(frozen=True, eq=False)
class World:
    """The objects of one environment, the facts stated about it, and the Kubernetes version ("1.35") it runs.

    Facts are what `policies.yaml` states: `gpus` (whole GPUs of the node pool), `closed` (nothing else lives in the
    namespaces). Indexes are built once, when first asked for, in time linear in the number of objects.
    """

    objects: tuple[Object, ...]
    facts: Mapping[str, Any] = field(default_factory=dict)
    kubernetes: str = "1.35"

    @cached_property
    def _by_kind(self) -> Mapping[str, tuple[Object, ...]]:
        found: dict[str, list[Object]] = {}
        for item in self.objects:
            found.setdefault(item.kind, []).append(item)
        return {kind: tuple(items) for kind, items in found.items()}

    def of_kind(self, *kinds: str) -> Iterable[Object]:
        """The objects of these kinds, in the order of the kinds and then of the input."""
        for kind in kinds:
            yield from self._by_kind.get(kind, ())
