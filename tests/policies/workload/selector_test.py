"""Label selectors."""

from typing import Any

import pytest

from policies.workload.field import Field, UnreadableError
from policies.workload.selector import read_selector

LABELS = {"app": "a", "tier": "web"}


def expression(operator: str, *values: str, key: str = "app") -> dict[str, Any]:
    return {"matchExpressions": [{"key": key, "operator": operator, "values": list(values)}]}


@pytest.mark.parametrize(
    ("selector", "matches"),
    [
        pytest.param({}, True, id="empty selects all"),
        pytest.param({"matchLabels": {"app": "a"}}, True, id="a label"),
        pytest.param({"matchLabels": {"app": "b"}}, False, id="another value"),
        pytest.param({"matchLabels": {"app": "a", "zone": "x"}}, False, id="all labels must match"),
        pytest.param(expression("In", "a", "b"), True, id="In"),
        pytest.param(expression("In", "b"), False, id="not In"),
        pytest.param(expression("NotIn", "b"), True, id="NotIn"),
        pytest.param(expression("NotIn", "a", key="zone"), True, id="NotIn of an absent key"),
        pytest.param(expression("Exists"), True, id="Exists"),
        pytest.param(expression("Exists", key="zone"), False, id="Exists of an absent key"),
        pytest.param(expression("DoesNotExist", key="zone"), True, id="DoesNotExist"),
        pytest.param(expression("DoesNotExist"), False, id="DoesNotExist of a present key"),
    ],
)
def test_selectors(selector: Any, matches: bool) -> None:
    found = read_selector(Field(selector))
    assert found is not None
    assert found.matches(LABELS) is matches


def test_an_absent_selector_is_none() -> None:
    assert read_selector(Field(None)) is None


def test_an_unknown_operator_is_said() -> None:
    with pytest.raises(UnreadableError, match=r"^/matchExpressions/0/operator is no operator of a selector$"):
        read_selector(Field(expression("Like", "a")))
