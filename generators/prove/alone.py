"""What each folder is judged by without the others: the intent, the schemas, the rules that look at one object.

Folders are judged as kustomize hands them over, and only what later steps need of them stays in memory.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Protocol

from generators.prove.builds import unbuilt
from generators.prove.built_object import BuiltObject, built_objects
from generators.prove.equality import unlike_intent
from generators.prove.fault import Fault
from generators.prove.schemas import StartedSchemas
from generators.tree.intent import Folder
from manifests.kustomize.outcome import Build

Bodies = Sequence[Mapping[str, Any]]
_TOGETHER = 50  # folders that rules see at once: enough that asking a rule costs little


@dataclass(frozen=True, slots=True)
class Alone:
    """A folder as kustomize built it; `said` is what rules that look at one object said, None where none were asked.

    `said` begins with the rules' fingerprint.
    """

    objects: tuple[BuiltObject, ...]
    said: bytes | None


@dataclass(frozen=True, slots=True)
class Whole:
    """What was said of all objects of an environment together; `key` is a hash over all that it follows from."""

    key: str
    said: bytes


class AsksRules(Protocol):
    """Who knows the rules."""

    @property
    def fingerprint(self) -> bytes:
        """A hash over all but objects that decides what is said."""

    def alone(self, environment: str, built: Mapping[str, Bodies]) -> Mapping[str, bytes]:
        """Folder -> what rules that look at one object say of its objects."""


@dataclass(slots=True)
class Judgement:
    """What came of judging folders. `unlike` has the faults of those that are not as they are meant, by folder."""

    alone: dict[str, Alone] = field(default_factory=dict)
    unbuilt: list[Fault] = field(default_factory=list)
    unlike: dict[str, list[Fault]] = field(default_factory=dict)


def judge_alone(
    folders: Iterable[Folder], builds: Iterator[Build], schemas: StartedSchemas, rules: AsksRules
) -> Judgement:
    """Judge the builds of these folders as they come. Those with extras are compared with the intent elsewhere."""
    by_directory = {folder.directory: folder for folder in folders}
    found = Judgement()
    waiting: list[tuple[Folder, tuple[BuiltObject, ...], Bodies]] = []
    for build in builds:
        if build.error:
            found.unbuilt.append(unbuilt(build))
        if found.unbuilt:
            continue
        folder = by_directory[build.directory]
        objects = built_objects(build.objects)
        if not folder.extras and (faults := list(unlike_intent(folder, build.objects))):
            found.unlike[folder.directory] = faults
        schemas.add(folder.directory, objects, build.objects)
        waiting.append((folder, objects, build.objects))
        if len(waiting) >= _TOGETHER:
            found.alone |= _asked(waiting, rules)
            waiting = []
    found.alone |= _asked(waiting, rules)
    return found


def asked_again(folders: Iterable[Folder], alone: Mapping[str, Alone], rules: AsksRules) -> dict[str, Alone]:
    """Folders of which these rules said nothing yet, with what they say."""
    silent = [f for f in folders if not (alone[f.directory].said or b"").startswith(rules.fingerprint)]
    found: dict[str, Alone] = {}
    for first in range(0, len(silent), _TOGETHER):
        some = [(folder, alone[folder.directory].objects) for folder in silent[first : first + _TOGETHER]]
        found |= _asked([(folder, objects, [each.body for each in objects]) for folder, objects in some], rules)
    return found


def unlike_before(folders: Iterable[Folder], known: Mapping[str, Alone]) -> dict[str, list[Fault]]:
    """The faults of these folders that are known: they were as they were meant once, and may be meant otherwise now."""
    compared = (
        (folder.directory, list(unlike_intent(folder, [each.body for each in known[folder.directory].objects])))
        for folder in folders
        if folder.directory in known
    )
    return {directory: faults for directory, faults in compared if faults}


def _asked(waiting: Sequence[tuple[Folder, tuple[BuiltObject, ...], Bodies]], rules: AsksRules) -> dict[str, Alone]:
    said: dict[str, bytes] = {}
    for environment in {folder.environment for folder, _, _ in waiting}:
        theirs = {folder.directory: bodies for folder, _, bodies in waiting if folder.environment == environment}
        said |= rules.alone(environment, theirs)
    return {folder.directory: Alone(objects, said[folder.directory]) for folder, objects, _ in waiting}
