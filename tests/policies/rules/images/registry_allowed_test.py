"""images/registry-allowed: what is below an entry, and what only looks like it."""

from typing import Any

import pytest

from policies.rules.images.registry_allowed import RULE

IMAGE = "/spec/containers/0/image"
DIGEST = "sha256:" + "0" * 64


def pod(image: str, more: str = "") -> str:
    container = f'{{name: c, image: "{image}"{more}}}'
    return f"{{apiVersion: v1, kind: Pod, metadata: {{name: p}}, spec: {{containers: [{container}]}}}}"


OK = ["pass Pod/p"]
NONE = f"fail Pod/p/c {IMAGE}: image %s is from none of %s"
EVERYWHERE = """
apiVersion: v1
kind: Pod
metadata: {name: p}
spec:
  initContainers: [{name: first, image: "a:1"}]
  containers: [{name: main}]
  ephemeralContainers: [{name: debug, image: "b:1"}]
  volumes: [{name: model, image: {reference: "c:1"}}]
"""


@pytest.mark.parametrize(
    ("text", "parameters", "expected"),
    [
        pytest.param(pod("nginx"), {}, [], id="nothing said, not applicable"),
        pytest.param(pod("ghcr.io/a/b:1"), {"allowed": ("ghcr.io",)}, OK, id="a registry"),
        pytest.param(pod("ghcr.io/a/b:1"), {"allowed": ("ghcr.io/",)}, OK, id="a registry with its slash"),
        pytest.param(pod("ghcr.io/a/b:1"), {"allowed": ("quay.io", "ghcr.io/a")}, OK, id="a folder, the second entry"),
        pytest.param(pod(f"ghcr.io/a/b@{DIGEST}"), {"allowed": ("ghcr.io/a/b",)}, OK, id="an image"),
        pytest.param(pod("ghcr.io/a/b:1"), {"allowed": ("ghcr.io/a/b:1",)}, OK, id="an image with its tag"),
        pytest.param(
            pod("ghcr.io/a/b:2"),
            {"allowed": ("ghcr.io/a/b:1",)},
            [NONE % ("ghcr.io/a/b:2", "ghcr.io/a/b:1")],
            id="another tag",
        ),
        pytest.param(
            pod("ghcr.io.evil.example/a:1"),
            {"allowed": ("ghcr.io",)},
            [NONE % ("ghcr.io.evil.example/a:1", "ghcr.io")],
            id="a registry that only begins alike",
        ),
        pytest.param(
            pod("ghcr.io/ab:1"),
            {"allowed": ("ghcr.io/a",)},
            [NONE % ("ghcr.io/ab:1", "ghcr.io/a")],
            id="a folder alike",
        ),
        pytest.param(pod("registry:5000/a"), {"allowed": ("registry:5000",)}, OK, id="a port"),
        pytest.param(
            pod("registry:5000/a"),
            {"allowed": ("registry",)},
            [NONE % ("registry:5000/a", "registry")],
            id="another port",
        ),
        pytest.param(pod("nginx:1"), {"allowed": ("docker.io",)}, OK, id="no registry is Docker Hub"),
        pytest.param(pod("nginx:1"), {"allowed": ("docker.io/library/nginx",)}, OK, id="no folder is library"),
        pytest.param(pod("bitnami/redis:1"), {"allowed": ("docker.io/bitnami",)}, OK, id="a folder of Docker Hub"),
        pytest.param(pod("bitnami/redis:1"), {"allowed": ("bitnami",)}, OK, id="as it is written"),
        pytest.param(
            pod("localhost/redis:1"),
            {"allowed": ("docker.io",)},
            [NONE % ("localhost/redis:1", "docker.io")],
            id="localhost is a registry",
        ),
        pytest.param(pod("eu.gcr.io/p/a:1"), {"allowed": ("*.gcr.io/p/*",)}, OK, id="a pattern"),
        pytest.param(pod("eu.gcr.io/p/a:1"), {"allowed": ("*:1",)}, OK, id="a pattern with a tag"),
        pytest.param(
            pod("a:1"),
            {"allowed": ("w", "x", "y", "z")},
            [NONE % ("a:1", "w, x, y and 1 more")],
            id="many entries are cut short",
        ),
        pytest.param(
            pod("nginx:1"),
            {"forbidden": ("docker.io",)},
            [f"fail Pod/p/c {IMAGE}: image nginx:1 is from docker.io, which is forbidden"],
            id="forbidden",
        ),
        pytest.param(pod("ghcr.io/a:1"), {"forbidden": ("docker.io",)}, OK, id="not forbidden"),
        pytest.param(
            pod("ghcr.io/a/b:1"),
            {"allowed": ("ghcr.io",), "forbidden": ("ghcr.io/a",)},
            [f"fail Pod/p/c {IMAGE}: image ghcr.io/a/b:1 is from ghcr.io/a, which is forbidden"],
            id="forbidden below what is allowed",
        ),
        pytest.param(
            pod("${REGISTRY}/a:1"),
            {"allowed": ("ghcr.io",)},
            ["not evaluated Pod/p: image ${REGISTRY}/a:1 is substituted by Flux"],
            id="a variable",
        ),
        pytest.param(pod(""), {"allowed": ("ghcr.io",)}, [], id="no image, not applicable"),
        pytest.param(
            EVERYWHERE,
            {"allowed": ("ghcr.io",)},
            [
                "fail Pod/p/first /spec/initContainers/0/image: image a:1 is from none of ghcr.io",
                "fail Pod/p/debug /spec/ephemeralContainers/0/image: image b:1 is from none of ghcr.io",
                "fail Pod/p /spec/volumes/0/image/reference: image c:1 is from none of ghcr.io",
            ],
            id="every image counts",
        ),
        pytest.param(
            EVERYWHERE.replace("a:1", "${A}:1").replace("{name: main}", "{name: main, image: ''}"),
            {"allowed": ("x", "y", "z")},
            [
                "not evaluated Pod/p: image ${A}:1 is substituted by Flux",
                "fail Pod/p/debug /spec/ephemeralContainers/0/image: image b:1 is from none of x, y, z",
                "fail Pod/p /spec/volumes/0/image/reference: image c:1 is from none of x, y, z",
            ],
            id="images behind one that is not known, and three entries in full",
        ),
    ],
)
def test_verdicts(said: Any, text: str, parameters: dict[str, Any], expected: list[str]) -> None:
    assert said(RULE, text, parameters) == expected
