"""What a LimitRange gives, by the defaulting of the API server."""

from typing import Any

import pytest

from policies.objects import Object
from policies.workload.limit_range import read_defaults


def limit_range(name: str, *items: dict[str, Any]) -> Object:
    return Object({"kind": "LimitRange", "metadata": {"name": name}, "spec": {"limits": list(items)}})


@pytest.mark.parametrize(
    ("item", "request_", "limit"),
    [
        pytest.param({"defaultRequest": {"cpu": 1}}, 1, None, id="a request"),
        pytest.param({"default": {"cpu": 2}}, 2, 2, id="a limit is the request too"),
        pytest.param({"default": {"cpu": 2}, "defaultRequest": {"cpu": 1}}, 1, 2, id="both"),
        pytest.param({"max": {"cpu": 4}}, 4, 4, id="the maximum is the limit"),
        pytest.param({"max": {"cpu": 4}, "default": {"cpu": 2}}, 2, 2, id="unless there is one"),
        pytest.param({"min": {"cpu": 1}}, 1, None, id="the minimum is the request"),
        pytest.param({"min": {"cpu": 1}, "default": {"cpu": 2}}, 2, 2, id="unless there is a limit"),
    ],
)
def test_defaults(item: dict[str, Any], request_: Any, limit: Any) -> None:
    defaults = read_defaults([limit_range("l", {"type": "Container", **item})])
    given = [found["cpu"].quantity if "cpu" in found else None for found in (defaults.requests, defaults.limits)]
    assert given == [request_, limit]


def test_the_first_by_name_counts() -> None:
    first, second = (limit_range(name, {"type": "Container", "default": {"cpu": name}}) for name in ("a", "b"))
    assert read_defaults([second, first]).limits["cpu"].giver == "LimitRange/a"


def test_of_two_entries_of_one_limit_range_the_last_counts() -> None:
    entries = [{"type": "Container", "default": {"cpu": 1}}, {"type": "Container", "default": {"cpu": 2}}]
    others = [{"type": kind, "default": {"cpu": 3}} for kind in ("Pod", "PersistentVolumeClaim", None)]
    assert read_defaults([limit_range("l", *entries, *others)]).limits["cpu"].quantity == 2


def test_what_cannot_be_read_gives_nothing() -> None:
    assert read_defaults([limit_range("l", {"type": "Container", "default": "x"})]).limits == {}
