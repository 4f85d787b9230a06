"""SARIF as the standard's own schema wants it, and what it says of each finding."""

import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import jsonschema_rs
import pytest

from policies.finding import Location, Report
from policies.report.fingerprint import fingerprint
from policies.report.sarif import render_sarif
from policies.rules.catalogue import RULES

SCHEMA = json.loads(Path(__file__).with_name("sarif-2.1.0.schema.json").read_text(encoding="utf-8"))
STANDARD = jsonschema_rs.validator_for(SCHEMA)


def run_of(report: Report) -> dict[str, Any]:
    log = json.loads(render_sarif(report))
    STANDARD.validate(log)
    [run] = log["runs"]
    assert isinstance(run, dict)
    return run


def place(file: str, line: int, column: int) -> dict[str, Any]:
    return {"artifactLocation": {"uri": file}, "region": {"startLine": line, "startColumn": column}}


def test_a_result_has_its_line_its_chain_and_its_line_of_platform_yaml(report: Report) -> None:
    [result] = run_of(replace(report, findings=report.findings[:1]))["results"]
    assert result == {
        "ruleId": "gpu/whole-number",
        "ruleIndex": 0,
        "level": "error",
        "message": {
            "text": "prod: shop-prod/Deployment/model/serving: nvidia.com/gpu is 0.5, not a whole number. "
            "Ask for a whole number."
        },
        "locations": [
            {
                "physicalLocation": place("overlays/prod/a%20model/kustomization.yaml", 14, 9),
                "logicalLocations": [
                    {
                        "name": "model",
                        "fullyQualifiedName": "prod/shop-prod/Deployment/model/serving",
                        "kind": "resource",
                    }
                ],
            }
        ],
        "partialFingerprints": {"roadstead/v1": fingerprint(report.findings[0])},
        "properties": {
            "environment": "prod",
            "field": "/spec/template/spec/containers/0/resources/limits/nvidia.com~1gpu",
            "directory": "overlays/prod/model",
        },
        "relatedLocations": [
            {
                "id": 0,
                "message": {"text": "base"},
                "physicalLocation": place("base/model/deployment.yaml", 20, 13),
            },
            {
                "id": 1,
                "message": {"text": "patch"},
                "physicalLocation": place("overlays/prod/a%20model/kustomization.yaml", 14, 9),
            },
            {"id": 2, "message": {"text": "platform.yaml"}, "physicalLocation": place("platform.yaml", 31, 5)},
        ],
    }


def test_a_waived_finding_is_suppressed(report: Report) -> None:
    results = run_of(report)["results"]
    assert [result.get("suppressions") for result in results] == [
        None,
        None,
        [{"kind": "external", "status": "accepted", "justification": "see RUN-12 (data-team, until 2027-06-30)"}],
    ]


def test_what_could_not_be_checked_makes_the_run_unsuccessful(report: Report) -> None:
    [failed] = run_of(report)["invocations"]
    assert not failed["executionSuccessful"]
    assert [note["message"]["text"] for note in failed["toolExecutionNotifications"]] == [
        "could not check overlays/dev/model: does not build: no"
    ]
    [clean] = run_of(replace(report, unchecked=()))["invocations"]
    assert clean == {"executionSuccessful": True, "toolExecutionNotifications": []}


def test_every_rule_that_ran_is_listed_with_its_help(report: Report) -> None:
    rules = run_of(report)["tool"]["driver"]["rules"]
    assert [rule["id"] for rule in rules] == ["gpu/whole-number", "scaling/replica-minimum"]
    assert rules[0]["defaultConfiguration"] == {"level": "error"}
    assert "*Why:* The API server refuses a fraction" in rules[0]["help"]["markdown"]


@pytest.mark.parametrize("rule", RULES, ids=[rule.id for rule in RULES])
def test_the_standard_accepts_a_finding_of_every_rule(report: Report, rule: Any) -> None:
    finding = replace(report.findings[0], rule=rule.id, location=Location("ü #%?.yaml", 1, 1))
    [result] = run_of(replace(report, findings=(finding,), rules={}))["results"]
    assert result["locations"][0]["physicalLocation"]["artifactLocation"]["uri"] == "%C3%BC%20%23%25%3F.yaml"
