"""What the rules that look at one object say, directory by directory: it holds wherever the object is judged, so a
caller may keep it and judge anew only what changed.

Waivers and severities are not in it: they are applied each time.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from policies.configuration.values import Chosen, Configuration
from policies.engine.singleton import singleton_of
from policies.objects import Object
from policies.rule import Outcome, Rule, Scope, Verdict
from policies.rules.catalogue import RULES
from policies.world import World


@dataclass(frozen=True, slots=True)
class Apart:
    """What was said of the objects of one directory.

    `passes`: rule -> how many objects it passed. `others`: rule -> its other verdicts, in its own order. A rule that
    needs the whole set is in neither. `annotated`: the objects that carry a waiver of their own.
    """

    passes: Mapping[str, int]
    others: Mapping[str, tuple[Verdict, ...]]
    annotated: tuple[Object, ...] = ()


class NeedsTheSetError(Exception):
    """A rule that is said to look at one object asked for others: it is judged with the set, as the others are."""


OF_THE_SET = frozenset(
    {
        "autoscaler_of",
        "budgets_of",
        "defaults_in",
        "environments",
        "holds_all_of",
        "index",
        "least",
        "maximum",
        "minimum",
        "named",
        "quotas",
        "selected_by",
        "sources",
        "workloads_in",
    }
)
"""What a world tells of one object by looking at others. The rest lists objects, or holds for all of them."""


OF_ENVIRONMENT = (Scope.OBJECT, Scope.SET, Scope.FILES)
"""The scopes of the rules that see no more than one environment."""


class ApartWorld(World):
    """Objects that must not see each other: whoever asks one about another gets NeedsTheSetError."""

    def __getattribute__(self, name: str) -> Any:
        if name in OF_THE_SET:
            raise NeedsTheSetError
        return super().__getattribute__(name)


def judge_apart(
    objects: Sequence[Object],
    configuration: Configuration,
    environment: str | None,
    rules: Sequence[Rule] = RULES,
) -> dict[str, Apart]:
    """Directory -> what the rules chosen for `environment` that look at one object say. All objects are of that
    environment, and all those of their directories.
    """
    world = ApartWorld(tuple(objects), configuration.facts_of(environment), configuration.kubernetes_of(environment))
    passes: dict[str, dict[str, int]] = {item.directory: {} for item in objects}
    others: dict[str, dict[str, list[Verdict]]] = {item.directory: {} for item in objects}
    for rule in rules:
        chosen = configuration.chosen(rule, environment) if rule.scope is Scope.OBJECT else None
        if chosen is None:
            continue
        verdicts = _asked(chosen, environment, world)
        if verdicts is None:
            continue
        for counts in passes.values():
            counts[rule.id] = 0
        for item in _passed(verdicts):
            passes[item.directory][rule.id] += 1
        for verdict in verdicts:
            if verdict.outcome is not Outcome.PASS:
                others[verdict.object.directory].setdefault(rule.id, []).append(verdict)
    annotated: dict[str, list[Object]] = {}
    for item in objects:
        if singleton_of(item) is not None:
            annotated.setdefault(item.directory, []).append(item)
    return {
        directory: Apart(
            passes[directory],
            {rule: tuple(found) for rule, found in others[directory].items()},
            tuple(annotated.get(directory, ())),
        )
        for directory in passes
    }


def judge_whole(
    objects: Sequence[Object],
    configuration: Configuration,
    environment: str | None,
    apart: Iterable[Apart],
    rules: Sequence[Rule] = RULES,
) -> Apart:
    """What the rules chosen for `environment` say of all its objects, but for those that judged them apart.

    Nor are those asked that look at other environments. There are no files: a rule that looks at them says what it says
    where only objects are given.
    """
    world = World(tuple(objects), configuration.facts_of(environment), configuration.kubernetes_of(environment))
    said = tuple(apart)
    passes: dict[str, int] = {}
    others: dict[str, tuple[Verdict, ...]] = {}
    for rule in rules:
        chosen = configuration.chosen(rule, environment) if rule.scope in OF_ENVIRONMENT else None
        if chosen is None or judged_apart(rule, said):
            continue
        verdicts = _told(chosen, environment, world)
        spoken_of = {item for verdict in verdicts for item in (verdict.object, verdict.about) if item is not None}
        if spoken_of <= world.members and all(verdict.place is None for verdict in verdicts):
            passes[rule.id] = len(_passed(verdicts))
            others[rule.id] = tuple(verdict for verdict in verdicts if verdict.outcome is not Outcome.PASS)
    world.let_go()
    return Apart(passes, {rule: found for rule, found in others.items() if found})


def _passed(verdicts: Iterable[Verdict]) -> set[Object]:
    """The objects of which nothing else is said."""
    passed = {verdict.object for verdict in verdicts if verdict.outcome is Outcome.PASS}
    return passed - {verdict.object for verdict in verdicts if verdict.outcome is not Outcome.PASS}


def _told(chosen: Chosen, environment: str | None, world: World) -> list[Verdict]:
    try:
        return list(chosen.rule.judge(world, chosen.parameters))
    except NeedsTheSetError:
        raise
    except Exception as error:
        error.add_note(f"while {chosen.rule.id} judged {environment or 'objects without an environment'}")
        raise


def _asked(chosen: Chosen, environment: str | None, world: ApartWorld) -> list[Verdict] | None:
    """The verdicts of a rule; None where it cannot judge an object without others."""
    try:
        verdicts = _told(chosen, environment, world)
    except NeedsTheSetError:
        return None
    return verdicts if all(map(_speaks_of_one, verdicts)) else None


def _speaks_of_one(verdict: Verdict) -> bool:
    return verdict.about is None and verdict.place is None and verdict.part_of is None


def circumstances(
    configuration: Configuration,
    environment: str | None,
    rules: Sequence[Rule] = RULES,
    scopes: Collection[Scope] = (Scope.OBJECT,),
) -> str:
    """All that decides beside the objects and the program what rules of these scopes say, as text."""
    chosen = [(rule.id, configuration.chosen(rule, environment)) for rule in rules if rule.scope in scopes]
    told = [(rule, sorted(each.parameters.items())) for rule, each in chosen if each is not None]
    facts = sorted(configuration.facts_of(environment).items())
    return repr((environment, configuration.kubernetes_of(environment), facts, told))


def judged_apart(rule: Rule, aparts: Iterable[Apart]) -> bool:
    """Whether the rule could judge each of these directories without the others."""
    return rule.scope is Scope.OBJECT and all(rule.id in apart.passes for apart in aparts)
