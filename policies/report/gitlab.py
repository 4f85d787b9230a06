"""GitLab's code quality report: findings beside the lines of a merge request."""

import json
from typing import Any

from policies.finding import Finding, Report
from policies.report.about import whole
from policies.report.fingerprint import fingerprint
from policies.report.order import ordered
from policies.rule import Severity

_SEVERITIES = {Severity.ERROR: "major", Severity.WARNING: "minor", Severity.INFO: "info"}


def render_gitlab(report: Report) -> str:
    """A JSON array with one entry a finding that is not waived; what could not be checked is a "blocker"."""
    body = [_finding(finding) for finding in ordered(report.open)]
    for each in report.unchecked:
        body.append(
            {
                "description": f"could not be checked: {each.why}",
                "check_name": "unchecked",
                "fingerprint": f"unchecked/{each.directory}",
                "severity": "blocker",
                "location": {"path": each.directory, "lines": {"begin": 1}},
            }
        )
    return json.dumps(body, indent=2, ensure_ascii=False) + "\n"


def _finding(finding: Finding) -> dict[str, Any]:
    place = finding.location
    return {
        "description": f"{whole(finding)}: {finding.message}. {finding.fix}",
        "check_name": finding.rule,
        "fingerprint": fingerprint(finding),
        "severity": _SEVERITIES[finding.severity],
        "location": {
            "path": finding.directory if place is None else place.file,
            "lines": {"begin": 1 if place is None else place.line},
        },
    }
