"""What a type of component is: the keys it takes and the objects it becomes."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from generators.platform.values import Component


@dataclass(frozen=True, slots=True)
class ComponentType:
    """One type, such as `web`.

    `keys` are those it takes beside `type`, each defined once in generators/platform/keys; `required` are those it
    cannot do without; `port` among them is met by `ports`. `serves` are its ports, (name, number), which a component's
    `port` or `ports` replace. `needable`: others may need it, because it is found under its name. `may_be_external`:
    somebody else may keep it in an environment. `one_name`: why it cannot run under two names for a
    while (`was`), and what to do instead.
    `objects` takes a Component and a generators.types.context.Context and gives a tuple of generators.types.part.Part:
    both belong to a layer above this one, hence the Any.
    """

    name: str
    purpose: str
    keys: frozenset[str]
    required: frozenset[str]
    serves: tuple[tuple[str, int], ...]
    objects: Callable[[Component, Any], tuple[Any, ...]]
    needable: bool = True
    may_be_external: bool = False
    one_name: tuple[str, str] | None = None
