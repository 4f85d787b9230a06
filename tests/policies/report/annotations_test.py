"""The exact annotations of GitHub and entries of GitLab."""

import json
from dataclasses import replace

from policies.finding import Report
from policies.report.github import render_github
from policies.report.gitlab import render_gitlab


def test_github_annotates_each_open_finding_on_its_line(report: Report) -> None:
    assert render_github(report) == (
        "::warning title=scaling/replica-minimum::Deployment/model: replicas is 1, 50%25 of 2: too | few. Write 2.\n"
        "::error file=overlays/prod/a model/kustomization.yaml,line=14,col=9,title=gpu/whole-number::prod: "
        "shop-prod/Deployment/model/serving: nvidia.com/gpu is 0.5, not a whole number. Ask for a whole number. "
        "From platform.yaml:31:5.\n"
        "::error title=could not be checked::overlays/dev/model: does not build: no\n"
    )


def test_a_path_or_message_cannot_smuggle_a_command(report: Report) -> None:
    finding = report.findings[0]
    assert finding.location is not None
    hostile = replace(finding, message="a\n::set-output name=x::y", location=replace(finding.location, file="a,b:c"))
    text = render_github(replace(report, findings=(hostile,), unchecked=()))
    assert text.count("\n") == 1
    assert text.startswith("::error file=a%2Cb%3Ac,line=14,")


def test_gitlab_gets_one_entry_for_each_open_finding(report: Report) -> None:
    warning, error, unchecked = json.loads(render_gitlab(report))
    assert {key: error[key] for key in ("description", "check_name", "severity", "location")} == {
        "description": "prod: shop-prod/Deployment/model/serving: nvidia.com/gpu is 0.5, not a whole number. "
        "Ask for a whole number.",
        "check_name": "gpu/whole-number",
        "severity": "major",
        "location": {"path": "overlays/prod/a model/kustomization.yaml", "lines": {"begin": 14}},
    }
    assert (warning["severity"], warning["location"]) == (
        "minor",
        {"path": "overlays/prod/model", "lines": {"begin": 1}},
    )
    assert unchecked == {
        "description": "could not be checked: does not build: no",
        "check_name": "unchecked",
        "fingerprint": "unchecked/overlays/dev/model",
        "severity": "blocker",
        "location": {"path": "overlays/dev/model", "lines": {"begin": 1}},
    }


def test_nothing_found_is_an_empty_list_and_no_annotation(report: Report) -> None:
    clean = replace(report, findings=(), unchecked=())
    assert (render_gitlab(clean), render_github(clean)) == ("[]\n", "")
