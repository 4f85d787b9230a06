"""Repositories in the styles that public ones have: what is built, for which environment, and by whom."""

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import pytest

from policies.configuration.values import Configuration, EnvironmentSettings
from policies.finding import Unchecked
from policies.load import Loaded, load

Write = Callable[[Mapping[str, str]], Path]
BOTH = Configuration(environments=(EnvironmentSettings("production"), EnvironmentSettings("staging")), file="p.yaml")


def flux(name: str, path: str, spec: str = "", namespace: str = "flux-system") -> str:
    return (
        f"apiVersion: kustomize.toolkit.fluxcd.io/v1\nkind: Kustomization\n"
        f"metadata: {{name: {name}, namespace: {namespace}}}\n"
        f"spec:\n  interval: 10m\n  path: {path}\n  prune: true\n"
        f"  sourceRef: {{kind: GitRepository, name: flux-system}}\n{spec}"
    )


def sync(path: str) -> str:
    source = (
        "apiVersion: source.toolkit.fluxcd.io/v1\nkind: GitRepository\n"
        "metadata: {name: flux-system, namespace: flux-system}\nspec: {interval: 1m, url: 'https://example.com/fleet.git'}\n"
    )
    return f"{source}---\n{flux('flux-system', path)}"


def deployment(image: str = "podinfo", name: str = "podinfo") -> str:
    return (
        f"apiVersion: apps/v1\nkind: Deployment\nmetadata: {{name: {name}}}\n"
        "spec:\n  selector: {matchLabels: {a: b}}\n"
        f"  template: {{metadata: {{labels: {{a: b}}}}, spec: {{containers: [{{name: c, image: '{image}'}}]}}}}\n"
    )


def config_map(name: str, data: str = "", namespace: str = "") -> str:
    place = f", namespace: {namespace}" if namespace else ""
    return f"apiVersion: v1\nkind: ConfigMap\nmetadata: {{name: {name}{place}}}\ndata: {{{data}}}\n"


def told(loaded: Loaded) -> list[tuple[str, str, str | None, str]]:
    """Folder, object, environment and who applies it."""
    return sorted(
        (
            item.directory,
            f"{item.kind}/{item.name}",
            item.environment,
            f"{item.origin.cluster}: {item.origin.name}" if item.origin else "",
        )
        for item in loaded.objects
    )


def image_of(loaded: Loaded, environment: str | None = None) -> Any:
    (item,) = (each for each in loaded.objects if each.kind == "Deployment" and each.environment == environment)
    return item.body["spec"]["template"]["spec"]["containers"][0]["image"]


BY_CLUSTER = {
    **{
        f"clusters/{cluster}/{file}": text
        for cluster in ("production", "staging")
        for file, text in {
            "flux-system/kustomization.yaml": "resources: [gotk-sync.yaml]\n",
            "flux-system/gotk-sync.yaml": sync(f"./clusters/{cluster}"),
            "infrastructure.yaml": flux("infrastructure", "./infrastructure/controllers"),
            "apps.yaml": flux("apps", f"./apps/{cluster}", "  dependsOn: [{name: infrastructure}]\n"),
        }.items()
    },
    "infrastructure/controllers/kustomization.yaml": "resources: [map.yaml]\n",
    "infrastructure/controllers/map.yaml": config_map("controller"),
    "apps/base/podinfo/kustomization.yaml": "resources: [deployment.yaml]\n",
    "apps/base/podinfo/deployment.yaml": deployment(),
    "apps/production/kustomization.yaml": "resources: [../base/podinfo]\nimages: [{name: podinfo, newTag: 6.0.0}]\n",
    "apps/staging/kustomization.yaml": "resources: [../base/podinfo]\nimages: [{name: podinfo, newTag: 6.1.0}]\n",
}


def of_cluster(name: str, root: str) -> list[tuple[str, str, str | None, str]]:
    return [
        (f"apps/{name}", "Deployment/podinfo", name, f"{root}: apps"),
        (root, "GitRepository/flux-system", name, f"{root}: flux-system"),
        (root, "Kustomization/apps", name, f"{root}: flux-system"),
        (root, "Kustomization/flux-system", name, f"{root}: flux-system"),
        (root, "Kustomization/infrastructure", name, f"{root}: flux-system"),
        ("infrastructure/controllers", "ConfigMap/controller", name, f"{root}: infrastructure"),
    ]


def test_a_monorepo_by_cluster(repository: Write) -> None:
    """flux2-kustomize-helm-example: each cluster builds its own folder, and both the shared one, once each."""
    found = load(repository(BY_CLUSTER), (), BOTH)
    assert told(found) == sorted(
        [*of_cluster("production", "clusters/production"), *of_cluster("staging", "clusters/staging")]
    )
    assert found.unchecked == ()
    assert (image_of(found, "production"), image_of(found, "staging")) == ("podinfo:6.0.0", "podinfo:6.1.0")


def test_one_environment_of_it(repository: Write) -> None:
    found = load(repository(BY_CLUSTER), (), BOTH, environment="staging")
    assert told(found) == sorted(of_cluster("staging", "clusters/staging"))


def test_the_folder_of_one_cluster(repository: Write) -> None:
    found = load(repository(BY_CLUSTER), ("clusters/staging",), BOTH)
    assert told(found) == sorted(of_cluster("staging", "clusters/staging"))


def test_a_kustomization_that_builds_kustomizations(repository: Write) -> None:
    """Home repositories: a root patches what all applications have in common, each application is one Kustomization."""
    root = repository(
        {
            "kubernetes/flux/kustomization.yaml": "resources: [cluster.yaml]\n",
            "kubernetes/flux/cluster.yaml": flux(
                "cluster-apps",
                "./kubernetes/apps",
                "  patches:\n"
                "    - target: {group: kustomize.toolkit.fluxcd.io, kind: Kustomization}\n"
                "      patch: |-\n"
                "        apiVersion: kustomize.toolkit.fluxcd.io/v1\n"
                "        kind: Kustomization\n"
                "        metadata: {name: not-used}\n"
                "        spec: {targetNamespace: web, postBuild: {substitute: {TAG: v9}}}\n",
            ),
            "kubernetes/apps/web/kustomization.yaml": "resources: [podinfo/ks.yaml]\n",
            "kubernetes/apps/web/podinfo/ks.yaml": flux("podinfo", "./kubernetes/apps/web/podinfo/app"),
            "kubernetes/apps/web/podinfo/app/kustomization.yaml": "resources: [deployment.yaml]\n",
            "kubernetes/apps/web/podinfo/app/deployment.yaml": deployment("podinfo:${TAG}"),
        }
    )
    found = load(root, (), Configuration())
    assert told(found) == [
        ("kubernetes/apps", "Kustomization/podinfo", None, "kubernetes/flux: cluster-apps"),
        ("kubernetes/apps/web/podinfo/app", "Deployment/podinfo", None, "kubernetes/flux: podinfo"),
        ("kubernetes/flux", "Kustomization/cluster-apps", None, "kubernetes/flux: "),
    ]
    assert image_of(found) == "podinfo:v9"
    assert {item.namespace for item in found.objects if item.kind == "Deployment"} == {"web"}


@pytest.mark.parametrize(
    ("spec", "expected"),
    [
        ("  namePrefix: a-\n", ("a-podinfo", "default", "podinfo:1.0.0")),
        ("  nameSuffix: -b\n", ("podinfo-b", "default", "podinfo:1.0.0")),
        ("  targetNamespace: web\n", ("podinfo", "web", "podinfo:1.0.0")),
        ("  images: [{name: podinfo, newTag: 2.0.0}]\n", ("podinfo", "default", "podinfo:2.0.0")),
        ("  images: [{name: podinfo, newName: other}]\n", ("podinfo", "default", "other:1.0.0")),
        ("  components: [../components/b]\n", ("podinfo", "default", "podinfo:1.0.0")),
        (
            "  components: [../components/none]\n  ignoreMissingComponents: true\n",
            ("podinfo", "default", "podinfo:1.0.0"),
        ),
    ],
)
def test_what_flux_changes_in_the_kustomization(repository: Write, spec: str, expected: tuple[str, str, str]) -> None:
    root = repository(
        {
            "clusters/a/apps.yaml": flux("apps", "apps", spec),
            "apps/kustomization.yaml": "resources: [d.yaml]\nimages: [{name: podinfo, newTag: 1.0.0}]\n",
            "apps/d.yaml": deployment(),
            "components/b/kustomization.yaml": "kind: Component\ncommonAnnotations: {from: component}\n",
        }
    )
    found = load(root, (), Configuration())
    assert found.unchecked == ()
    (item,) = (each for each in found.objects if each.kind == "Deployment")
    assert (item.name, item.namespace, image_of(found)) == expected
    annotations = item.body["metadata"].get("annotations")
    assert annotations == ({"from": "component"} if "components/b" in spec else None)


def test_what_one_changes_another_that_builds_on_it_does_not_see(repository: Write) -> None:
    root = repository(
        {
            "clusters/a/all.yaml": flux("base", "base", "  namePrefix: a-\n")
            + "---\n"
            + flux("overlay", "overlay", "  namePrefix: b-\n")
            + "---\n"
            + flux("again", "overlay", "  nameSuffix: -c\n"),
            "base/kustomization.yaml": "resources: [m.yaml]\n",
            "base/m.yaml": config_map("m"),
            "overlay/kustomization.yaml": "resources: [../base]\n",
        }
    )
    found = load(root, (), Configuration())
    assert sorted((item.directory, item.name) for item in found.objects if item.kind == "ConfigMap") == [
        ("base", "a-m"),
        ("overlay", "b-m"),
        ("overlay", "m-c"),
    ]


def test_common_metadata_overrides(repository: Write) -> None:
    spec = "  commonMetadata: {labels: {team: a}, annotations: {note: b}}\n"
    text = config_map("m").replace("name: m", "name: m, labels: {team: x, tier: y}")
    root = repository({"clusters/a/apps.yaml": flux("apps", "apps", spec), "apps/m.yaml": text})
    (item,) = (each for each in load(root, (), Configuration()).objects if each.kind == "ConfigMap")
    assert item.body["metadata"] == {"name": "m", "labels": {"team": "a", "tier": "y"}, "annotations": {"note": "b"}}


def test_variables_may_become_numbers_and_come_from_a_config_map_with_variables(repository: Write) -> None:
    root = repository(
        {
            "clusters/a/vars.yaml": config_map("vars", "REPLICAS: '3', REGION: eu", "flux-system"),
            "clusters/a/apps.yaml": flux(
                "apps",
                "apps",
                "  postBuild:\n    substitute: {REGION: us}\n"
                "    substituteFrom: [{kind: ConfigMap, name: vars}, {kind: ConfigMap, name: no, optional: true}]\n",
            ),
            "apps/m.yaml": config_map("m", "region: '${REGION}', n: '${REPLICAS}', literal: '$${X}'"),
            "apps/d.yaml": deployment().replace("selector", "replicas: ${REPLICAS}\n  selector"),
        }
    )
    found = load(root, (), Configuration())
    bodies = {item.kind: item.body for item in found.objects if item.directory == "apps"}
    assert bodies["Deployment"]["spec"]["replicas"] == 3
    assert bodies["ConfigMap"]["data"] == {"region": "us", "n": 3, "literal": "${X}"}


def test_plain_folders_are_read_as_flux_reads_them(repository: Write) -> None:
    root = repository(
        {
            "clusters/a/apps.yaml": flux("apps", "apps"),
            ".sourceignore": "skipped.yaml\n",
            "apps/a.yaml": config_map("a"),
            "apps/skipped.yaml": config_map("skipped"),
            "apps/deep/er/b.yml": config_map("b"),
            "apps/other.json": '{"apiVersion": "v1", "kind": "ConfigMap", "metadata": {"name": "json"}}',
            "apps/sub/kustomization.yaml": "resources: [c.yaml]\nnamePrefix: pre-\n",
            "apps/sub/c.yaml": config_map("c"),
            "apps/sub/unused.yaml": config_map("unused"),
        }
    )
    found = load(root, (), Configuration())
    built = [item.name for item in found.objects if item.directory == "apps"]
    assert sorted(built) == ["a", "b", "pre-c"]
    assert found.texts == {"apps/kustomization.yaml": '{"resources": ["./a.yaml", "./deep/er/b.yml", "./sub"]}'}


def test_what_flux_does_not_build_is_judged_by_itself(repository: Write) -> None:
    root = repository(
        {
            "clusters/a/apps.yaml": flux("apps", "apps"),
            "apps/a.yaml": config_map("a"),
            "elsewhere/kustomization.yaml": "resources: [b.yaml]\n",
            "elsewhere/b.yaml": config_map("b"),
            "loose.yaml": config_map("c"),
        }
    )
    assert told(load(root, (), Configuration())) == [
        ("apps", "ConfigMap/a", None, "clusters/a: apps"),
        ("clusters/a/apps.yaml", "Kustomization/apps", None, "clusters/a: "),
        ("elsewhere", "ConfigMap/b", None, ""),
        ("loose.yaml", "ConfigMap/c", None, ""),
    ]


def test_a_kustomization_that_nothing_applies_builds_nothing(repository: Write) -> None:
    """Its file is in a folder whose kustomization leaves it out, so its path is judged by itself."""
    root = repository(
        {
            "clusters/a/kustomization.yaml": "resources: [m.yaml]\n",
            "clusters/a/m.yaml": config_map("m"),
            "clusters/a/unused.yaml": flux("apps", "apps"),
            "apps/kustomization.yaml": "resources: [a.yaml]\n",
            "apps/a.yaml": config_map("a"),
        }
    )
    assert told(load(root, (), Configuration())) == [
        ("apps", "ConfigMap/a", None, ""),
        ("clusters/a", "ConfigMap/m", None, ""),
    ]


def test_another_repository_is_not_looked_for_here(repository: Write) -> None:
    other = (
        "apiVersion: source.toolkit.fluxcd.io/v1\nkind: GitRepository\n"
        "metadata: {name: other, namespace: flux-system}\nspec: {url: 'https://example.com/other'}\n---\n"
    )
    apps = flux("apps", "apps").replace("GitRepository, name: flux-system", "GitRepository, name: other")
    root = repository(
        {
            "clusters/a/flux-system/gotk-sync.yaml": sync("./clusters/a"),
            "clusters/a/apps.yaml": other + apps,
            "apps/a.yaml": config_map("a"),
        }
    )
    found = load(root, (), Configuration())
    (build,) = (build for origin, build in found.sources.builds.items() if origin.name == "apps")
    assert (build.foreign, build.objects) == ("its source GitRepository/other is another repository", ())
    assert ("apps/a.yaml", "ConfigMap/a", None, "") in told(found)


def test_a_path_that_does_not_build_is_unchecked_and_the_rest_is_built(repository: Write) -> None:
    root = repository(
        {
            "clusters/a/apps.yaml": flux("apps", "apps", "  targetNamespace: web\n"),
            "apps/kustomization.yaml": "resources: [gone.yaml]\n",
            "b.yaml": config_map("b"),
        }
    )
    found = load(root, (), Configuration())
    assert [name for _, name, *_ in told(found)] == ["ConfigMap/b", "Kustomization/apps"]
    assert found.unchecked == (
        Unchecked(
            "apps",
            "does not build: accumulating resources from 'gone.yaml': open apps/gone.yaml: no such file or directory",
        ),
    )


def test_nothing_outside_the_repository_is_read(repository: Write, tmp_path_factory: pytest.TempPathFactory) -> None:
    outside = tmp_path_factory.mktemp("outside")
    (outside / "secret.txt").write_text("hunter2", encoding="utf-8")
    (outside / "kustomization.yaml").write_text("resources: []\n", encoding="utf-8")
    root = repository(
        {
            "clusters/a/apps.yaml": "---\n".join(
                flux(name, name, "  targetNamespace: web\n") for name in ("files", "linked", "absolute", "plugin")
            ),
            "files/kustomization.yaml": "configMapGenerator:\n"
            f"  - {{name: a, files: ['a=../../{outside.name}/secret.txt']}}\n",
            "linked/kustomization.yaml": "resources: [folder]\n",
            "absolute/kustomization.yaml": f"configMapGenerator: [{{name: a, envs: ['{outside}/secret.txt']}}]\n",
            "plugin/kustomization.yaml": "transformers: [t.yaml]\n",
            "plugin/t.yaml": "apiVersion: builtin\nkind: PatchTransformer\nmetadata: {name: a}\n"
            f"path: {outside}/secret.txt\n",
        }
    )
    (root / "linked/folder").symlink_to(outside)
    found = load(root, (), Configuration())
    assert sorted(each.directory for each in found.unchecked) == ["absolute", "files", "linked", "plugin"]
    for each in found.unchecked:
        assert each.why.startswith("reads ")
        assert each.why.endswith(", which is not in this repository, and nothing outside of it is read: copy it here")
    assert "hunter2" not in repr(found)


def test_files_beside_a_kustomization_are_read_as_flux_allows(repository: Write) -> None:
    root = repository(
        {
            "clusters/a/apps.yaml": flux("apps", "apps"),
            "apps/kustomization.yaml": "configMapGenerator: [{name: a, files: [../shared/a.txt]}]\n",
            "shared/a.txt": "text",
        }
    )
    (item,) = (each for each in load(root, (), Configuration()).objects if each.kind == "ConfigMap")
    assert item.body["data"] == {"a.txt": "text"}
