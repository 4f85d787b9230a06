"""Which list elements a field goes through, said by name."""

from collections.abc import Mapping
from typing import Any

from manifests import pointer
from policies.finding import Element

_NAMING_KEYS = ("name", "containerPort", "mountPath", "port", "key", "topologyKey", "metric")


def elements_of(body: Mapping[str, Any], field: str) -> tuple[Element, ...]:
    """The elements on the way to `field` that a key of their own names: a container by its name, a port by its number.

    A list index says nothing in another file: a patch names the same container, at another index or at none.
    """
    found: list[Element] = []
    value: Any = body
    for depth, token in enumerate(pointer.split(field)):
        if isinstance(value, Mapping):
            value = value.get(token)
        elif isinstance(value, list) and token.isdecimal() and int(token) < len(value):
            value = value[int(token)]
            key = next((key for key in _NAMING_KEYS if _names(value, key)), None)
            if key is not None:
                found.append(Element(depth, key, str(value[key])))
        else:
            break
    return tuple(found)


def _names(value: Any, key: str) -> bool:
    return isinstance(value, Mapping) and isinstance(value.get(key), str | int)
