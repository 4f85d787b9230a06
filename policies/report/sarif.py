"""SARIF 2.1.0, the standard's form for findings, which code hosts and editors read."""

import json
from collections.abc import Mapping
from importlib.metadata import PackageNotFoundError, version
from typing import Any
from urllib.parse import quote

from policies.finding import Finding, Link, Location, Replacement, Report
from policies.report.about import subject, whole
from policies.report.fingerprint import fingerprint
from policies.report.order import ordered
from policies.report.rule_page import markdown_page
from policies.rule import Rule, Severity
from policies.rules.catalogue import RULES
from policies.waiver_rules import WAIVER_RULES, WaiverRule

_SCHEMA = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"
_LEVELS = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.INFO: "note"}
_LISTED: tuple[Rule | WaiverRule, ...] = (*RULES, *WAIVER_RULES)
_RULES: Mapping[str, Rule | WaiverRule] = {rule.id: rule for rule in _LISTED}


def render_sarif(report: Report) -> str:
    """The report as one SARIF log with one run.

    Waived findings are results with an accepted suppression. `relatedLocations` are the chain of places that had a
    say in the field, the base first, then the line of platform.yaml. What could not be checked is a notification of
    a run that was not successful. Every rule that ran is listed, with its help.
    """
    found = ordered(report.findings)
    gone = ordered(report.removed)
    ids = sorted({*report.rules, *(finding.rule for finding in (*found, *gone))})
    places = {id_: index for index, id_ in enumerate(ids)}
    run = {
        "tool": {
            "driver": {
                "name": "roadstead check",
                "semanticVersion": _version(),
                "rules": [_rule(id_) for id_ in ids],
            }
        },
        "columnKind": "unicodeCodePoints",
        "invocations": [
            {
                "executionSuccessful": not report.unchecked,
                "toolExecutionNotifications": [
                    {
                        "level": "error",
                        "message": {"text": f"could not check {each.directory}: {each.why}"},
                        "locations": [{"physicalLocation": {"artifactLocation": _artifact(each.directory)}}],
                    }
                    for each in report.unchecked
                ],
            }
        ],
        "results": [
            *(_result(finding, places[finding.rule], _state(finding, report)) for finding in found),
            *(_result(finding, places[finding.rule], "absent") for finding in gone),
        ],
    }
    return json.dumps({"$schema": _SCHEMA, "version": "2.1.0", "runs": [run]}, indent=2, ensure_ascii=False) + "\n"


def _version() -> str:
    try:
        return version("roadstead")
    except PackageNotFoundError:  # run from a checkout
        return "0.0.0"


def _rule(id_: str) -> dict[str, Any]:
    rule = _RULES.get(id_)
    if rule is None:
        return {"id": id_}
    severity = rule.severity if isinstance(rule, Rule) else Severity.ERROR
    return {
        "id": id_,
        "shortDescription": {"text": rule.demands},
        "fullDescription": {"text": rule.why},
        "help": {"text": f"{rule.demands} {rule.why} {rule.fix}", "markdown": markdown_page(rule)},
        "defaultConfiguration": {"level": _LEVELS[severity]},
        "properties": {"tags": [id_.partition("/")[0]]},
    }


def _state(finding: Finding, report: Report) -> str | None:
    """What became of it since the baseline, or since the commit that the change is held against."""
    return "unchanged" if finding.baselined else "new" if report.against is not None else None


def _result(finding: Finding, rule_index: int, state: str | None) -> dict[str, Any]:
    result: dict[str, Any] = {
        "ruleId": finding.rule,
        "ruleIndex": rule_index,
        "level": _LEVELS[finding.severity],
        "message": {"text": f"{whole(finding)}: {finding.message}. {finding.fix}"},
        "locations": [_location(finding)],
        "partialFingerprints": {"roadstead/v1": fingerprint(finding)},
        "properties": {"environment": finding.environment, "field": finding.field, "directory": finding.directory},
    }
    related = [*finding.chain]
    if finding.source is not None:
        related.append(Link(finding.source, "platform.yaml"))
    if related:
        result["relatedLocations"] = [
            {"id": index, "message": {"text": link.role}, "physicalLocation": _physical(link.location)}
            for index, link in enumerate(related)
        ]
    if finding.repair:
        result["fixes"] = [_fix(finding)]
    if finding.waiver is not None:
        waiver = finding.waiver
        said = f"{waiver.reason} ({waiver.owner}, until {waiver.expires})"
        result["suppressions"] = [{"kind": "external", "status": "accepted", "justification": said}]
    if state is not None:
        result["baselineState"] = state
    if finding.baselined:
        said = "the baseline records it"
        result["suppressions"] = [{"kind": "external", "status": "accepted", "justification": said}]
    return result


def _fix(finding: Finding) -> dict[str, Any]:
    files = sorted({each.start.file for each in finding.repair})
    return {
        "description": {"text": finding.fix},
        "artifactChanges": [
            {
                "artifactLocation": _artifact(file),
                "replacements": [_replacement(each) for each in finding.repair if each.start.file == file],
            }
            for file in files
        ],
    }


def _replacement(each: Replacement) -> dict[str, Any]:
    region = {"startLine": each.start.line, "startColumn": each.start.column}
    region |= {"endLine": each.end.line, "endColumn": each.end.column}
    return {"deletedRegion": region, "insertedContent": {"text": each.text}}


def _location(finding: Finding) -> dict[str, Any]:
    place = finding.location
    physical = {"artifactLocation": _artifact(finding.directory)} if place is None else _physical(place)
    logical = {
        "name": finding.identity.name,
        "fullyQualifiedName": "/".join(
            part for part in (finding.environment, finding.identity.namespace, subject(finding)) if part
        ),
        "kind": "resource",
    }
    return {"physicalLocation": physical, "logicalLocations": [logical]}


def _physical(place: Location) -> dict[str, Any]:
    region = {"startLine": place.line, "startColumn": place.column}
    return {"artifactLocation": _artifact(place.file), "region": region}


def _artifact(path: str) -> dict[str, str]:
    return {"uri": quote(path, errors="surrogateescape")}
