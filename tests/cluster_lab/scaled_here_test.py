"""What is tried of the shipped platform, and of environments with less room."""

from pathlib import Path

import pytest

from generators.platform.values import Environment
from generators.repository import read_repository
from tests.cluster.scaling.scaled import all_scaled, scaled_components

PLATFORM = read_repository(Path(__file__).parents[2]).platform


def environment(name: str) -> Environment:
    return next(each for each in PLATFORM.environments if each.name == name)


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        pytest.param("prod", [("backend", 2, 10), ("frontend", 2, 6), ("model", 2, 8)], id="all three in prod"),
        pytest.param("dev", [("backend", 1, 2), ("frontend", 1, 2)], id="a model that always runs once is not tried"),
    ],
)
def test_what_scales(name: str, expected: list[tuple[str, int, int]]) -> None:
    found = scaled_components(PLATFORM, environment(name))
    assert [(each.component, each.minimum, each.maximum) for each in found] == expected


def test_each_rests_at_its_target_whether_it_is_tried_or_not() -> None:
    assert {each.component: each.target for each in all_scaled(PLATFORM, environment("dev"))} == {
        "backend": 60,
        "frontend": 60,
        "model": 40,
    }


def test_of_those_that_scale_alike_one_is_tried() -> None:
    prod = environment("prod")
    twins = tuple(each for each in prod.components if each.name == "backend") * 2
    twice = Environment(prod.name, prod.namespace, prod.domain, prod.gpus, twins, prod.source)
    assert len(scaled_components(PLATFORM, twice)) == 1
