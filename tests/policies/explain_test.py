"""`python -m policies.explain`."""

from dataclasses import replace

import pytest

from policies import explain
from policies.rules.catalogue import RULES
from policies.waiver_rules import WAIVER_RULES

EXPECTED = """\
gpu/whole-number (error, essential)

Demands: GPUs are asked for in whole numbers.

Why: The API server refuses a fraction of an extended resource"""


def test_a_rule_is_explained_in_its_own_words(capsys: pytest.CaptureFixture[str]) -> None:
    assert explain.main(["gpu/whole-number"]) == 0
    out = capsys.readouterr().out
    assert out.startswith(EXPECTED)
    assert "\n\nParameters:\n  resources (a list of texts; default [nvidia.com/gpu, " in out
    assert "\n\nBad:\n    apiVersion: apps/v1\n" in out
    assert "\n\nGood:\n    apiVersion: apps/v1\n" in out


@pytest.mark.parametrize("id_", [rule.id for rule in (*RULES, *WAIVER_RULES)])
def test_every_rule_can_be_explained(id_: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert explain.main([id_]) == 0
    assert capsys.readouterr().out.startswith(f"{id_} (")


def test_without_an_id_all_are_listed(capsys: pytest.CaptureFixture[str]) -> None:
    assert explain.main([]) == 0
    listed = [line.split()[0] for line in capsys.readouterr().out.splitlines()]
    assert listed == [rule.id for rule in (*RULES, *WAIVER_RULES)]


def test_the_demands_stand_below_each_other() -> None:
    rules = [RULES[0], replace(RULES[1], profile=None), *WAIVER_RULES]
    columns = {line.index(rule.demands) for rule, line in zip(rules, explain.overview(rules), strict=True)}
    assert len(columns) == 1


@pytest.mark.parametrize(
    ("id_", "answer"),
    [
        ("gpu/whole", "unknown rule 'gpu/whole'; write `gpu/whole-number`\n"),
        ("x", "unknown rule 'x'; without an ID, all are listed\n"),
    ],
)
def test_an_unknown_id_is_exit_2(id_: str, answer: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert explain.main([id_]) == 2
    assert capsys.readouterr().err == answer
