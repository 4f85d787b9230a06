"""disruption/budget-valid: what the API server takes, and what the parameters ask on top."""

from typing import Any

import pytest

from policies.rules.disruption.budget_valid import RULE

PASS = ["pass PodDisruptionBudget/b"]
NO_NUMBER = "is neither a whole number nor a percentage such as 25%"


def low(fact: str) -> list[str]:
    return [f"fail PodDisruptionBudget/b /spec/minAvailable: {fact}"]


def high(fact: str) -> list[str]:
    return [f"fail PodDisruptionBudget/b /spec/maxUnavailable: {fact}"]


def budget(spec: str) -> str:
    return f"{{apiVersion: policy/v1, kind: PodDisruptionBudget, metadata: {{name: b}}, spec: {spec}}}"


@pytest.mark.parametrize(
    ("spec", "parameters", "expected"),
    [
        pytest.param("{maxUnavailable: 1}", {}, PASS, id="a number"),
        pytest.param("{minAvailable: 50%}", {}, PASS, id="a percentage"),
        pytest.param(
            "{minAvailable: 1, maxUnavailable: 1}",
            {},
            low("both minAvailable and maxUnavailable are written, which the API server refuses"),
            id="both",
        ),
        pytest.param(
            "{}",
            {},
            high("neither minAvailable nor maxUnavailable is written, so that no pod may be evicted"),
            id="neither",
        ),
        pytest.param("{minAvailable: null, maxUnavailable: 1}", {}, PASS, id="null is absent"),
        pytest.param("{maxUnavailable: 0}", {}, PASS, id="0 is valid"),
        pytest.param("{minAvailable: -1}", {}, low("minAvailable is -1, below 0"), id="below 0"),
        pytest.param("{minAvailable: 100%}", {}, PASS, id="all"),
        pytest.param("{minAvailable: 101%}", {}, low("minAvailable is 101%, above 100%"), id="more than all"),
        pytest.param("{minAvailable: -5%}", {}, low(f"minAvailable {NO_NUMBER}"), id="a negative percentage"),
        pytest.param('{minAvailable: "1"}', {}, low(f"minAvailable {NO_NUMBER}"), id="a number in quotes"),
        pytest.param("{minAvailable: 12.5%}", {}, low(f"minAvailable {NO_NUMBER}"), id="a part of a per cent"),
        pytest.param("{minAvailable: 1.5}", {}, low(f"minAvailable {NO_NUMBER}"), id="a part of a pod"),
        pytest.param("{minAvailable: 2147483647}", {}, PASS, id="the largest number"),
        pytest.param("{minAvailable: 2147483648}", {}, low(f"minAvailable {NO_NUMBER}"), id="one more"),
        pytest.param("{maxUnavailable: true}", {}, high(f"maxUnavailable {NO_NUMBER}"), id="true"),
        pytest.param("{maxUnavailable: []}", {}, high(f"maxUnavailable {NO_NUMBER}"), id="a list"),
        pytest.param(
            "{maxUnavailable: 25%}",
            {"percentage": "forbidden"},
            high("maxUnavailable is 25%, a percentage"),
            id="a percentage that is forbidden",
        ),
        pytest.param("{maxUnavailable: 1}", {"percentage": "forbidden"}, PASS, id="a number where none is wanted"),
        pytest.param(
            "{maxUnavailable: 1}",
            {"percentage": "required"},
            high("maxUnavailable is 1, no percentage"),
            id="a percentage that is required",
        ),
        pytest.param("{maxUnavailable: 25%}", {"percentage": "required"}, PASS, id="and there"),
        pytest.param(
            "{maxUnavailable: 0}",
            {"max_unavailable_at_least": 1},
            high("maxUnavailable is 0, at least 1 is demanded"),
            id="too few may go",
        ),
        pytest.param("{maxUnavailable: 1}", {"max_unavailable_at_least": 1}, PASS, id="just enough"),
        pytest.param(
            "{maxUnavailable: 1}",
            {"max_unavailable_at_least": 2},
            high("maxUnavailable is 1, at least 2 is demanded"),
            id="one short",
        ),
        pytest.param(
            "{maxUnavailable: 0%}",
            {"max_unavailable_at_least": 1},
            high("maxUnavailable is 0%, at least 1 is demanded"),
            id="no per cent",
        ),
        pytest.param("{maxUnavailable: 1%}", {"max_unavailable_at_least": 1}, PASS, id="1 % is a pod"),
        pytest.param("{maxUnavailable: 1%}", {"max_unavailable_at_least": 3}, PASS, id="or more"),
        pytest.param("{maxUnavailable: 0%}", {"max_unavailable_at_least": 0}, PASS, id="none may be allowed"),
        pytest.param("{minAvailable: 0}", {"max_unavailable_at_least": 1}, PASS, id="the other field is not asked"),
        pytest.param(
            "[]", {}, ["not evaluated PodDisruptionBudget/b: /spec is a list, not a mapping"], id="no mapping"
        ),
    ],
)
def test_budget_valid(said: Any, spec: str, parameters: dict[str, Any], expected: list[str]) -> None:
    assert said(RULE, budget(spec), parameters) == expected


def test_a_budget_of_another_group_is_not_ours(said: Any) -> None:
    foreign = budget("{}").replace("policy/v1", "example.com/v1")
    assert said(RULE, foreign) == []
    assert said(RULE, f"{foreign}\n---\n{budget('{maxUnavailable: 1}')}") == PASS
