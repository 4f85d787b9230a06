"""Which environment comes before and after one, and which of its objects is the same thing there."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from policies.indexes.near_names import without_hash
from policies.objects import Object
from policies.world import World

_Key = tuple[str, str, str]


@dataclass(frozen=True, slots=True)
class Things:
    """The objects of an environment under the names that they have in every environment, and where they come from."""

    objects: Mapping[_Key, list[Object]]
    directories: frozenset[str]

    def same(self, item: Object, environment: str) -> Object | None:
        """The object that is here what `item` is in its `environment`, in a namespace of the same part where asked."""
        found = self.objects.get(_key(item, environment), [])
        if len(found) == 1:
            return found[0]
        namespace = neutral(item.namespace, environment)
        return next((each for each in found if neutral(each.namespace, each.environment or "") == namespace), None)


def things(world: World) -> Things:
    """For `World.index`."""
    objects: dict[_Key, list[Object]] = {}
    name = world.environment or ""
    for item in world.objects:
        objects.setdefault(_key(item, name), []).append(item)
    return Things(objects, frozenset(neutral(item.directory, name) for item in world.objects))


def _key(item: Object, environment: str) -> _Key:
    return item.group, item.kind, neutral(item.name, environment)


def neutral(text: str, environment: str) -> str:
    """The text without the environment's name, where that stands as a word of its own, and without kustomize's hash."""
    return without_hash(_word(environment).sub("*", text)) if environment else text


@lru_cache(maxsize=64)
def _word(environment: str) -> re.Pattern[str]:
    return re.compile(rf"(?<![A-Za-z0-9]){re.escape(environment)}(?![A-Za-z0-9])")


def before(world: World, order: Sequence[str]) -> World | None:
    """The environment that comes before this one, of those that are judged in this run."""
    return _beside(world, list(order))


def after(world: World, order: Sequence[str]) -> World | None:
    """The environment that comes after this one."""
    return _beside(world, list(reversed(order)))


def _beside(world: World, order: list[str]) -> World | None:
    if world.environment not in order:
        return None
    earlier = order[: order.index(world.environment)]
    return next((world.environments[name] for name in reversed(earlier) if name in world.environments), None)
