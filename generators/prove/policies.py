"""The policies over the built tree: the only place below the commands where the generator calls the checker."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date
from functools import cached_property
from pathlib import Path
from typing import Any

from generators.platform.positions import Positions
from generators.platform.values import Platform
from generators.prove.alone import Alone, Whole
from generators.tree.intent import Folder
from generators.tree.traced import Traced
from generators.tree.tree import Tree
from manifests.errors import UserError
from manifests.identity import Identity, identity_of
from manifests.kustomization_names import KUSTOMIZATION_NAMES
from policies.configuration import Configuration, load_configuration
from policies.engine import apart, judge
from policies.engine.verdict_text import from_json, to_json
from policies.files import Files
from policies.finding import Finding, Location, Report
from policies.load.graph import remote_references
from policies.objects import Object, StoredObject
from policies.provenance import locate
from policies.rule import Severity


class Policies:
    """The rules, for folders by themselves and for all of them together.

    `root` holds policies.yaml, and the pins and extras that a finding may lead to; `texts` are the generated files as
    they will stand. Raises UserError for what is wrong in policies.yaml, or says otherwise than platform.yaml.
    """

    def __init__(
        self, tree: Tree, texts: Mapping[str, str], platform: Platform, positions: Positions, root: Path, today: date
    ) -> None:
        configuration = load_configuration(root)
        _refuse_disagreement(configuration, platform)
        self._configuration = replace(configuration, kubernetes=str(platform.kubernetes))
        self._tree = tree
        self._texts = texts
        self._positions = positions
        self._root = root
        self._today = today

    @cached_property
    def fingerprint(self) -> bytes:
        """A hash over all but the objects and the program that decides what `alone` says."""
        names = sorted({folder.environment for folder in self._tree.folders})
        told = [apart.circumstances(self._configuration, name) for name in names]
        return hashlib.sha256(repr(told).encode()).hexdigest().encode()

    def alone(self, environment: str, built: Mapping[str, Sequence[Mapping[str, Any]]]) -> dict[str, bytes]:
        """Folder -> what rules that look at one object say of its objects, behind the fingerprint."""
        objects = {
            directory: [Object(body, environment, directory) for body in bodies] for directory, bodies in built.items()
        }
        every = [each for found in objects.values() for each in found]
        said = apart.judge_apart(every, self._configuration, environment)
        return {
            directory: self.fingerprint + to_json(said.get(directory, apart.Apart({}, {})), found)
            for directory, found in objects.items()
        }

    def report(
        self, alone: Mapping[str, Alone], contents: Mapping[str, str], before: Mapping[str, Whole]
    ) -> tuple[Report, dict[str, Whole]]:
        """The report on all folders; findings that stop sync have their line in a file and in platform.yaml.

        `contents` has a hash over the objects of each environment. What is said of them together comes back too, and
        is taken from `before` where it holds.
        """
        objects: dict[str, list[Object]] = {environment: [] for environment in contents}
        said: dict[str, apart.Apart] = {}
        for folder in self._tree.folders:
            one = alone[folder.directory]
            found = [StoredObject(o.identity, o.text, folder.environment, folder.directory) for o in one.objects]
            objects[folder.environment] += found
            said[folder.directory] = from_json((one.said or b"")[len(self.fingerprint) :], found)
        whole = {
            environment: self._whole(environment, own, said, contents[environment], before.get(environment))
            for environment, own in objects.items()
        }
        together: dict[str | None, apart.Apart] = {
            environment: from_json(each.said, objects[environment]) for environment, each in whole.items()
        }
        every = [item for own in objects.values() for item in own]
        report = judge(every, self._configuration, self._today, apart=said, whole=together)
        return self._placed(report), whole

    def _whole(
        self,
        environment: str,
        objects: Sequence[Object],
        said: Mapping[str, apart.Apart],
        content: str,
        before: Whole | None,
    ) -> Whole:
        around = apart.circumstances(self._configuration, environment, scopes=apart.OF_ENVIRONMENT)
        key = hashlib.sha256(f"{content}{around}".encode()).hexdigest()
        if before is not None and before.key == key:
            return before
        directories = dict.fromkeys(item.directory for item in objects)
        theirs = [said[directory] for directory in directories]
        found = apart.judge_whole(objects, self._configuration, environment, theirs)
        return Whole(key, to_json(found, objects))

    def _placed(self, report: Report) -> Report:
        errors = tuple(finding for finding in report.open if finding.severity is Severity.ERROR)
        located = locate(replace(report, findings=errors), self._root, self._texts)
        touched = {finding.directory for finding in errors}
        folders = [folder for folder in self._tree.folders if folder.directory in touched]
        placed = with_sources(located, folders, self._positions).findings
        others = tuple(finding for finding in report.findings if finding not in errors)
        return replace(report, findings=(*placed, *others))


def refuse_remote_extras(root: Path, extras: Iterable[str]) -> None:
    """Raises UserError where extras, or what lies below them, would make kustomize fetch something.

    What is fetched is not what was reviewed, and Flux may fetch something else.
    """
    files = Files(root)
    below = {
        path.parent.relative_to(root).as_posix()
        for extra in extras
        for name in KUSTOMIZATION_NAMES
        for path in (root / extra).rglob(name)
    }
    faults = [
        f"{kustomization.file}: {reference} would be fetched; put the files themselves below {folder}"
        for folder in sorted(below)
        if (kustomization := files.kustomization(folder)) is not None
        for reference in remote_references(kustomization)
    ]
    if faults:
        raise UserError("\n".join(faults))


def _refuse_disagreement(configuration: Configuration, platform: Platform) -> None:
    """What stands in both files must be the same: the rules would judge another cluster than sync builds for."""
    faults = []
    for environment in platform.environments:
        version = configuration.said_kubernetes(environment.name)
        if version is not None and version != str(platform.kubernetes):
            faults.append(f"kubernetes is {version} for {environment.name}, platform.yaml says {platform.kubernetes}")
        gpus = configuration.facts_of(environment.name).get("gpus")
        if gpus is not None and environment.gpus is not None and gpus != environment.gpus.value:
            said = environment.gpus.value
            faults.append(f"the fact gpus is {gpus} for {environment.name}, platform.yaml says {said}")
    if faults:
        raise UserError("\n".join(f"policies.yaml: {fault}; write the same in both" for fault in faults))


def with_sources(report: Report, folders: Sequence[Folder], positions: Positions) -> Report:
    """The report with platform.yaml's line and column on each finding of an object that platform.yaml means (law 5)."""
    intended = {(folder.directory, identity_of(each.body)): each for folder in folders for each in folder.objects}
    return replace(report, findings=tuple(_with_source(finding, intended, positions) for finding in report.findings))


def _with_source(finding: Finding, intended: Mapping[tuple[str, Identity], Traced], positions: Positions) -> Finding:
    traced = intended.get((finding.directory, finding.identity))
    said_by_extras = finding.location is not None and finding.location.file.startswith("extras/")
    if traced is None or said_by_extras:
        return finding
    place = positions.of(traced.source_of(finding.field))
    return replace(finding, source=Location(place.file, place.line, place.column))
