"""What is said where a reference names nothing among the objects.

In an open world another repository may own it: only a near miss is a fault. With the fact `closed` its absence is.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from fnmatch import fnmatchcase
from typing import Any

from policies.indexes.near_names import near_names
from policies.indexes.present import present
from policies.indexes.referenced import referenced
from policies.objects import Object
from policies.rule import Verdict, failed, not_evaluated
from policies.world import World


@dataclass(frozen=True, slots=True)
class Wanted:
    """What a reference asks for, and the field (JSON pointer) and container that ask.

    `group` is the API group, "" for the core's.
    """

    kind: str
    namespace: str
    name: str
    field: str
    container: str | None = None
    group: str = ""


def absent(
    world: World, owner: Object, wanted: Wanted, provided: Iterable[str] = (), *, needed: bool = True
) -> Verdict | None:
    """The verdict on `owner` where nothing is written under the wanted name; None where it is there all the same.

    `provided` are globs of Kind/name that exist though nobody here makes them. Of what is not `needed`, whose absence
    does no harm, only a near miss is told.
    """
    kind, name, namespace = wanted.kind, wanted.name, wanted.namespace
    short = f"{kind}/{name}"
    if any(fnmatchcase(short, glob) for glob in provided) or world.index(present).is_made(kind, namespace, name):
        return None
    if "${" in name:
        return not_evaluated(owner, f"{short} has its name from Flux", wanted.field)
    if not world.holds_all_of(namespace):
        if not needed:
            return None
        why = f"of namespace {namespace} only a part was read, and {short} may stand in the rest"
        return not_evaluated(owner, why, wanted.field)
    miss, fix = _near_miss(world, wanted)
    if miss:
        return failed(owner, miss, wanted.field, wanted.container, fix)
    if not needed:
        return None
    maker = world.index(present).possible_maker(namespace, name)
    if maker is not None:
        return not_evaluated(owner, f"{short} is not among the objects judged; {maker.short} may make it", wanted.field)
    if is_closed(world, owner, namespace):
        return failed(owner, f"{short} is not there", wanted.field, wanted.container)
    return not_evaluated(owner, f"{short} is not among the objects judged", wanted.field)


def is_closed(world: World, owner: Object, namespace: str) -> bool:
    """Whether all objects of the namespace are known: the fact speaks of the namespaces that are rendered here."""
    is_here = namespace == owner.namespace or bool(world.named("Namespace", namespace))
    return world.facts.get("closed") is True and is_here and world.holds_all_of(namespace)


def _near_miss(world: World, wanted: Wanted) -> tuple[str, str | None]:
    """The fact and the way out, ("", None) where nothing is near."""
    kind, name, namespace = wanted.kind, wanted.name, wanted.namespace
    short = f"{kind}/{name}"
    others = sorted({item.namespace for item in world.named(kind, name) if item.group == wanted.group} - {namespace})
    if others:
        return f"{short} is not in namespace {namespace}, but in {others[0]}", "Put both into one namespace."
    names = world.index(near_names)
    twin = names.twin(wanted.group, kind, namespace, name)
    if twin is not None:
        fix = "Name the generator's own name where kustomize follows it, or switch the hash off."
        return f"{short} is not there, but {kind}/{twin} is: it has a hash of kustomize that this name lacks", fix
    near = names.near(wanted.group, kind, namespace, name)
    if near is not None and (kind, namespace, near) not in world.index(referenced):
        return f"{short} is not there, but {kind}/{near} is", f"Write {near}."
    return "", None


def provided_by(parameters: Mapping[str, Any]) -> tuple[str, ...]:
    """The globs of the parameter `provided`."""
    return tuple(parameters["provided"])
