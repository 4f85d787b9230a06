"""Workflow commands of GitHub Actions: each finding becomes an annotation on its line of a pull request."""

from policies.finding import Finding, Report
from policies.report.about import whole
from policies.report.one_line import one_line
from policies.report.order import ordered
from policies.rule import Severity

_COMMANDS = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.INFO: "notice"}


def render_github(report: Report) -> str:
    """One `::error file=...,line=...,col=...,title=...::message` a finding that is not waived.

    What could not be checked is an error, too. GitHub shows ten annotations of each level a step; all are in its log.
    """
    lines = [_finding(finding) for finding in ordered(report.open)]
    for each in report.unchecked:
        lines.append(f"::error title=could not be checked::{_text(f'{each.directory}: {each.why}')}")
    return "".join(f"{line}\n" for line in lines)


def _finding(finding: Finding) -> str:
    properties = {"title": finding.rule}
    if finding.location is not None:
        place = finding.location
        properties = {"file": place.file, "line": str(place.line), "col": str(place.column), **properties}
    said = ",".join(f"{key}={_property(value)}" for key, value in properties.items())
    source = "" if finding.source is None else f" From {finding.source}."
    message = f"{whole(finding)}: {finding.message}. {finding.fix}{source}"
    return f"::{_COMMANDS[finding.severity]} {said}::{_text(message)}"


def _text(text: str) -> str:
    return one_line(text).replace("%", "%25")


def _property(text: str) -> str:
    return _text(text).replace(":", "%3A").replace(",", "%2C")
