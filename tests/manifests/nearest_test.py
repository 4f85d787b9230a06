"""The name that a person meant, and the one wording of it."""

from __future__ import annotations

import pytest

from manifests.nearest import nearest, way_out


@pytest.mark.parametrize(
    ("name", "known", "found", "said"),
    [
        pytest.param("prd", ["dev", "prod"], "prod", "write `prod`", id="a slip"),
        pytest.param(
            "PROD", ["product", "prod"], "prod", "write `prod`", id="another case is nearer than more letters"
        ),
        pytest.param("x", ["dev", "prod"], None, "write one of `dev`, `prod`", id="like none: all"),
        pytest.param("x", ["prod", "dev"], None, "write one of `dev`, `prod`", id="all are sorted"),
        pytest.param("x", ["prod"], None, "write `prod`", id="like the only one there is: that one"),
        pytest.param("x", [], None, "leave it out", id="nothing is known"),
        pytest.param("bac", ["bab", "baa"], "bab", "write `bab`", id="two are as near: always the same one"),
        pytest.param("bac", ["baa", "bab"], "bab", "write `bab`", id="whatever their order"),
    ],
)
def test_the_name_that_was_meant(name: str, known: list[str], found: str | None, said: str) -> None:
    assert (nearest(name, known), way_out(name, known)) == (found, said)
