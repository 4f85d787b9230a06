"""The policies over the built tree: the only place below the commands where the generator calls the checker."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

from generators.platform.positions import Positions
from generators.platform.values import Platform
from generators.tree.intent import Folder
from generators.tree.traced import Traced
from manifests.errors import UserError
from manifests.identity import Identity, identity_of
from manifests.kustomization_names import KUSTOMIZATION_NAMES
from policies.configuration import Configuration, load_configuration
from policies.engine import judge
from policies.files import Files
from policies.finding import Finding, Location, Report
from policies.load.graph import remote_references
from policies.objects import Object
from policies.provenance import locate
from policies.rule import Severity


def judge_built(
    built: Mapping[str, Sequence[Mapping[str, Any]]],
    folders: Sequence[Folder],
    platform: Platform,
    positions: Positions,
    root: Path,
    stage: Path,
    today: date,
) -> Report:
    """The report on folder -> objects; findings that stop sync have their line in the staged tree and in platform.yaml.

    `root` holds policies.yaml. Raises UserError for what is wrong in it, or says otherwise than platform.yaml.
    """
    configuration = load_configuration(root)
    _refuse_disagreement(configuration, platform)
    configuration = replace(configuration, kubernetes=str(platform.kubernetes))
    environments = {folder.directory: folder.environment for folder in folders}
    objects = [
        Object(body, environments[directory], directory) for directory, bodies in built.items() for body in bodies
    ]
    report = judge(objects, configuration, today)
    errors = tuple(finding for finding in report.open if finding.severity is Severity.ERROR)
    placed = with_sources(locate(replace(report, findings=errors), stage), folders, positions).findings
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
