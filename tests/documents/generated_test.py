"""The documents that are printed from the rules are those that the rules print today."""

from pathlib import Path

import pytest
import yaml
from jsonschema_rs import validator_for

from manifests.json_writer import to_json
from policies.answer import Tool
from policies.configuration.schema import policies_schema
from policies.explain import main
from policies.report.peers_page import answered
from policies.report.unanswered import UNANSWERED
from policies.rules.catalogue import RULES

ROOT = Path(__file__).parents[2]

PRINTED = {
    "docs/rules.md": "--markdown",
    "docs/for-users-of-other-checkers.md": "--peers",
    "policies.schema.json": "--schema",
}


@pytest.mark.parametrize(("file", "option"), PRINTED.items(), ids=PRINTED)
def test_a_printed_document_is_up_to_date(file: str, option: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main([option]) == 0
    assert (ROOT / file).read_text(encoding="utf-8") == capsys.readouterr().out, (
        f"{file} is not what the rules say now: python -m policies.explain {option} > {file}"
    )


def test_readme_leads_to_them() -> None:
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    assert [file for file in PRINTED if file not in readme] == []


def test_policies_yaml_fits_the_schema_that_its_first_line_names() -> None:
    text = (ROOT / "policies.yaml").read_text(encoding="utf-8")
    assert text.startswith("# yaml-language-server: $schema=policies.schema.json\n")
    schema = policies_schema(RULES)
    assert list(validator_for(schema).iter_errors(yaml.safe_load(text))) == []
    assert to_json(schema) == (ROOT / "policies.schema.json").read_text(encoding="utf-8")


HOW_MANY = {
    Tool.KUBE_LINTER: 63,
    Tool.KUBE_SCORE: 39,
    Tool.POLARIS: 55,
    Tool.CHECKOV: 119,
}


@pytest.mark.parametrize(("tool", "checks"), HOW_MANY.items(), ids=[tool.value for tool in HOW_MANY])
def test_each_built_in_check_of_a_tool_is_answered_or_said_not_to_be(tool: Tool, checks: int) -> None:
    without = [check for each in UNANSWERED if each.tool is tool for check in each.checks]
    assert len(without) == len(set(without))
    assert set(without) & answered(tool, RULES).keys() == set()
    assert len(without) + len(answered(tool, RULES)) == checks


def test_no_rule_answers_a_check_twice() -> None:
    assert [rule.id for rule in RULES if len(rule.answers) != len(set(rule.answers))] == []
