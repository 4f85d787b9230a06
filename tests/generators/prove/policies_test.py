"""Law 5: a finding in a generated file leads back to the line of platform.yaml that set the field."""

from __future__ import annotations

from pathlib import Path

import pytest

from generators.prove.policies import with_sources
from generators.repository import read_repository
from manifests.identity import Identity
from policies.finding import Finding, Location, Report
from policies.rule import Severity

ROOT = Path(__file__).parents[3]
REPOSITORY = read_repository(ROOT)
FOLDERS = REPOSITORY.tree().folders
LINES = (ROOT / "platform.yaml").read_text(encoding="utf-8").splitlines()


def source_of(environment: str, part: str, kind: str, api_version: str, field: str) -> Location | None:
    identity = Identity(api_version, kind, f"ai-train-{environment}", part)
    directory = f"overlays/{environment}/{part}"
    finding = Finding("group/name", Severity.ERROR, environment, identity, None, field, "", "", directory)
    report = Report(findings=(finding,), rules={}, not_evaluated=())
    return with_sources(report, FOLDERS, REPOSITORY.positions).findings[0].source


@pytest.mark.parametrize(
    ("environment", "field", "text"),
    [
        pytest.param("dev", "/spec/maxReplicas", "2]}}", id="a bound that the environment overrides: its line"),
        pytest.param("prod", "/spec/maxReplicas", "6]}", id="a bound of the base: the component's line"),
        pytest.param("prod", "/spec/behavior", "frontend:", id="a field that nobody wrote: the component"),
    ],
)
def test_the_line_of_an_autoscalers_field_is(environment: str, field: str, text: str) -> None:
    location = source_of(environment, "frontend", "HorizontalPodAutoscaler", "autoscaling/v2", field)
    assert location is not None
    assert location.file == "platform.yaml"
    assert LINES[location.line - 1][location.column - 1 :].startswith(text)


def test_a_finding_on_an_object_that_platform_yaml_does_not_mean_has_no_such_line() -> None:
    assert source_of("prod", "stranger", "Deployment", "apps/v1", "/spec") is None
