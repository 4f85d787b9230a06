"""The loop that most rules share: every workload once, what can't be read said, and a pass where nothing is wrong."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any

from policies.objects import Object
from policies.rule import Verdict, not_evaluated, passed
from policies.workload.field import UnreadableError
from policies.workload.workload import Workload
from policies.world import World

Judge = Callable[[World, Mapping[str, Any]], Iterator[Verdict]]
Check = Callable[[World, Workload, Mapping[str, Any]], Iterable[Verdict]]
Applies = Callable[[Workload, Mapping[str, Any]], bool]


def _always(workload: Workload, parameters: Mapping[str, Any]) -> bool:
    return True


def per_workload(check: Check, applies: Applies = _always) -> Judge:
    """A rule's `judge` from what it says of one readable workload; a workload without a verdict passes.

    `applies` says which readable workloads the rule concerns; the others are not applicable. Where either raises
    UnreadableError the workload is not evaluated.
    """

    def judge(world: World, parameters: Mapping[str, Any]) -> Iterator[Verdict]:
        for workload in world.workloads:
            if workload.unreadable:
                yield not_evaluated(workload.object, workload.unreadable)
                continue
            try:
                if applies(workload, parameters):
                    yield from settled(workload.object, check(world, workload, parameters))
            except UnreadableError as error:
                yield not_evaluated(workload.object, str(error))

    return judge


def settled(object: Object, verdicts: Iterable[Verdict]) -> Iterator[Verdict]:
    """The verdicts on one object, or a pass where there are none."""
    any_found = False
    for verdict in verdicts:
        any_found = True
        yield verdict
    if not any_found:
        yield passed(object)
