"""What only a build tells: in a view outside the repository places are dyed or entries left out, and kustomize says
what comes of it.

A dye is a value that stands nowhere else; the one that is rendered names its place. So one build tells any number of
values apart. What has no value of its own (a replacement, a removal, a transformer) is left out instead, one build for
each. All builds of a round go to kustomize together.
"""

import os
import posixpath
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from manifests.errors import UserError
from manifests.identity import Identity
from manifests.kustomize.build import start_builds
from manifests.kustomize.tool import KustomizeTool, find_kustomize
from manifests.temporary import TemporaryFolder
from policies.files import Files
from policies.load.reach import reach
from policies.provenance.dyeing import dyed_texts, dyes_for, without
from policies.provenance.images import is_image_field
from policies.provenance.rendered import Rendered, object_of, rendered_field
from policies.provenance.step import Entry, Spot, Step, Strength
from policies.provenance.subject import Subject
from policies.provenance.view import lay_out

MOST_BUILDS = 40
"""In one run. What is beyond is blamed by what the files say, as where there is no build at all."""


@dataclass(frozen=True, eq=False)
class Doubt:
    """A field that several steps may have set, or taken away where it is not `present`."""

    directory: str
    identity: Identity
    subject: Subject
    steps: tuple[Step, ...]
    present: bool

    @property
    def spots(self) -> tuple[Spot, ...]:
        return tuple(step.spot for step in self.steps if step.spot is not None) if self.present else ()

    @property
    def entries(self) -> tuple[Entry, ...]:
        """What to leave out, one after the other."""
        opaque = (step for step in self.steps if not self.present or step.spot is None)
        return tuple(dict.fromkeys(step.entry for step in opaque if step.entry is not None))


@dataclass(frozen=True, slots=True)
class _Variation:
    directory: str
    texts: Mapping[str, str]


class Ablation:
    """The builds of one run. `texts` are kustomizations that are not on disk, by file."""

    def __init__(self, root: Path, files: Files, texts: Mapping[str, str]) -> None:
        self._root = root
        self._files = files
        self._texts = texts
        self._left = MOST_BUILDS

    def settle(self, doubts: Sequence[Doubt]) -> dict[Doubt, Step]:
        """The step that set each field; doubts that stay are left out."""
        try:
            return self._settle(doubts)
        except (UserError, OSError):  # kustomize is missing or was killed: what the files say must do
            return {}

    def _settle(self, doubts: Sequence[Doubt]) -> dict[Doubt, Step]:
        found, open_ = self._dye([doubt for doubt in doubts if doubt.spots])
        rest = [*open_, *(doubt for doubt in doubts if not doubt.spots)]
        return {**found, **self._leave_out(rest)}

    def _dye(self, doubts: Sequence[Doubt]) -> tuple[dict[Doubt, Step], list[Doubt]]:
        """What dyes tell, and the doubts in which none of them was rendered."""
        token = os.urandom(4).hex()
        groups: dict[str, list[Doubt]] = defaultdict(list)
        for doubt in doubts:
            groups[doubt.directory].append(doubt)
        # What is beyond the limit stays as it is; no dyes are made for it.
        batches = list(groups.items())[: self._left]
        found: dict[Doubt, Step] = {}
        open_: list[Doubt] = []
        for retry in (False, True):
            dyes = [dyes_for(dict.fromkeys(s for d in members for s in d.spots), token) for _, members in batches]
            variations = [
                _Variation(directory, self._dyed(members, mine))
                for (directory, members), mine in zip(batches, dyes, strict=True)
            ]
            failed: list[Doubt] = []
            for (_, members), mine, built in zip(batches, dyes, self._build(variations), strict=True):
                if built is None:
                    failed += members
                    continue
                for doubt in members:
                    step = _dyed_step(doubt, mine, built)
                    if step is None:
                        open_.append(doubt)
                    else:
                        found[doubt] = step
            # One dye may break the build of all; each by itself breaks its own alone.
            batches = [(doubt.directory, [doubt]) for doubt in failed] if not retry else []
            if not batches:
                break
        return found, open_

    def _dyed(self, doubts: Sequence[Doubt], dyes: Mapping[Spot, str | int]) -> dict[str, str]:
        images = (
            step.spot
            for doubt in doubts
            for step in doubt.steps
            if step.spot is not None and is_image_field(doubt.subject.tokens) and not step.role.startswith("images")
        )
        return dyed_texts(self._files, dyes, is_image=images)

    def _leave_out(self, doubts: Sequence[Doubt]) -> dict[Doubt, Step]:
        """A field that changes where an entry is left out was set, or taken away, by it; of several, by the last."""
        found: dict[Doubt, Step] = {}
        questions: list[tuple[Doubt, Entry | None]] = []
        for doubt in doubts[: self._left]:
            opaque = [step for step in doubt.steps if doubt.present and step.spot is None]
            if len(opaque) == 1 and opaque[0].strength is Strength.SETS:
                found[doubt] = opaque[0]  # what has a value was dyed and did not show
            else:
                questions += [(doubt, entry) for entry in (None, *doubt.entries)]
        answers = self._build([self._without(doubt, entry) for doubt, entry in questions])
        before: dict[Doubt, Rendered | None] = {}
        for (doubt, entry), built in zip(questions, answers, strict=True):
            field = _field(doubt, built) if built is not None else None
            if entry is None:
                before[doubt] = field
            elif field is not None and before[doubt] is not None and field != before[doubt]:
                last = [step for step in doubt.steps if step.entry == entry and (doubt.present or _takes(step))]
                found[doubt] = last[-1]
        return found

    def _without(self, doubt: Doubt, entry: Entry | None) -> _Variation:
        if entry is None:
            return _Variation(doubt.directory, {})
        text = without("\n".join(self._files.lines(entry.file)), entry)
        return _Variation(doubt.directory, {entry.file: text} if text is not None else {})

    def _build(self, variations: Sequence[_Variation]) -> list[Sequence[Mapping[str, Any]] | None]:
        """The objects of each variation, None where it does not build, changes nothing, or is one too many."""
        answers: list[Sequence[Mapping[str, Any]] | None] = [None] * len(variations)
        asked = range(min(len(variations), self._left))
        self._left -= len(asked)
        if not asked:
            return answers
        with TemporaryFolder() as home:
            places: dict[int, str] = {}
            for index in asked:
                each = variations[index]
                (home / str(index)).mkdir()
                if self._lay_out(home / str(index), each):
                    places[index] = os.path.normpath(f"{index}/{each.directory}")
            with start_builds(home, list(places.values()), _beside(find_kustomize())) as builds:
                built = builds.results()
        for index, place in places.items():
            if built[place].error is None:
                answers[index] = built[place].objects
        return answers

    def _lay_out(self, home: Path, variation: _Variation) -> bool:
        reached = reach(self._root, self._files, variation.directory)
        if reached.refused or reached.remote or any(folder.startswith("..") for folder in reached.folders):
            return False
        generated = {file: text for file, text in self._texts.items() if posixpath.dirname(file) in reached.folders}
        lay_out(home, self._root, reached, {**generated, **variation.texts})
        return True


def _takes(step: Step) -> bool:
    return step.removes or step.strength is Strength.MAYBE


def _field(doubt: Doubt, built: Sequence[Mapping[str, Any]]) -> Rendered | None:
    body = object_of(built, doubt.identity, doubt.subject)
    return rendered_field(body, doubt.subject) if body is not None else None


def _dyed_step(doubt: Doubt, dyes: Mapping[Spot, str | int], built: Sequence[Mapping[str, Any]]) -> Step | None:
    field = _field(doubt, built)
    if field is None or not field.present:
        return None
    for step in reversed(doubt.steps):
        if step.spot is not None and str(dyes[step.spot]) in str(field.value):
            return step
    return None


def _beside(tool: KustomizeTool) -> KustomizeTool:
    """Files of the view are links; that they are in the repository has been looked at before."""
    return KustomizeTool((*tool.command, "--load-restrictor", "LoadRestrictionsNone"))
