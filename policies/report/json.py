"""JSON for programs. `findings.schema.json` beside this file documents it; a test holds the two together."""

import json
from typing import Any

from policies.finding import Counts, Finding, Location, NotEvaluated, Report
from policies.report.order import ordered

VERSION = 1
"""Raised when a reader of the old form would misread the new one; a new key does not raise it."""


def render_json(report: Report) -> str:
    """The report as one JSON document, indented, the same bytes for the same report. Waived findings are in it, too."""
    body = {
        "version": VERSION,
        "profile": report.profile,
        "configuration": report.configuration,
        "objects": report.objects,
        "findings": [_finding(finding) for finding in ordered(report.findings)],
        "against": report.against,
        "removed": [_finding(finding) for finding in ordered(report.removed)],
        "rules": {id_: _counts(counts) for id_, counts in sorted(report.rules.items())},
        "not_evaluated": sorted((_not_evaluated(each) for each in report.not_evaluated), key=_gap_key),
        "unchecked": [
            {"path": each.directory, "why": each.why}
            for each in sorted(report.unchecked, key=lambda each: each.directory)
        ],
    }
    return json.dumps(body, indent=2, ensure_ascii=False) + "\n"


def _finding(finding: Finding) -> dict[str, Any]:
    identity, location, source, waiver = finding.identity, finding.location, finding.source, finding.waiver
    return {
        "rule": finding.rule,
        "severity": finding.severity.value,
        "verdict": finding.verdict.value,
        "environment": finding.environment,
        "object": {
            "apiVersion": identity.api_version,
            "kind": identity.kind,
            "namespace": identity.namespace,
            "name": identity.name,
        },
        "container": finding.container,
        "field": finding.field,
        "message": finding.message,
        "fix": finding.fix,
        "file": location.file if location is not None else None,
        "line": location.line if location is not None else None,
        "column": location.column if location is not None else None,
        "chain": [{"role": link.role, **_place(link.location)} for link in finding.chain],
        "source": _place(source) if source is not None else None,
        "waiver": {"reason": waiver.reason, "owner": waiver.owner, "expires": waiver.expires.isoformat()}
        if waiver is not None
        else None,
        "baselined": finding.baselined,
    }


def _place(place: Location) -> dict[str, Any]:
    return {"file": place.file, "line": place.line, "column": place.column}


def _counts(counts: Counts) -> dict[str, int]:
    return {
        "passed": counts.passed,
        "failed": counts.failed,
        "waived": counts.waived,
        "not_applicable": counts.not_applicable,
        "not_evaluated": counts.not_evaluated,
    }


def _not_evaluated(each: NotEvaluated) -> dict[str, Any]:
    return {"rule": each.rule, "environment": each.environment, "why": each.why, "objects": list(each.objects)}


def _gap_key(gap: dict[str, Any]) -> tuple[str, str, str]:
    return gap["rule"], gap["environment"] or "", gap["why"]
