"""kustomize/image-matched: names, renamed images, tags that are there already."""

from typing import Any

import pytest

from policies.rules.kustomize.image_matched import RULE

BASE = """# file: base/kustomization.yaml
resources: [deployment.yaml, map.yaml]
# file: base/deployment.yaml
apiVersion: apps/v1
kind: Deployment
metadata: {name: backend, labels: {tier: web}}
spec:
  selector: {matchLabels: {app: backend}}
  template:
    metadata: {labels: {app: backend}}
    spec: {containers: [{name: api, image: "registry.example.com/backend:1"}]}
# file: base/map.yaml
{apiVersion: v1, kind: ConfigMap, metadata: {name: backend}}
"""


def overlay(*images: str, more: str = "", folder: str = "overlays/prod", base: str = "../../base") -> str:
    entries = "".join(f"  - {{{image}}}\n" for image in images)
    return f"# file: {folder}/kustomization.yaml\nresources: [{base}]\n{more}images:\n{entries}"


def unmatched(image: str, index: int = 0, folder: str = "overlays/prod", line: int = 3) -> str:
    return (
        f"fail Kustomization/{folder} /images/{index}: image {image} is used by no container "
        f"@{folder}/kustomization.yaml:{line}:5"
    )


PASS = ["pass Kustomization/overlays/prod"]
NAME = "name: registry.example.com/backend"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param(BASE + overlay(f"{NAME}, newTag: '2'"), PASS, id="a new tag"),
        pytest.param(BASE + overlay(f"{NAME}, newTag: '1'"), PASS, id="the tag that is there already"),
        pytest.param(BASE + overlay(f"{NAME}, newName: other"), PASS, id="a new name"),
        pytest.param(BASE + overlay(f"{NAME}, digest: 'sha256:{'a' * 64}'"), PASS, id="a digest"),
        pytest.param(
            BASE + overlay("name: backend, newTag: '2'"), [unmatched("backend", line=3)], id="without its registry"
        ),
        pytest.param(
            BASE + overlay(f"{NAME}, newTag: '2'", "name: x, newTag: '2'"), [unmatched("x", 1, line=4)], id="one of two"
        ),
        pytest.param(BASE + overlay(f"{NAME}, newName: app", "name: app, newTag: '3'"), PASS, id="one after the other"),
        pytest.param(
            BASE
            + overlay(f"{NAME}, newTag: '2'", folder="middle/app")
            + overlay(f"{NAME}, newTag: '3'", base="../../middle/app"),
            ["pass Kustomization/middle/app", *PASS],
            id="a tag that an overlay replaces was set all the same",
        ),
        pytest.param(
            BASE + overlay(f"{NAME}, newTag: '2'") + overlay("name: z, newTag: '2'", folder="overlays/dev"),
            [unmatched("z", folder="overlays/dev"), *PASS],
            id="one of two overlays",
        ),
        pytest.param(BASE + "# file: overlays/prod/kustomization.yaml\nresources: [../../base]\n", [], id="no images"),
    ],
)
def test_image_matched(said_of_files: Any, text: str, expected: list[str]) -> None:
    assert said_of_files(RULE, text) == expected


PINS = (
    "# file: pins/kustomization.yaml\nkind: Component\nimages:\n  - {name: registry.example.com/backend, newTag: '5'}\n"
)


def test_a_component_of_pins(said_of_files: Any) -> None:
    text = BASE + PINS + "# file: overlays/prod/kustomization.yaml\nresources: [../../base]\ncomponents: [../../pins]\n"
    assert said_of_files(RULE, text) == ["pass Component/pins"]


@pytest.mark.parametrize(("name", "matched"), [("registry.example.com/backend", True), ("backend", False)])
def test_a_pin_of_an_image_that_the_overlay_renames(said_of_files: Any, name: str, matched: bool) -> None:
    text = BASE + overlay(f"{NAME}, newName: other/app", more="components: [../../pins]\n")
    text += f"# file: pins/kustomization.yaml\nkind: Component\nimages:\n  - {{name: {name}, newTag: '5'}}\n"
    missing = "fail Component/pins /images/0: image backend is used by no container @pins/kustomization.yaml:3:5"
    assert said_of_files(RULE, text) == ["pass Component/pins" if matched else missing, *PASS]


FLUX = """# file: clusters/prod/apps.yaml
apiVersion: kustomize.toolkit.fluxcd.io/v1
kind: Kustomization
metadata: {name: apps, namespace: flux-system}
spec:
  interval: 1h
  path: ./base
  prune: true
  sourceRef: {kind: GitRepository, name: flux-system}
  images: [{name: registry.example.com/backend, newTag: "7"}, {name: api, newTag: "7"}]
"""


def test_the_images_of_flux(said_of_files: Any) -> None:
    assert said_of_files(RULE, BASE + FLUX) == [
        "fail Kustomization/apps /spec/images/1: image api is used by no container"
    ]
