"""images/digest-pinned: well-formed digests, and exempt images."""

from typing import Any

import pytest

from policies.rules.images.digest_pinned import RULE

IMAGE = "/spec/containers/0/image"
DIGEST = "sha256:" + "0" * 64


def pod(image: str) -> str:
    return (
        f'{{apiVersion: v1, kind: Pod, metadata: {{name: p}}, spec: {{containers: [{{name: c, image: "{image}"}}]}}}}'
    )


@pytest.mark.parametrize(
    ("image", "exempt", "expected"),
    [
        pytest.param(f"app:1.0@{DIGEST}", (), ["pass Pod/p"], id="tag and digest"),
        pytest.param(f"app@{DIGEST}", (), ["pass Pod/p"], id="a digest alone"),
        pytest.param("app:1.0", (), [f"fail Pod/p/c {IMAGE}: image app:1.0 has no digest"], id="a tag alone"),
        pytest.param(
            "app@sha256:0123",
            (),
            [f"fail Pod/p/c {IMAGE}: image app@sha256:0123 has a digest that is none"],
            id="too short",
        ),
        pytest.param(
            "app@sha256:" + "A" * 64,
            (),
            [f"fail Pod/p/c {IMAGE}: image app@sha256:{'A' * 64} has a digest that is none"],
            id="capital letters",
        ),
        pytest.param("dev.local/app:1.0", ("dev.local/*",), ["pass Pod/p"], id="exempt"),
        pytest.param(
            "app:${TAG}", (), ["not evaluated Pod/p: image app:${TAG} is substituted by Flux"], id="a variable"
        ),
    ],
)
def test_digest_pinned(said: Any, image: str, exempt: tuple[str, ...], expected: list[str]) -> None:
    assert said(RULE, pod(image), {"exempt": exempt}) == expected


FAULT = "fail Pod/p/c /spec/containers/1/image: image app has no digest"


def two(first: str, second: str) -> str:
    return f"{{apiVersion: v1, kind: Pod, metadata: {{name: p}}, spec: {{containers: [{first}, {second}]}}}}"


@pytest.mark.parametrize(
    ("first", "second", "expected"),
    [
        pytest.param("{name: a}", "{name: c, image: app:1.0@%s}", ["pass Pod/p"], id="no image is no fault here"),
        pytest.param("{name: a}", "{name: c, image: app}", [FAULT], id="and hides no other"),
        pytest.param("{name: a, image: app:1.0@%s}", "{name: c, image: app}", [FAULT], id="nor does a good one"),
    ],
)
def test_one_container_beside_another(said: Any, first: str, second: str, expected: list[str]) -> None:
    assert said(RULE, two(first, second).replace("%s", DIGEST)) == expected


def test_a_pod_without_images_is_not_applicable(said: Any) -> None:
    assert said(RULE, pod("")) == []
