"""A batch gives what single builds give, for the ways in which overlays are written."""

from collections.abc import Callable, Mapping
from pathlib import Path

import pytest

from manifests.kustomize.build import build_directories
from manifests.kustomize.tool import KustomizeTool

Write = Callable[[Mapping[str, str]], Path]

SERVICE = """\
apiVersion: v1
kind: Service
metadata: {name: NAME, annotations: {host: placeholder}}
spec: {selector: {app: NAME}, ports: [{port: 80}]}
"""
ACCOUNTS = """\
apiVersion: v1
kind: ServiceAccount
metadata: {name: deployer}
---
apiVersion: rbac.authorization.k8s.io/v1
kind: RoleBinding
metadata: {name: deployer}
roleRef: {apiGroup: rbac.authorization.k8s.io, kind: Role, name: deployer}
subjects: [{kind: ServiceAccount, name: deployer, namespace: ENV}]
"""
CLUSTER_BINDING = """\
apiVersion: rbac.authorization.k8s.io/v1
kind: ClusterRoleBinding
metadata: {name: NAME}
roleRef: {apiGroup: rbac.authorization.k8s.io, kind: ClusterRole, name: view}
subjects: [{kind: ServiceAccount, name: reader, namespace: default}]
"""
READER = "apiVersion: v1\nkind: ServiceAccount\nmetadata: {name: reader}\n"
CONFIG = "configMapGenerator: [{name: settings, literals: [LEVEL=ENV, SEPARATOR=---]}]\n"

# Each recipe: files below overlays/<env>/<name>/, with ENV and NAME replaced.
RECIPES: Mapping[str, Mapping[str, str]] = {
    "plain resources": {"kustomization.yaml": "namespace: ENV\nresources: [../../../base/NAME]\n"},
    "a generator with a hash suffix": {
        "kustomization.yaml": f"namespace: ENV\nresources: [../../../base/NAME]\n{CONFIG}"
    },
    "images": {
        "kustomization.yaml": "namespace: ENV\nresources: [../../../base/NAME]\n"
        "images: [{name: NAME, newName: registry.example.com/NAME, newTag: ENV}]\n"
    },
    "JSON6902 patches in a component": {
        "kustomization.yaml": "namespace: ENV\nresources: [../../../base/NAME]\ncomponents: [settings]\n",
        "settings/kustomization.yaml": "apiVersion: kustomize.config.k8s.io/v1alpha1\nkind: Component\npatches:\n"
        "  - target: {kind: Deployment, name: NAME}\n    patch: |\n"
        "      - {op: test, path: /spec/template/spec/containers/0/name, value: NAME}\n"
        "      - {op: add, path: /spec/replicas, value: 3}\n",
    },
    "a strategic merge patch": {
        "kustomization.yaml": "namespace: ENV\nresources: [../../../base/NAME]\npatches: [{path: patch.yaml}]\n",
        "patch.yaml": "apiVersion: apps/v1\nkind: Deployment\nmetadata: {name: NAME}\nspec: {paused: true}\n",
    },
    "replacements": {
        "kustomization.yaml": "namespace: ENV\nresources: [../../../base/NAME]\nreplacements:\n"
        "  - source: {kind: Deployment, fieldPath: spec.template.spec.containers.0.image}\n"
        "    targets: [{select: {kind: Service}, fieldPaths: [metadata.annotations.host]}]\n"
    },
    "labels and replicas": {
        "kustomization.yaml": "namespace: ENV\nresources: [../../../base/NAME]\nreplicas: [{name: NAME, count: 4}]\n"
        "labels: [{pairs: {tier: ENV}, includeTemplates: true}]\n"
    },
    "a name prefix and a generator": {
        "kustomization.yaml": f"namespace: ENV\nnamePrefix: ENV-\nresources: [../../../base/NAME]\n{CONFIG}"
    },
    "a managed-by label": {
        "kustomization.yaml": "namespace: ENV\nresources: [../../../base/NAME]\nbuildMetadata: [managedByLabel]\n"
    },
    "a renaming patch file": {
        "kustomization.yaml": "namespace: ENV\nresources: [../../../base/NAME]\n"
        "patches: [{target: {kind: Service}, path: rename.yaml}]\n",
        "rename.yaml": "- {op: replace, path: /metadata/name, value: NAME-ENV}\n",
    },
    "one account for each environment": {
        "kustomization.yaml": "namespace: ENV\nresources: [accounts.yaml]\n",
        "accounts.yaml": ACCOUNTS,
    },
    "an account for everyone": {
        "kustomization.yaml": "namespace: ENV\nresources: [reader.yaml]\n",
        "reader.yaml": READER,
    },
    "a cluster-wide binding to a neighbour's account": {
        "kustomization.yaml": "resources: [binding.yaml]\n",
        "binding.yaml": CLUSTER_BINDING.replace("NAME", "NAME-ENV"),
    },
    "nothing but local configuration": {
        "kustomization.yaml": "resources: [note.yaml]\n",
        "note.yaml": "apiVersion: v1\nkind: Note\nmetadata:\n  name: NAME\n"
        '  annotations: {config.kubernetes.io/local-config: "true"}\n',
    },
}


def overlays(recipes: Mapping[str, Mapping[str, str]], deployment: Callable[[str], str]) -> dict[str, str]:
    files: dict[str, str] = {}
    for number, recipe in enumerate(recipes.values()):
        name = f"part{number}"
        files[f"base/{name}/kustomization.yaml"] = "resources: [deployment.yaml, service.yaml]\n"
        files[f"base/{name}/deployment.yaml"] = deployment(name)
        files[f"base/{name}/service.yaml"] = SERVICE.replace("NAME", name)
        for environment in ("dev", "prod"):
            for path, text in recipe.items():
                filled = text.replace("ENV", environment).replace("NAME", name)
                files[f"overlays/{environment}/{name}/{path}"] = filled
    return files


def folders_of(files: Mapping[str, str]) -> list[str]:
    return sorted({"/".join(path.split("/")[:3]) for path in files if path.startswith("overlays/")})


def test_batches_equal_single_builds_for_every_way_of_writing_an_overlay(
    repository: Write, deployment: Callable[[str], str], tool: KustomizeTool
) -> None:
    """All in one batch, so that what one overlay generates or owns has the name that another refers to."""
    files = overlays(RECIPES, deployment)
    root = repository(files)
    singly = build_directories(root, folders_of(files), tool, isolated=True)
    batched = build_directories(root, folders_of(files), tool, workers=1)
    assert {name: build.error for name, build in singly.items() if build.error} == {}
    for name, build in singly.items():
        assert batched[name].objects == build.objects, name
        assert batched[name].error is None
    assert list(batched) == folders_of(files)


@pytest.mark.parametrize("recipe", RECIPES)
def test_two_environments_of_one_recipe_equal_single_builds(
    recipe: str, repository: Write, deployment: Callable[[str], str], tool: KustomizeTool
) -> None:
    files = overlays({recipe: RECIPES[recipe]}, deployment)
    root = repository(files)
    singly = build_directories(root, folders_of(files), tool, isolated=True)
    batched = build_directories(root, folders_of(files), tool)
    assert {name: (build.objects, build.error) for name, build in batched.items()} == {
        name: (build.objects, build.error) for name, build in singly.items()
    }


def test_one_identity_in_two_folders_is_built_all_the_same(
    repository: Write, deployment: Callable[[str], str], tool: KustomizeTool
) -> None:
    kustomization = "resources: [deployment.yaml]\n"
    files = {f"{name}/kustomization.yaml": kustomization for name in ("blue", "green")}
    files |= {f"{name}/deployment.yaml": deployment("same") for name in ("blue", "green")}
    builds = build_directories(repository(files), ["blue", "green"], tool)
    assert [build.error for build in builds.values()] == [None, None]
    assert builds["blue"].objects == builds["green"].objects
    assert len(builds["blue"].objects) == 1


def test_a_broken_folder_is_named_and_its_neighbours_are_built(
    repository: Write, deployment: Callable[[str], str], tool: KustomizeTool
) -> None:
    files = {
        "good/kustomization.yaml": "resources: [deployment.yaml]\n",
        "good/deployment.yaml": deployment("good"),
        "broken/kustomization.yaml": "resources: [missing.yaml]\n",
    }
    builds = build_directories(repository(files), ["good", "broken"], tool)
    assert builds["good"].error is None
    assert builds["broken"].objects == ()
    assert builds["broken"].error == (
        "accumulating resources from 'missing.yaml': evalsymlink failure on 'broken/missing.yaml' : "
        "lstat broken/missing.yaml: no such file or directory"
    )


def test_the_repository_is_not_written_to(
    repository: Write, deployment: Callable[[str], str], tool: KustomizeTool
) -> None:
    files = overlays({"images": RECIPES["images"], "plain": RECIPES["plain resources"]}, deployment)
    root = repository(files)
    folders = [root, *(path for path in root.rglob("*") if path.is_dir())]
    try:
        for folder in folders:
            folder.chmod(0o555)
        before = {path: path.stat().st_mtime_ns for path in root.rglob("*")}
        build_directories(root, folders_of(files), tool)
        assert {path: path.stat().st_mtime_ns for path in root.rglob("*")} == before
    finally:
        for folder in folders:
            folder.chmod(0o755)


@pytest.mark.parametrize(
    "name",
    ["github.com", "a b", "ключ", "it's", "repo.git", "-dash", "colon: {x"],
    ids=["like a host", "a space", "not ASCII", "a quote", "like a remote", "a dash first", "like YAML"],
)
def test_names_of_folders_may_look_like_anything(
    name: str, tmp_path: Path, deployment: Callable[[str], str], tool: KustomizeTool
) -> None:
    root = tmp_path / name
    for part in ("one", "two"):
        (root / name / part).mkdir(parents=True)
        (root / name / part / "kustomization.yaml").write_text("resources: [deployment.yaml]\n")
        (root / name / part / "deployment.yaml").write_text(deployment(part))
    builds = build_directories(root, [f"{name}/one", f"{name}/two"], tool)
    assert [build.error for build in builds.values()] == [None, None]
    assert [build.objects[0]["metadata"]["name"] for build in builds.values()] == ["one", "two"]


def test_load_restrictions_stay_as_they_are(repository: Write, tool: KustomizeTool) -> None:
    files = {
        "outside.yaml": READER,
        "one/kustomization.yaml": "resources: [../outside.yaml]\n",
        "two/kustomization.yaml": "resources: [reader.yaml]\n",
        "two/reader.yaml": READER,
    }
    builds = build_directories(repository(files), ["one", "two"], tool)
    assert builds["one"].error == (
        "accumulating resources from '../outside.yaml': security; file 'outside.yaml' is not in or below 'one'"
    )
    assert builds["two"].error is None


def test_no_folders_give_no_builds(tmp_path: Path, tool: KustomizeTool) -> None:
    assert build_directories(tmp_path, [], tool) == {}
