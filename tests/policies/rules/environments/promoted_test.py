"""environments/promoted: versions and digests beside those of the environment before."""

from typing import Any

import pytest

from policies.rules.environments.promoted import RULE

A, B = (f"sha256:{letter * 64}" for letter in "ab")
FIELD = "/spec/containers/0/image"


def pod(*images: str) -> str:
    containers = ", ".join(f"{{name: c{index}, image: '{image}'}}" for index, image in enumerate(images))
    return f"{{apiVersion: v1, kind: Pod, metadata: {{name: p}}, spec: {{containers: [{containers}]}}}}\n---\n"


def said_of_images(said_of: Any, staging: str, prod: str) -> Any:
    return said_of(RULE, "prod", f"# environment: staging\n{staging}\n# environment: prod\n{prod}")


def newer(mine: str, theirs: str) -> list[str]:
    return [f"fail Pod/p {FIELD}: app is {mine}, newer than {theirs}, which staging runs"]


def unknown(mine: str, theirs: str) -> list[str]:
    return [f"not evaluated Pod/p: staging runs app {theirs} now: whether it ran {mine} before, only Git knows"]


@pytest.mark.parametrize(
    ("staging", "prod", "expected"),
    [
        pytest.param(["app:1.5.0"], ["app:1.5.0"], ["pass Pod/p"], id="the same"),
        pytest.param(["app:1.5"], ["app:v1.5"], unknown("v1.5", "1.5"), id="the same number"),
        pytest.param(
            ["b:2", "app:1"],
            ["b:2", "app:1", "app:1.1"],
            [
                "fail Pod/p /spec/containers/2/image: app is 1.1, newer than 1, which staging runs",
            ],
            id="one after the same",
        ),
        pytest.param(["app:1.5.0"], ["app:1.6.0"], newer("1.6.0", "1.5.0"), id="newer"),
        pytest.param(["app:1.9.0"], ["app:1.10.0"], newer("1.10.0", "1.9.0"), id="numbers, not letters"),
        pytest.param(["app:v1.5"], ["app:v1.5.1"], newer("v1.5.1", "v1.5"), id="a patch"),
        pytest.param(["app:1.5.0"], ["app:1.4.0"], unknown("1.4.0", "1.5.0"), id="older"),
        pytest.param(["app:1.5-gpu"], ["app:1.6-gpu"], newer("1.6-gpu", "1.5-gpu"), id="of the same make"),
        pytest.param(["app:1.5-gpu"], ["app:1.6"], unknown("1.6", "1.5-gpu"), id="of another make"),
        pytest.param(["app:main"], ["app:1.6"], unknown("1.6", "main"), id="no number there"),
        pytest.param(["app:1.6"], ["app:main"], unknown("main", "1.6"), id="no number here"),
        pytest.param(["app:1.4", "app:1.6"], ["app:1.5"], unknown("1.5", "1.4"), id="between two"),
        pytest.param(["app:1.4", "app:1.5"], ["app:1.6"], newer("1.6", "1.4"), id="newer than both"),
        pytest.param(["app:1.4", "app:1.5"], ["app:1.5"], ["pass Pod/p"], id="one of two"),
        pytest.param([f"app:1@{A}"], [f"app:1@{A}"], ["pass Pod/p"], id="the same digest"),
        pytest.param([f"app:1@{A}"], [f"app:2@{A}"], ["pass Pod/p"], id="the same digest under another tag"),
        pytest.param(
            [f"app:1@{A}"],
            [f"app:1@{B}"],
            [f"fail Pod/p {FIELD}: app:1 has another digest than in staging"],
            id="another digest",
        ),
        pytest.param([f"app:1@{A}"], ["app:1"], ["pass Pod/p"], id="a digest there only"),
        pytest.param(["app:1"], [f"app:1@{A}"], ["pass Pod/p"], id="a digest here only"),
        pytest.param([f"app@{A}"], [f"app@{B}"], unknown(B, A), id="digests without tags"),
        pytest.param(
            ["other:1"], ["app:1"], ["not evaluated Pod/p: staging runs no app now"], id="an image of its own"
        ),
        pytest.param(
            ["app:1", "b:2"],
            ["app:2", "b:3"],
            [
                *newer("2", "1"),
                "fail Pod/p /spec/containers/1/image: b is 3, newer than 2, which staging runs",
            ],
            id="each image",
        ),
        pytest.param(["app:1"], [""], [], id="no image"),
        pytest.param(["app:1"], ["", "app:1"], ["pass Pod/p"], id="one without"),
        pytest.param(["app:1"], ["app:9999999999"], unknown("9999999999", "1"), id="no sane number"),
    ],
)
def test_promoted(said_of: Any, staging: list[str], prod: list[str], expected: list[str]) -> None:
    assert said_of_images(said_of, pod(*staging), pod(*prod)) == expected


def test_what_cannot_be_read(said_of: Any) -> None:
    broken = "{apiVersion: v1, kind: Pod, metadata: {name: p}, spec: 5}"
    expected = ["not evaluated Pod/p: /spec is the number 5, not a mapping"]
    assert said_of_images(said_of, pod("app:1"), broken) == expected
    assert said_of_images(said_of, broken, pod("app:1")) == ["not evaluated Pod/p: staging runs no app now"]


def test_the_first_environment_is_compared_with_nothing(said_of: Any) -> None:
    text = f"# environment: staging\n{pod('app:2')}\n# environment: prod\n{pod('app:1')}"
    assert said_of(RULE, "staging", text) == []
    expected = [f"fail Pod/p {FIELD}: app is 2, newer than 1, which prod runs"]
    assert said_of(RULE, "staging", text, {"order": ("prod", "staging")}) == expected
