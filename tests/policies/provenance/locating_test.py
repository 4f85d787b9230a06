"""Which file, line and column a finding gets, each over a repository of a few lines."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from pathlib import Path

import pytest

from manifests.identity import Identity
from manifests.kustomize.build import build_directories
from manifests.kustomize.tool import find_kustomize
from policies.engine.elements import elements_of
from policies.finding import Finding, Link, Location, Report
from policies.provenance import locate
from policies.rule import Severity

Write = Callable[[Mapping[str, str]], Path]

DEPLOYMENT = """\
apiVersion: apps/v1
kind: Deployment
metadata:
  name: backend
  labels: {tier: api}
spec:
  replicas: 2
  template:
    spec:
      containers:
        - name: proxy
          image: proxy:1.0
        - name: api
          image: backend:1.0
          resources:
            limits: {memory: 1Gi}
"""
BASE = {
    "base/kustomization.yaml": "resources:\n  - deployment.yaml\n",
    "base/deployment.yaml": DEPLOYMENT,
}
API = "/spec/template/spec/containers/1"


def overlay(*lines: str, **files: str) -> dict[str, str]:
    """The base with an overlay of these lines beside `resources`, and files of the overlay by name."""
    text = "\n".join(["resources: [../base]", *lines, ""])
    named = {f"overlay/{name.replace('__', '.')}": content for name, content in files.items()}
    return {**BASE, "overlay/kustomization.yaml": text, **named}


CASES: list[tuple[str, dict[str, str], str, str]] = [
    ("a field of the base", overlay(), "/spec/replicas", "base/deployment.yaml:7:3"),
    ("a field inside a list", overlay(), f"{API}/image", "base/deployment.yaml:14:11"),
    (
        "a missing field gives its deepest ancestor",
        overlay(),
        f"{API}/resources/requests/memory",
        "base/deployment.yaml:15:11",
    ),
    ("a missing block gives the container", overlay(), f"{API}/livenessProbe", "base/deployment.yaml:13:11"),
    (
        "an inline JSON patch of the field",
        overlay(
            "patches:",
            "  - target: {kind: Deployment}",
            "    patch: |-",
            "      - op: replace",
            "        path: /spec/replicas",
            "        value: 3",
        ),
        "/spec/replicas",
        "overlay/kustomization.yaml:7:9",
    ),
    (
        "an inline JSON patch of an ancestor, and the key in its value",
        overlay(
            "patches:",
            "  - target: {kind: Deployment, name: back.*}",
            "    patch: |",
            "      - op: add",
            "        path: /spec/template/spec/containers/1/resources",
            "        value:",
            "          limits:",
            "            memory: 2Gi",
        ),
        f"{API}/resources/limits/memory",
        "overlay/kustomization.yaml:9:13",
    ),
    (
        "an ancestor that a JSON patch replaced without the field",
        overlay(
            "patches:",
            "  - target: {kind: Deployment}",
            "    patch: |",
            "      - {op: replace, path: /spec/template/spec/containers/1/resources, value: {limits: {cpu: 1}}}",
        ),
        f"{API}/resources/limits/memory",
        "overlay/kustomization.yaml:5:81",
    ),
    (
        "a JSON patch in a file",
        overlay(
            "patches: [{path: more.yaml, target: {group: apps, version: v1, kind: Deployment}}]",
            more__yaml="- op: replace\n  path: /spec/replicas\n  value: 5\n",
        ),
        "/spec/replicas",
        "overlay/more.yaml:3:3",
    ),
    (
        "a JSON patch written as JSON in quotes is its own line",
        overlay(
            "patches:",
            "  - target: {kind: Deployment}",
            """    patch: '[{"op": "replace", "path": "/spec/replicas", "value": 3}]'""",
        ),
        "/spec/replicas",
        "overlay/kustomization.yaml:4:12",
    ),
    (
        "a JSON patch that a test guards by name",
        overlay(
            "patches:",
            "  - target: {kind: Deployment}",
            "    patch: |",
            "      - {op: test, path: /spec/template/spec/containers/1/name, value: api}",
            "      - {op: replace, path: /spec/template/spec/containers/1/image, value: 'backend:2.0'}",
        ),
        f"{API}/image",
        "overlay/kustomization.yaml:6:69",
    ),
    (
        "a JSON patch of another container",
        overlay(
            "patches:",
            "  - target: {kind: Deployment}",
            "    patch: |",
            "      - {op: replace, path: /spec/template/spec/containers/0/image, value: 'proxy:2.0'}",
        ),
        f"{API}/image",
        "base/deployment.yaml:14:11",
    ),
    (
        "a JSON patch of another object",
        overlay(
            "patches:",
            "  - target: {kind: StatefulSet}",
            '    patch: \'[{"op": "replace", "path": "/spec/replicas", "value": 3}]\'',
        ),
        "/spec/replicas",
        "base/deployment.yaml:7:3",
    ),
    (
        "a JSON patch for a label that the object has",
        overlay(
            "patches:",
            "  - target: {labelSelector: 'tier=api'}",
            "    patch: |",
            "      - {op: replace, path: /spec/replicas, value: 3}",
        ),
        "/spec/replicas",
        "overlay/kustomization.yaml:5:45",
    ),
    (
        "a JSON patch for a label that the object has not",
        overlay(
            "patches:",
            "  - target: {labelSelector: 'tier=web'}",
            "    patch: |",
            "      - {op: replace, path: /spec/replicas, value: 3}",
        ),
        "/spec/replicas",
        "base/deployment.yaml:7:3",
    ),
    (
        "a strategic merge patch in a file, which puts its container first",
        overlay(
            "patches: [{path: merge.yaml}]",
            merge__yaml="apiVersion: apps/v1\nkind: Deployment\nmetadata: {name: backend}\nspec:\n  template:\n"
            "    spec:\n      containers:\n        - name: api\n          image: backend:3.0\n",
        ),
        "/spec/template/spec/containers/0/image",
        "overlay/merge.yaml:9:11",
    ),
    (
        "an inline strategic merge patch",
        overlay(
            "patches:",
            "  - patch: |-",
            "      apiVersion: apps/v1",
            "      kind: Deployment",
            "      metadata: {name: backend}",
            "      spec: {replicas: 4}",
        ),
        "/spec/replicas",
        "overlay/kustomization.yaml:7:14",
    ),
    (
        "a strategic merge patch in the older field",
        overlay(
            "patchesStrategicMerge: [merge.yaml]",
            merge__yaml="apiVersion: apps/v1\nkind: Deployment\nmetadata: {name: backend}\nspec: {replicas: 4}\n",
        ),
        "/spec/replicas",
        "overlay/merge.yaml:4:8",
    ),
    (
        "an images entry: its tag",
        overlay("images:", "  - name: backend", "    newTag: '2.0'"),
        f"{API}/image",
        "overlay/kustomization.yaml:4:5",
    ),
    (
        "an images entry that only renames leaves the tag of the base",
        overlay("images:", "  - name: backend", "    newName: registry.example.com/backend"),
        f"{API}/image",
        "base/deployment.yaml:14:11",
    ),
    (
        "an images entry of another image",
        overlay("images:", "  - name: backen", "    newTag: '2.0'"),
        f"{API}/image",
        "base/deployment.yaml:14:11",
    ),
    (
        "a pin in a Kustomize Component, and the name in the overlay",
        {
            **overlay("images: [{name: backend, newName: registry.example.com/backend}]", "components: [../pins]"),
            "pins/kustomization.yaml": "apiVersion: kustomize.config.k8s.io/v1alpha1\nkind: Component\nimages:\n"
            "  - name: backend\n    newTag: '2.0'\n",
        },
        f"{API}/image",
        "pins/kustomization.yaml:5:5",
    ),
    (
        "a patch in a Component inside a Component",
        {
            **overlay("components: [outer]"),
            "overlay/outer/kustomization.yaml": "kind: Component\ncomponents: [../inner]\n",
            "overlay/inner/kustomization.yaml": "kind: Component\npatches:\n  - target: {kind: Deployment}\n"
            "    patch: |\n      - {op: replace, path: /spec/replicas, value: 9}\n",
        },
        "/spec/replicas",
        "overlay/inner/kustomization.yaml:5:45",
    ),
    (
        "the overlay's own patch runs after its Components",
        {
            **overlay(
                "components: [inner]",
                "patches:",
                "  - target: {kind: Deployment}",
                "    patch: |",
                "      - {op: replace, path: /spec/replicas, value: 3}",
            ),
            "overlay/inner/kustomization.yaml": "kind: Component\nreplicas: [{name: backend, count: 7}]\n",
        },
        "/spec/replicas",
        "overlay/kustomization.yaml:6:45",
    ),
    (
        "a replicas entry",
        overlay("replicas:", "  - name: backend", "    count: 7"),
        "/spec/replicas",
        "overlay/kustomization.yaml:4:5",
    ),
    ("the namespace", overlay("namespace: shop"), "/metadata/namespace", "overlay/kustomization.yaml:2:1"),
    ("a prefix", overlay("namePrefix: shop-"), "/metadata/name", "overlay/kustomization.yaml:2:1"),
    (
        "a field below a prefix and a suffix",
        overlay("namePrefix: shop-", "nameSuffix: -blue"),
        "/spec/replicas",
        "base/deployment.yaml:7:3",
    ),
    (
        "a label of the kustomization",
        overlay("labels:", "  - pairs: {team: shop}"),
        "/metadata/labels/team",
        "overlay/kustomization.yaml:3:13",
    ),
    (
        "an annotation of the kustomization",
        overlay("commonAnnotations:", "  team: shop"),
        "/metadata/annotations/team",
        "overlay/kustomization.yaml:3:3",
    ),
]


def rendered(root: Path, kind: str, directory: str = "overlay") -> Mapping[str, object]:
    build = build_directories(root, [directory], find_kustomize())[directory]
    assert build.error is None
    return next(body for body in build.objects if body["kind"] == kind)


def located(root: Path, body: Mapping[str, object], field: str, directory: str = "overlay") -> str:
    metadata = body["metadata"]
    assert isinstance(metadata, Mapping)
    finding = Finding(
        rule="a/b",
        severity=Severity.ERROR,
        environment=None,
        identity=Identity(str(body["apiVersion"]), str(body["kind"]), metadata.get("namespace"), metadata["name"]),
        container=None,
        field=field,
        message="it is",
        fix="Do.",
        directory=directory,
        elements=elements_of(body, field),
    )
    (found,) = locate(Report((finding,), {}, ()), root).findings
    return str(found.location)


@pytest.mark.parametrize(("files", "field", "place"), [case[1:] for case in CASES], ids=[case[0] for case in CASES])
def test_the_line_that_set_a_field(repository: Write, files: dict[str, str], field: str, place: str) -> None:
    root = repository(files)
    assert located(root, rendered(root, "Deployment"), field) == place


def test_a_container_that_a_patch_put_in_front_does_not_shift_the_others(repository: Write) -> None:
    root = repository(
        overlay(
            "patches:",
            "  - target: {kind: Deployment}",
            "    patch: |",
            "      - op: add",
            "        path: /spec/template/spec/containers/0",
            "        value: {name: first, image: 'first:1.0'}",
        )
    )
    body = rendered(root, "Deployment")
    containers = "/spec/template/spec/containers"
    assert located(root, body, f"{containers}/2/image") == "base/deployment.yaml:14:11"
    assert located(root, body, f"{containers}/0/image") == "overlay/kustomization.yaml:7:30"


def test_a_literal_of_a_generated_config_map(repository: Write) -> None:
    root = repository(
        overlay("configMapGenerator:", "  - name: settings", "    literals:", "      - LEVEL=info", "      - PORT=80")
    )
    body = rendered(root, "ConfigMap")
    assert located(root, body, "/data/PORT") == "overlay/kustomization.yaml:6:9"
    assert located(root, body, "/data/OTHER") == "overlay/kustomization.yaml:3:5"


def test_an_object_of_a_plain_file_and_of_a_list_in_it(repository: Write) -> None:
    text = f"kind: Nothing\n---\n{DEPLOYMENT}---\napiVersion: v1\nkind: List\nitems:\n  - apiVersion: v1\n"
    text += "    kind: Service\n    metadata: {name: a, namespace: shop}\n    spec: {type: NodePort}\n"
    root = repository({"all.yaml": text})
    service = {"apiVersion": "v1", "kind": "Service", "metadata": {"name": "a", "namespace": "shop"}}
    elsewhere = {"apiVersion": "v1", "kind": "Service", "metadata": {"name": "a", "namespace": "office"}}
    deployment = {"apiVersion": "apps/v1", "kind": "Deployment", "metadata": {"name": "backend"}}
    assert located(root, deployment, "/spec/replicas", "all.yaml") == "all.yaml:9:3"
    assert located(root, service, "/spec/type", "all.yaml") == "all.yaml:26:12"
    assert located(root, elsewhere, "/spec/type", "all.yaml") == "all.yaml:1:1"


def test_what_nobody_can_find_is_in_the_kustomization(repository: Write) -> None:
    root = repository(overlay())
    stranger = {"apiVersion": "v1", "kind": "Service", "metadata": {"name": "a"}}
    assert located(root, stranger, "/spec/type") == "overlay/kustomization.yaml:1:1"
    assert located(root, stranger, "/spec/type", "missing") == "missing:1:1"


def test_kustomizations_in_a_circle_end(repository: Write) -> None:
    root = repository({"a/kustomization.yaml": "resources: [../b]\n", "b/kustomization.yaml": "resources: [../a]\n"})
    stranger = {"apiVersion": "v1", "kind": "Service", "metadata": {"name": "a"}}
    assert located(root, stranger, "/spec/type", "a") == "a/kustomization.yaml:1:1"


def test_a_location_that_is_known_stays(repository: Write) -> None:
    root = repository(overlay())
    known = Finding(
        "a/b", Severity.ERROR, None, Identity("v1", "A", None, "b"), None, "", "it is", "Do.", "overlay",
        location=Location("policies.yaml", 3, 5),
    )  # fmt: skip
    (found,) = locate(Report((known,), {}, ()), root).findings
    assert found == replace(known, chain=(Link(Location("policies.yaml", 3, 5), "file"),))
