"""From findings to the files that put them right."""

from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from manifests.errors import UserError
from manifests.reader import to_plain
from manifests.temporary import TemporaryFolder
from policies.files import Files
from policies.finding import Finding, Location, Replacement, Report
from policies.fix import digest, gpu_limit, replicas
from policies.fix.editable import Change, changed
from policies.fix.proof import Before
from policies.fix.proposal import Case, NotFixedError, Proposal, Sources
from policies.load.loading import Loaded
from policies.objects import Object
from policies.pipeline import Checked, Options
from policies.provenance.locating import Locating
from policies.rule import Outcome
from policies.workload.image import parse_image

FIXES: Mapping[str, Callable[[Case], Proposal]] = {
    "scaling/autoscaler-owns-replicas": replicas.propose,
    "gpu/limit-set": gpu_limit.propose,
    "images/digest-pinned": digest.propose,
}
"""Rule -> what proposes its fix."""
_MOST_TRIED_ALONE = 20
_Group = list[Proposal]


@dataclass(frozen=True, slots=True)
class Fixes:
    """`texts` are the files after all fixes, `fixed` their proposals, `refused` what is not fixed, and why."""

    texts: Mapping[str, str]
    fixed: tuple[Proposal, ...]
    refused: tuple[tuple[Finding, str], ...]

    def repaired(self, report: Report, root: Path) -> Report:
        """The report with the fix of each finding that has one."""
        repairs = {_key(each.finding): _replacements(each, root) for each in self.fixed}
        findings = (replace(each, repair=repairs.get(_key(each), ())) for each in report.findings)
        return replace(report, findings=tuple(findings))


def fixes_for(report: Report, root: Path, options: Options, whole: Checked | None = None) -> Fixes:
    """The proven fixes for the open findings of a report. Writes nothing below `root`.

    `whole` is the check of the whole repository by these options, where there was one already.
    """
    asked = {_key(each) for each in report.open if each.rule in FIXES and each.verdict is Outcome.FAIL}
    if not asked:
        return Fixes({}, (), ())
    with TemporaryFolder() as home:
        there = Before(root, home, options, whole)
        if there.checked.report.unchecked:
            broken = there.checked.report.unchecked[0]
            raise UserError(f"--fix: {broken.directory} could not be checked, so nothing proves a fix: {broken.why}")
        return _Fixing(root, there).fixes(asked)


class _Fixing:
    def __init__(self, root: Path, there: Before) -> None:
        loaded = there.checked.loaded
        self._there = there
        self._loaded = loaded
        self._locating = Locating(root, loaded.texts, loaded.sources, loaded.objects)
        self._bodies = _bodies(loaded.objects)
        self._sources = Sources(root)
        self._digests: dict[tuple[str, str], frozenset[str]] | None = None

    def fixes(self, asked: set[object]) -> Fixes:
        proposals: list[Proposal] = []
        refused: list[tuple[Finding, str]] = []
        # A base belongs to all that build on it: what is proposed for one is proposed for all that have the finding.
        for finding in self._there.checked.report.open:
            if finding.rule not in FIXES or finding.verdict is not Outcome.FAIL:
                continue
            try:
                proposals.append(FIXES[finding.rule](self._case(finding)))
            except NotFixedError as why:
                if _key(finding) in asked:
                    refused.append((finding, str(why)))
        groups = [group for group in _groups(proposals) if any(_key(each.finding) in asked for each in group)]
        accepted, objected = self._proven(groups)
        refused += [(each.finding, why) for group, why in objected for each in group if _key(each.finding) in asked]
        texts, _ = self._texts(accepted)
        return Fixes(texts or {}, tuple(each for group in accepted for each in group), tuple(refused))

    def _case(self, finding: Finding) -> Case:
        locating = self._locating
        body = self._bodies.get((finding.directory, finding.environment, finding.identity))
        if body is None:
            raise NotFixedError("its object is not rendered from files of this repository")

        return Case(
            locating.settled(finding),
            body.body,
            lambda field: locating.settled(replace(finding, field=field)),
            self._known,
            self._sources,
        )

    def _known(self) -> Mapping[tuple[str, str], frozenset[str]]:
        if self._digests is None:
            self._digests = known_digests(self._loaded, self._locating.files)
        return self._digests

    def _proven(self, groups: Sequence[_Group]) -> tuple[list[_Group], list[tuple[_Group, str]]]:
        """The groups that hold together, and those that do not, each with what speaks against it."""
        if not groups or not self._objection(groups):
            return list(groups), []
        held: list[_Group] = []
        objected: list[tuple[_Group, str]] = []
        for index, group in enumerate(groups):
            why = "too many fixes do not hold at once: run --fix again" if index >= _MOST_TRIED_ALONE else ""
            why = why or self._objection([group])
            if why:
                objected.append((group, why))
            else:
                held.append(group)
        why = self._objection(held) if len(held) > 1 else ""
        if why:
            return held[:1], [*objected, *((group, f"not together with another fix: {why}") for group in held[1:])]
        return held, objected

    def _objection(self, groups: Sequence[_Group]) -> str:
        texts, why = self._texts(groups)
        return why or self._there.objection([each for group in groups for each in group], texts)

    def _texts(self, groups: Sequence[_Group]) -> tuple[dict[str, str], str]:
        by_file: dict[str, list[Change]] = defaultdict(list)
        for group in groups:
            for proposal in group:
                for change in proposal.changes:
                    by_file[change.file].append(change)
        texts = {}
        for file, changes in by_file.items():
            text = changed(self._sources.text(file), changes)
            if text is None:
                return {}, f"two fixes change the same lines of {file}"
            texts[file] = text
        return texts, ""


def known_digests(loaded: Loaded, files: Files) -> dict[tuple[str, str], frozenset[str]]:
    """(name with registry, tag) -> the digests that images and pins of this repository have for it."""
    found: dict[tuple[str, str], set[str]] = defaultdict(set)
    texts = [text for item in loaded.objects for text in _images(item.body)]
    for each in loaded.sources.kustomizations:
        kustomization = files.kustomization(each.object.directory)
        for entry in kustomization.entries("images") if kustomization is not None else ():
            plain = to_plain(entry)
            if isinstance(plain, dict) and all(isinstance(plain.get(key), str) for key in ("name", "newTag", "digest")):
                texts.append(f"{plain.get('newName') or plain['name']}:{plain['newTag']}@{plain['digest']}")
    for text in texts:
        image = parse_image(text)
        if image.tag and image.has_valid_digest:
            found[image.full_name, image.tag].add(image.digest)
    return {key: frozenset(digests) for key, digests in found.items()}


def _images(value: object) -> list[str]:
    """Every text under a key `image` of an object."""
    todo, found = [value], []
    while todo:
        each = todo.pop()
        if isinstance(each, Mapping):
            image = each.get("image")
            found += [image] if isinstance(image, str) else []
            todo += each.values()
        elif isinstance(each, list):
            todo += each
    return found


def _groups(proposals: Sequence[Proposal]) -> list[_Group]:
    """Proposals that change the same place belong together."""
    groups: list[tuple[set[Change], _Group]] = []
    for proposal in proposals:
        changes = set(proposal.changes)
        same = [each for each in groups if not each[0].isdisjoint(changes)]
        merged: tuple[set[Change], _Group] = (changes, [proposal])
        for each in same:
            groups.remove(each)
            merged = (merged[0] | each[0], [*each[1], *merged[1]])
        groups.append(merged)
    return [group for _, group in groups]


def _bodies(objects: Sequence[Object]) -> dict[object, Object]:
    return {(item.directory, item.environment, item.identity): item for item in objects}


def _key(finding: Finding) -> object:
    return (finding.rule, finding.environment, finding.directory, finding.identity, finding.container, finding.field)


def _replacements(proposal: Proposal, root: Path) -> tuple[Replacement, ...]:
    texts = Sources(root)
    found = []
    for change in proposal.changes:
        text = texts.text(change.file)
        start, end = (_place(change.file, text, offset) for offset in (change.start, change.end))
        found.append(Replacement(start, end, change.text))
    return tuple(found)


def _place(file: str, text: str, offset: int) -> Location:
    line = text.count("\n", 0, offset)
    return Location(file, line + 1, offset - (text.rfind("\n", 0, offset) + 1) + 1)
