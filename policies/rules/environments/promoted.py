"""No environment runs an image that the one before it never ran."""

import re
from collections.abc import Iterator, Mapping
from typing import Any

from policies.indexes.neighbours import before
from policies.parameters import ORDER
from policies.per_workload import settled
from policies.rule import Rule, Scope, Severity, Verdict, failed, not_evaluated
from policies.workload.image import ImageReference, parse_image
from policies.workload.pod import ImageUse
from policies.workload.workload import Workload
from policies.world import World

_VERSION = re.compile(r"v?(\d{1,9}(?:\.\d{1,9})*)(.*)", re.DOTALL)


def _judge(world: World, parameters: Mapping[str, Any]) -> Iterator[Verdict]:
    earlier = before(world, parameters["order"])
    if earlier is None:
        return
    there = earlier.index(_images)
    for workload in world.workloads:
        if workload.unreadable:
            yield not_evaluated(workload.object, workload.unreadable)
        elif any(use.image for use in workload.pod.images()):
            yield from settled(workload.object, _check(workload, there, earlier.environment or ""))


def _images(world: World) -> dict[str, list[ImageReference]]:
    """The images that an environment runs, by name."""
    found: dict[str, list[ImageReference]] = {}
    for workload in world.workloads:
        for use in workload.pod.images():
            reference = parse_image(use.image)
            found.setdefault(reference.name, []).append(reference)
    return found


def _check(workload: Workload, there: Mapping[str, list[ImageReference]], other: str) -> Iterator[Verdict]:
    for use in workload.pod.images():
        mine = parse_image(use.image)
        theirs = there.get(mine.name, [])
        if not use.image or any(_is_same(mine, each) for each in theirs):
            continue
        if not theirs:
            yield not_evaluated(workload.object, f"{other} runs no {mine.name} now", use.pointer)
        else:
            yield _verdict(workload, use, mine, theirs, other)


def _is_same(mine: ImageReference, theirs: ImageReference) -> bool:
    """The same digest, or the same tag where not both have one."""
    if mine.digest and theirs.digest:
        return mine.digest == theirs.digest
    return mine.tag == theirs.tag


def _verdict(
    workload: Workload, use: ImageUse, mine: ImageReference, theirs: list[ImageReference], other: str
) -> Verdict:
    """An older version was there before, for all that is known; a newer one, or other content, was not."""
    shown = theirs[0].tag or theirs[0].digest
    if any(each.tag and each.tag == mine.tag for each in theirs):
        message = f"{mine.name}:{mine.tag} has another digest than in {other}"
        return failed(workload.object, message, use.pointer, use.container)
    if all(_is_newer(mine.tag, each.tag) for each in theirs):
        message = f"{mine.name} is {mine.tag}, newer than {shown}, which {other} runs"
        return failed(workload.object, message, use.pointer, use.container)
    why = f"{other} runs {mine.name} {shown} now: whether it ran {mine.tag or mine.digest} before, only Git knows"
    return not_evaluated(workload.object, why, use.pointer)


def _is_newer(mine: str, theirs: str) -> bool:
    """Whether both are numbered versions of the same make (1.5.0-gpu and 1.4.0-gpu), and the first is later."""
    one, two = _VERSION.fullmatch(mine), _VERSION.fullmatch(theirs)
    return one is not None and two is not None and one[2] == two[2] and _numbers(one[1]) > _numbers(two[1])


def _numbers(version: str) -> tuple[int, ...]:
    return tuple(map(int, version.split(".")))


RULE = Rule(
    id="environments/promoted",
    demands="An environment runs no image that is newer than the one before it runs, and no other content of one tag.",
    why="What production runs and staging never ran was tried by nobody: the step was left out, or the pin edited by "
    "hand.",
    fix="Pin the image in the environment before, see it run, then promote it.",
    bad="""
# environment: staging
apiVersion: v1
kind: Pod
metadata: {name: backend}
spec: {containers: [{name: api, image: "registry.example.com/backend:1.5.0"}]}
---
# environment: prod
apiVersion: v1
kind: Pod
metadata: {name: backend}
spec: {containers: [{name: api, image: "registry.example.com/backend:1.6.0"}]}
""",
    good="""
# environment: staging
apiVersion: v1
kind: Pod
metadata: {name: backend}
spec: {containers: [{name: api, image: "registry.example.com/backend:1.5.0"}]}
---
# environment: prod
apiVersion: v1
kind: Pod
metadata: {name: backend}
spec: {containers: [{name: api, image: "registry.example.com/backend:1.5.0"}]}
""",
    severity=Severity.ERROR,
    profile=None,
    judge=_judge,
    parameters=(ORDER,),
    scope=Scope.ENVIRONMENTS,
)
