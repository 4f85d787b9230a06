"""The exact text and JSON of a report."""

import json
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import jsonschema_rs
import pytest

from manifests.identity import Identity
from policies.finding import Counts, Finding, Location, NotEvaluated, Report, Unchecked, WaiverNote
from policies.report.json import render_json
from policies.report.text import render_text
from policies.rule import Severity

SCHEMA = json.loads((Path(__file__).parents[3] / "policies/report/findings.schema.json").read_text(encoding="utf-8"))

FRACTION = Finding(
    rule="gpu/whole-number",
    severity=Severity.ERROR,
    environment="prod",
    identity=Identity("apps/v1", "Deployment", "ai-train-prod", "model"),
    container="tf-serving",
    field="/spec/template/spec/containers/0/resources/limits/nvidia.com~1gpu",
    message="nvidia.com/gpu is 0.5, not a whole number",
    fix="Ask for a whole number.",
    directory="overlays/prod/model",
    location=Location("overlays/prod/model/kustomization.yaml", 14, 9),
    source=Location("platform.yaml", 31, 5),
)
SHARED = replace(
    FRACTION,
    rule="scaling/replica-minimum",
    severity=Severity.WARNING,
    container=None,
    field="/spec/replicas",
    message="replicas is 1",
    fix="Write 2.",
    location=Location("base/model/deployment.yaml", 3, 3),
    source=None,
)
WAIVED = replace(FRACTION, waiver=WaiverNote("see RUN-12", "data-team", date(2027, 6, 30)), source=None)
REPORT = Report(
    findings=(FRACTION, SHARED, WAIVED),
    rules={"scaling/replica-minimum": Counts(1, 1, 0, 2, 1), "gpu/whole-number": Counts(3, 1, 1, 12, 0)},
    not_evaluated=(
        NotEvaluated("capacity/pool", "prod", "no fact gpus for this environment", ("Deployment/a", "Deployment/b")),
    ),
    objects=17,
    unchecked=(Unchecked("overlays/dev/model", "does not build: no"),),
    profile="production",
    configuration="policies.yaml",
)
CLEAN = Report((), {"gpu/whole-number": Counts(passed=1)}, (), objects=1, profile="essential")

SHARED_LINE = "base/model/deployment.yaml:3:3: warning: Deployment/model (prod): replicas is 1. Write 2. "
FRACTION_LINE = (
    "overlays/prod/model/kustomization.yaml:14:9: error: Deployment/model/tf-serving: "
    "nvidia.com/gpu is 0.5, not a whole number. Ask for a whole number. [gpu/whole-number]\n"
    "  from platform.yaml:31:5\n"
)
SUMMARY = "1 error, 1 warning, 1 waived, 1 not evaluated, 1 could not be checked, 17 objects, 2 rules, 0.3 s\n"


def test_the_text_of_findings() -> None:
    assert render_text(REPORT, 0.31) == f"{SHARED_LINE}[scaling/replica-minimum]\n{FRACTION_LINE}{SUMMARY}"


def test_quiet_text_does_not_count() -> None:
    assert render_text(REPORT, 0.31, quiet=True) == f"{SHARED_LINE}[scaling/replica-minimum]\n{FRACTION_LINE}"


def test_verbose_text_says_what_did_not_count() -> None:
    assert render_text(REPORT, verbose=True).splitlines()[3:] == [
        "overlays/prod/model/kustomization.yaml:14:9: waived: Deployment/model/tf-serving: nvidia.com/gpu is 0.5, not "
        "a whole number [gpu/whole-number] (until 2027-06-30 by data-team: see RUN-12)",
        "not evaluated in prod: Deployment/a, Deployment/b: no fact gpus for this environment [capacity/pool]",
        "gpu/whole-number: 3 passed, 1 failed, 1 waived, 0 not evaluated, 12 not applicable",
        "scaling/replica-minimum: 1 passed, 1 failed, 0 waived, 1 not evaluated, 2 not applicable",
        "1 error, 1 warning, 1 waived, 1 not evaluated, 1 could not be checked, 17 objects, 2 rules",
    ]


@pytest.mark.parametrize(
    ("report", "line"),
    [
        (CLEAN, "no findings, 0 waived, 1 object, 1 rule (no policies.yaml: profile essential)"),
        (replace(CLEAN, configuration="policies.yaml"), "no findings, 0 waived, 1 object, 1 rule"),
        (
            Report((), {}, (), configuration="policies.yaml"),
            "no findings, 0 waived, 0 objects, 0 rules",
        ),
    ],
    ids=["the profile was assumed", "the profile was written", "nothing was looked at"],
)
def test_the_line_that_counts(report: Report, line: str) -> None:
    assert render_text(report) == f"{line}\n"


def test_one_finding_is_one_line_whatever_the_input_holds() -> None:
    hostile = replace(FRACTION, message="it\nis \x1b[31mred\x1b[0m", source=None)
    text = render_text(replace(CLEAN, findings=(hostile,)), quiet=True)
    assert text.count("\n") == 1
    assert "it\\nis \\x1b[31mred\\x1b[0m" in text


def test_the_order_of_findings_does_not_depend_on_the_order_of_judging() -> None:
    backwards = replace(REPORT, findings=tuple(reversed(REPORT.findings)))
    assert (render_text(backwards), render_json(backwards)) == (render_text(REPORT), render_json(REPORT))


def test_the_json_of_a_finding() -> None:
    body = json.loads(render_json(replace(REPORT, findings=(FRACTION,))))
    assert body["findings"] == [
        {
            "rule": "gpu/whole-number",
            "severity": "error",
            "verdict": "fail",
            "environment": "prod",
            "object": {
                "apiVersion": "apps/v1",
                "kind": "Deployment",
                "namespace": "ai-train-prod",
                "name": "model",
            },
            "container": "tf-serving",
            "field": "/spec/template/spec/containers/0/resources/limits/nvidia.com~1gpu",
            "message": "nvidia.com/gpu is 0.5, not a whole number",
            "fix": "Ask for a whole number.",
            "file": "overlays/prod/model/kustomization.yaml",
            "line": 14,
            "column": 9,
            "chain": [],
            "source": {"file": "platform.yaml", "line": 31, "column": 5},
            "waiver": None,
            "baselined": False,
        }
    ]
    assert (body["version"], body["profile"], body["configuration"], body["objects"]) == (
        1,
        "production",
        "policies.yaml",
        17,
    )
    assert body["rules"]["gpu/whole-number"] == {
        "passed": 3,
        "failed": 1,
        "waived": 1,
        "not_applicable": 12,
        "not_evaluated": 0,
    }
    assert body["not_evaluated"] == [
        {
            "rule": "capacity/pool",
            "environment": "prod",
            "why": "no fact gpus for this environment",
            "objects": ["Deployment/a", "Deployment/b"],
        }
    ]
    assert body["unchecked"] == [{"path": "overlays/dev/model", "why": "does not build: no"}]


def test_the_json_of_a_waived_finding_says_why() -> None:
    (finding,) = json.loads(render_json(replace(REPORT, findings=(WAIVED,))))["findings"]
    assert finding["waiver"] == {"reason": "see RUN-12", "owner": "data-team", "expires": "2027-06-30"}


@pytest.mark.parametrize("report", [REPORT, CLEAN, replace(CLEAN, findings=(replace(FRACTION, location=None),))])
def test_the_json_is_what_its_schema_says(report: Report) -> None:
    validator = jsonschema_rs.validator_for(SCHEMA)
    assert [error.message for error in validator.iter_errors(json.loads(render_json(report)))] == []


@pytest.mark.parametrize(
    "change",
    [
        {"version": 2},
        {"extra": 1},
        {"findings": [{"rule": "a/b"}]},
        {"rules": {"a/b": {"passed": -1}}},
    ],
    ids=["another version", "an unknown key", "half a finding", "half a count"],
)
def test_the_schema_refuses_what_no_report_is(change: dict[str, Any]) -> None:
    body = {**json.loads(render_json(REPORT)), **change}
    assert not jsonschema_rs.validator_for(SCHEMA).is_valid(body)
