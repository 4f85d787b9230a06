"""Findings get the file, line and column that a person edits to change the field."""

from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

from manifests.identity import Identity
from policies.files import Files
from policies.finding import Finding, Location, Report
from policies.objects import Origin
from policies.provenance.step import last_setter
from policies.provenance.subject import subject_of
from policies.provenance.trace import Trace
from policies.sources import Sources

_Key = tuple[str, str | None, Identity]


def locate(
    report: Report, root: Path, texts: Mapping[str, str] | None = None, sources: Sources | None = None
) -> Report:
    """The report with a location for each finding that has none.

    It is the place that set the field last; for a field that is missing, the deepest ancestor in the object's own
    file; failing all, the kustomization or file the object came from. `texts` stand in for files that are not on
    disk; `sources` say which Flux Kustomization patched what. Reads only files under `root` that findings lead to.
    """
    files = Files(root, texts)
    changed = _changed(sources)
    return replace(report, findings=tuple(_located(finding, files, changed) for finding in report.findings))


def _changed(sources: Sources | None) -> dict[_Key, tuple[str, Origin]]:
    """For each object that a Flux Kustomization changes as it builds it: that one, and the file that declares it."""
    return {
        (item.directory, item.environment, item.identity): (build.file, origin)
        for origin, build in (sources.builds.items() if sources is not None else ())
        if build.file
        for item in build.objects
    }


def _located(finding: Finding, files: Files, changed: Mapping[_Key, tuple[str, Origin]]) -> Finding:
    if finding.location is not None:
        return finding
    trace = Trace(files, subject_of(finding))
    kustomization = files.kustomization(finding.directory)
    if kustomization is None:
        trace.follow_file(finding.directory)
    else:
        trace.follow_directory(finding.directory)
        flux = changed.get((finding.directory, finding.environment, finding.identity))
        if flux is not None:
            file, origin = flux
            trace.follow_flux(finding.directory, file, origin.namespace, origin.name)
    step = last_setter(trace.steps)
    fallback = finding.directory if kustomization is None else kustomization.file
    return replace(finding, location=step.location if step is not None else Location(fallback, 1, 1))
