"""kustomize/patch-matched: targets of every form, in overlays, bases, components and Flux."""

from typing import Any

import pytest

from policies.rules.kustomize.patch_matched import RULE

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

PATCH = """'[{"op": "add", "path": "/metadata/annotations", "value": {"a": "b"}}]'"""


def overlay(target: str, more: str = "", folder: str = "overlays/prod") -> str:
    """A kustomization of the base whose patch has this target."""
    return f"""# file: {folder}/kustomization.yaml
resources: [../../base]
{more}
patches:
  - target: {{{target}}}
    patch: '[{{"op": "add", "path": "/metadata/annotations", "value": {{"a": "b"}}}}]'
"""


def unmatched(shown: str, folder: str = "overlays/prod", index: int = 0, line: int = 4) -> list[str]:
    return [
        f"fail Kustomization/{folder} /patches/{index}: the patch of {shown} matches no object "
        f"@{folder}/kustomization.yaml:{line}:5"
    ]


PASS = ["pass Kustomization/overlays/prod"]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param(BASE + overlay("kind: Deployment, name: backend"), PASS, id="by kind and name"),
        pytest.param(BASE + overlay("kind: Deployment, name: api"), unmatched("Deployment/api"), id="another name"),
        pytest.param(BASE + overlay("kind: StatefulSet"), unmatched("StatefulSet"), id="another kind"),
        pytest.param(BASE + overlay("kind: Deployment, name: back.*"), PASS, id="a name as a regular expression"),
        pytest.param(BASE + overlay("name: backend"), PASS, id="by name alone"),
        pytest.param(BASE + overlay("labelSelector: tier=web"), PASS, id="by label"),
        pytest.param(
            BASE + overlay("labelSelector: tier=db"), unmatched("labelSelector tier=db"), id="by a label that none has"
        ),
        pytest.param(
            BASE + overlay("kind: Deployment, name: backend, group: batch"),
            unmatched("Deployment/backend with group batch"),
            id="another group",
        ),
        pytest.param(
            BASE + overlay("kind: Deployment, name: backend, namespace: web", "namespace: web"),
            unmatched("Deployment/backend with namespace web"),
            id="a namespace that is set only after the patches",
        ),
        pytest.param(
            BASE + overlay("kind: Deployment, name: backend", "namePrefix: prod-"), PASS, id="before a prefix"
        ),
        pytest.param(
            BASE
            + "# file: overlays/prod/kustomization.yaml\nresources: [../../base]\npatches:\n"
            + "  - target: {kind: ConfigMap}\n"
            + "    patch: '{apiVersion: v1, kind: ConfigMap, metadata: {name: x}, $patch: delete}'\n",
            PASS,
            id="what a patch deletes was there",
        ),
        pytest.param(
            BASE
            + "# file: overlays/prod/kustomization.yaml\nresources: [../../base]\npatches:\n"
            + "  - patch: '{apiVersion: apps/v1, kind: Deployment, metadata: {name: backend}, spec: {replicas: 3}}'\n",
            [],
            id="without a target kustomize itself says what is missing",
        ),
        pytest.param(
            BASE + overlay("kind: Deployment, name: backend") + overlay("kind: Job", folder="overlays/dev"),
            [*unmatched("Job", "overlays/dev"), *PASS],
            id="one of two overlays",
        ),
    ],
)
def test_an_overlay(said_of_files: Any, text: str, expected: list[str]) -> None:
    assert said_of_files(RULE, text) == expected


def test_a_patch_that_sets_what_is_there_matched(said_of_files: Any) -> None:
    same = '[{"op": "replace", "path": "/spec/selector/matchLabels/app", "value": "backend"}]'
    text = BASE + overlay("kind: Deployment, name: backen.").partition("    patch: ")[0] + f"    patch: '{same}'\n"
    assert said_of_files(RULE, text) == PASS


def test_the_older_list_is_looked_at_too(said_of_files: Any) -> None:
    text = BASE + overlay("group: apps, version: v1, kind: Deployment, name: api").replace(
        "patches:", "patchesJson6902:"
    )
    assert said_of_files(RULE, text) == [
        "fail Kustomization/overlays/prod /patchesJson6902/0: the patch of Deployment/api with group apps and version "
        "v1 matches no object @overlays/prod/kustomization.yaml:4:5"
    ]


COMPONENT = """# file: components/extra/kustomization.yaml
kind: Component
patches:
  - target: {kind: Deployment, name: backend|worker}
    patch: '[{"op": "add", "path": "/metadata/annotations", "value": {"a": "b"}}]'
"""


def includes(folder: str, base: str) -> str:
    return f"# file: {folder}/kustomization.yaml\nresources: [{base}]\ncomponents: [../../components/extra]\n"


OTHER = "# file: other/kustomization.yaml\nresources: [map.yaml]\n# file: other/map.yaml\n"
OTHER += "{apiVersion: v1, kind: ConfigMap, metadata: {name: other}}\n"


def test_a_component_must_match_somewhere(said_of_files: Any) -> None:
    text = BASE + OTHER + COMPONENT + includes("overlays/a", "../../base") + includes("overlays/b", "../../other")
    assert said_of_files(RULE, text) == ["pass Component/components/extra"]


def test_a_component_that_matches_nowhere(said_of_files: Any) -> None:
    text = OTHER + COMPONENT + includes("overlays/a", "../../other") + includes("overlays/b", "../../other")
    assert said_of_files(RULE, text) == [
        "fail Component/components/extra /patches/0: the patch of Deployment/backend|worker matches no object "
        "@components/extra/kustomization.yaml:3:5"
    ]


def test_a_base_is_tried_by_itself(said_of_files: Any) -> None:
    """The object comes only with the overlay, when the base's patch has run already."""
    text = (
        BASE
        + "# file: base/kustomization.yaml\nresources: [map.yaml]\npatches:\n"
        + "  - target: {kind: Deployment, name: back.*}\n"
        + f"    patch: {PATCH}\n"
        + "# file: overlays/prod/kustomization.yaml\nresources: [../../base, deployment.yaml]\n"
        + "# file: overlays/prod/deployment.yaml\n{apiVersion: apps/v1, kind: Deployment, metadata: {name: backend}}\n"
    )
    assert said_of_files(RULE, text) == unmatched("Deployment/back.*", "base", line=3)


FLUX = """# file: clusters/prod/apps.yaml
apiVersion: kustomize.toolkit.fluxcd.io/v1
kind: Kustomization
metadata: {name: apps, namespace: flux-system}
spec:
  interval: 1h
  path: ./base
  prune: true
  sourceRef: {kind: GitRepository, name: flux-system}
  patches:
    - target: {kind: Deployment, name: backend}
      patch: '[{"op": "add", "path": "/metadata/annotations", "value": {"a": "b"}}]'
    - target: {kind: Deployment, name: api.*}
      patch: '[{"op": "add", "path": "/metadata/annotations", "value": {"a": "b"}}]'
"""


def test_the_patches_of_flux(said_of_files: Any) -> None:
    assert said_of_files(RULE, BASE + FLUX) == [
        "fail Kustomization/apps /spec/patches/1: the patch of Deployment/api.* matches no object"
    ]


def test_without_files_nothing_is_said(said: Any) -> None:
    assert said(RULE, "{apiVersion: v1, kind: ConfigMap, metadata: {name: a}}") == []
