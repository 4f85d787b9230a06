"""`from policies import judge`."""

from collections.abc import Callable, Mapping
from datetime import date
from pathlib import Path

import pytest

from manifests.errors import MistakesError, UserError
from policies import judge
from policies.finding import Counts

Write = Callable[[Mapping[str, str]], Path]

TEXT = """\
apiVersion: apps/v1
kind: Deployment
metadata: {name: backend}
spec:
  selector: {matchLabels: {app: backend}}
  template:
    metadata: {labels: {app: backend}}
    spec:
      containers:
        - name: api
          image: backend
"""


def test_a_text_is_judged_by_the_rules_asked_for() -> None:
    report = judge(TEXT, rules={"images/tag-pinned": {}})
    (finding,) = report.findings
    assert (finding.rule, str(finding.location)) == ("images/tag-pinned", "<text>:11:11")
    assert report.rules == {"images/tag-pinned": Counts(failed=1)}


def test_a_rule_takes_its_parameters() -> None:
    assert [each.message for each in judge(TEXT, {"scaling/replica-minimum": {"min": 3}}).findings] == [
        "replicas is absent, which is 1, at least 3 are demanded"
    ]
    assert judge(TEXT, {"scaling/replica-minimum": {"min": 1}}).findings == ()


def test_without_rules_the_essential_profile_judges() -> None:
    report = judge(TEXT)
    assert report.findings == ()
    assert "gpu/whole-number" in report.rules
    assert "images/tag-pinned" not in report.rules
    assert "images/tag-pinned" in judge(TEXT, profile="production").rules


def test_paths_are_built_and_their_policies_file_is_not_read(repository: Write) -> None:
    root = repository(
        {
            "policies.yaml": "nonsense: [\n",
            "base/kustomization.yaml": "resources: [app.yaml]\n",
            "base/app.yaml": TEXT,
            "overlays/prod/kustomization.yaml": "resources: [../../base]\nimages: [{name: backend, newTag: latest}]\n",
        }
    )
    report = judge(root / "overlays/prod", {"images/tag-pinned": {}})
    (finding,) = report.findings
    assert (str(finding.location), finding.environment) == ("overlays/prod/kustomization.yaml:2:26", "prod")
    assert [each.environment for each in judge([str(root)], {"images/tag-pinned": {}}, "test").findings] == ["test"]


def test_a_file_is_a_path_too(repository: Write) -> None:
    root = repository({"app.yaml": TEXT})
    (finding,) = judge(str(root / "app.yaml"), {"images/tag-pinned": {}}).findings
    assert str(finding.location) == "app.yaml:11:11"


def test_what_does_not_build_is_in_the_report(repository: Write) -> None:
    report = judge(repository({"kustomization.yaml": "resources: [missing.yaml]\n"}))
    assert (report.objects, [each.directory for each in report.unchecked]) == (0, ["."])


def test_facts_and_the_day_can_be_given() -> None:
    annotated = TEXT.replace(
        "{name: backend}\nspec", "{name: backend, annotations: {roadstead.dev/singleton: a; b; 2027-01-01}}\nspec"
    )
    for day, waived in ((date(2027, 1, 1), True), (date(2027, 1, 2), False)):
        findings = judge(annotated, {"scaling/replica-minimum": {}}, today=day, facts={"gpus": 8}).findings
        assert (findings[0].waiver is not None) is waived


@pytest.mark.parametrize("nothing", ["", "\n", []], ids=["no text", "an empty line", "no paths"])
def test_nothing_given_is_nothing_looked_at(nothing: str | list[str]) -> None:
    report = judge(nothing)
    assert (report.objects, report.findings, dict(report.rules)) == (0, (), {})


def test_mistakes_are_raised(tmp_path: Path) -> None:
    with pytest.raises(UserError) as caught:
        judge(TEXT, {"images/tagpinned": {}})
    assert str(caught.value) == "unknown rule 'images/tagpinned'; write `images/tag-pinned`"
    with pytest.raises(UserError):
        judge(tmp_path / "missing")
    with pytest.raises(MistakesError):
        judge("a: [\n")
