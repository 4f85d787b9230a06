"""images/pull-policy: what is written, and what Kubernetes takes where nothing is."""

from typing import Any

import pytest

from policies.rules.images.pull_policy import RULE

DIGEST = "sha256:" + "0" * 64


def pod(image: str, more: str = "") -> str:
    container = f'{{name: c, image: "{image}"{more}}}'
    return f"{{apiVersion: v1, kind: Pod, metadata: {{name: p}}, spec: {{containers: [{container}]}}}}"


OK = ["pass Pod/p"]
FIELD = "/spec/containers/0/imagePullPolicy"
EVERYWHERE = """
apiVersion: v1
kind: Pod
metadata: {name: p}
spec:
  initContainers: [{name: first, image: "a:1", imagePullPolicy: Never}]
  containers: [{name: main}]
  volumes:
    - {name: model, image: {reference: "b:1", pullPolicy: Never}}
    - {name: more, image: {reference: "b:1"}}
---
apiVersion: postgresql.cnpg.io/v1
kind: Cluster
metadata: {name: d}
spec:
  imageName: "p:1"
  imagePullPolicy: Never
  postgresql: {extensions: [{name: e, image: {reference: "e:1", pullPolicy: Never}}]}
"""


@pytest.mark.parametrize(
    ("text", "parameters", "expected"),
    [
        pytest.param(pod("a:1", ", imagePullPolicy: Always"), {}, OK, id="written"),
        pytest.param(
            pod("a:1", ", imagePullPolicy: Never"),
            {},
            [f"fail Pod/p/c {FIELD}: image a:1: pull policy is Never, not Always"],
            id="another",
        ),
        pytest.param(
            pod("a:1", ", imagePullPolicy: Always"),
            {"is": "Never"},
            [f"fail Pod/p/c {FIELD}: image a:1: pull policy is Always, not Never"],
            id="Always where Never is asked for",
        ),
        pytest.param(
            pod("a:1", ", imagePullPolicy: IfNotPresent"),
            {},
            [f"fail Pod/p/c {FIELD}: image a:1: pull policy is IfNotPresent, not Always"],
            id="IfNotPresent",
        ),
        pytest.param(
            pod("a:1", ", imagePullPolicy: always"),
            {},
            [f"fail Pod/p/c {FIELD}: image a:1: pull policy is no policy that Kubernetes knows, not Always"],
            id="one that does not exist",
        ),
        pytest.param(
            pod("a:1", ", imagePullPolicy: []"),
            {"is": "Never"},
            [f"fail Pod/p/c {FIELD}: image a:1: pull policy is no policy that Kubernetes knows, not Never"],
            id="a list",
        ),
        pytest.param(
            pod("a:1"),
            {},
            [f"fail Pod/p/c {FIELD}: image a:1: pull policy is IfNotPresent where none is written"],
            id="a tag is pulled once",
        ),
        pytest.param(pod("a:1"), {"is": "IfNotPresent"}, OK, id="which is asked for"),
        pytest.param(pod("a"), {}, OK, id="no tag is latest"),
        pytest.param(pod("a:latest"), {}, OK, id="latest is pulled always"),
        pytest.param(pod(f"a:latest@{DIGEST}"), {}, OK, id="latest with a digest too"),
        pytest.param(
            pod(f"a@{DIGEST}"),
            {},
            [f"fail Pod/p/c {FIELD}: image a@{DIGEST}: pull policy is IfNotPresent where none is written"],
            id="a digest without a tag is pulled once",
        ),
        pytest.param(
            pod("a:latest"),
            {"unset_counts": False},
            [f"fail Pod/p/c {FIELD}: image a:latest: no pull policy"],
            id="it must be written",
        ),
        pytest.param(pod("a:latest", ", imagePullPolicy: Always"), {"unset_counts": False}, OK, id="and it is"),
        pytest.param(
            pod("a:${TAG}"), {}, ["not evaluated Pod/p: image a:${TAG} is substituted by Flux"], id="a variable"
        ),
        pytest.param(pod("a:${TAG}", ", imagePullPolicy: Always"), {}, OK, id="a variable with a policy"),
        pytest.param(pod(""), {}, [], id="no image, not applicable"),
        pytest.param(
            EVERYWHERE,
            {},
            [
                "fail Pod/p/first /spec/initContainers/0/imagePullPolicy: image a:1: pull policy is Never, not Always",
                "fail Pod/p /spec/volumes/0/image/pullPolicy: image b:1: pull policy is Never, not Always",
                "fail Pod/p /spec/volumes/1/image/pullPolicy: "
                "image b:1: pull policy is IfNotPresent where none is written",
                "fail Cluster/d/postgres /spec/imagePullPolicy: image p:1: pull policy is Never, not Always",
                "fail Cluster/d /spec/postgresql/extensions/0/image/pullPolicy: "
                "image e:1: pull policy is Never, not Always",
            ],
            id="every image counts",
        ),
    ],
)
def test_verdicts(said: Any, text: str, parameters: dict[str, Any], expected: list[str]) -> None:
    assert said(RULE, text, parameters) == expected


def test_no_image_is_no_fault_here_and_hides_no_other(said: Any) -> None:
    text = pod("app:1", ", imagePullPolicy: Never").replace("[{name: c", "[{name: a, imagePullPolicy: Never}, {name: c")
    expected = ["fail Pod/p/c /spec/containers/1/imagePullPolicy: image app:1: pull policy is Never, not Always"]
    assert said(RULE, text, {"is": "Always"}) == expected
