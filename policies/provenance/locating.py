"""Findings get the file, line and column that a person edits to change the field."""

from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

from policies.files import Files
from policies.finding import Finding, Location, Report
from policies.provenance.step import last_setter
from policies.provenance.subject import subject_of
from policies.provenance.trace import Trace


def locate(report: Report, root: Path, texts: Mapping[str, str] | None = None) -> Report:
    """The report with a location for each finding that has none.

    It is the place that set the field last; for a field that is missing, the deepest ancestor in the object's own
    file; failing all, the kustomization or file the object came from. `texts` stand in for files that are not on
    disk. Reads only files under `root` that findings lead to.
    """
    files = Files(root, texts)
    return replace(report, findings=tuple(_located(finding, files) for finding in report.findings))


def _located(finding: Finding, files: Files) -> Finding:
    if finding.location is not None:
        return finding
    trace = Trace(files, subject_of(finding))
    kustomization = files.kustomization(finding.directory)
    if kustomization is None:
        trace.follow_file(finding.directory)
    else:
        trace.follow_directory(finding.directory)
    step = last_setter(trace.steps)
    fallback = finding.directory if kustomization is None else kustomization.file
    return replace(finding, location=step.location if step is not None else Location(fallback, 1, 1))
