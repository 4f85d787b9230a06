"""images/tag-pinned: where a tag begins, and what replaces one."""

from typing import Any

import pytest

from policies.rules.images.tag_pinned import RULE

IMAGE = "/spec/containers/0/image"
DIGEST = "sha256:" + "0" * 64


def pod(image: str) -> str:
    return (
        f'{{apiVersion: v1, kind: Pod, metadata: {{name: p}}, spec: {{containers: [{{name: c, image: "{image}"}}]}}}}'
    )


@pytest.mark.parametrize(
    ("image", "expected"),
    [
        pytest.param("app:1.0", ["pass Pod/p"], id="a tag"),
        pytest.param("app", [f"fail Pod/p/c {IMAGE}: image app has no tag"], id="none"),
        pytest.param("registry:5000/app", [f"fail Pod/p/c {IMAGE}: image registry:5000/app has no tag"], id="a port"),
        pytest.param("registry:5000/app:1.0", ["pass Pod/p"], id="a port and a tag"),
        pytest.param("app:latest", [f"fail Pod/p/c {IMAGE}: image app:latest has the tag latest"], id="latest"),
        pytest.param(f"app@{DIGEST}", ["pass Pod/p"], id="a digest"),
        pytest.param(f"app:latest@{DIGEST}", ["pass Pod/p"], id="latest with a digest"),
        pytest.param("app:", [f"fail Pod/p/c {IMAGE}: image app: has no tag"], id="a colon alone"),
        pytest.param("latest:1.0", ["pass Pod/p"], id="an image named latest"),
        pytest.param(
            "app:${TAG:=1.0}", ["not evaluated Pod/p: image app:${TAG:=1.0} is substituted by Flux"], id="a variable"
        ),
        pytest.param("", [], id="no image, not applicable"),
    ],
)
def test_tag_pinned(said: Any, image: str, expected: list[str]) -> None:
    assert said(RULE, pod(image)) == expected


def test_the_forbidden_tags_are_a_parameter(said: Any) -> None:
    expected = [f"fail Pod/p/c {IMAGE}: image app:dev has the tag dev"]
    assert said(RULE, pod("app:dev"), {"forbidden_tags": ("latest", "dev")}) == expected


EVERYWHERE = """
apiVersion: v1
kind: Pod
metadata: {name: p}
spec:
  initContainers: [{name: first, image: first}]
  containers: [{name: main, image: "main:1"}]
  ephemeralContainers: [{name: debug, image: debug}]
  volumes: [{name: model, image: {reference: model}}, {name: tmp, emptyDir: {}}]
---
apiVersion: postgresql.cnpg.io/v1
kind: Cluster
metadata: {name: db}
spec: {imageName: postgresql}
"""


def test_every_image_counts(said: Any) -> None:
    assert said(RULE, EVERYWHERE) == [
        "fail Pod/p/first /spec/initContainers/0/image: image first has no tag",
        "fail Pod/p/debug /spec/ephemeralContainers/0/image: image debug has no tag",
        "fail Pod/p /spec/volumes/0/image/reference: image model has no tag",
        "fail Cluster/db/postgres /spec/imageName: image postgresql has no tag",
    ]


FAULT = "fail Pod/p/c /spec/containers/1/image: image app has no tag"


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
