"""Which environments a change reaches: through bases, components, Flux Kustomizations and plain files."""

from collections.abc import Callable, Mapping
from pathlib import Path

import pytest

from policies.configuration.values import Configuration, EnvironmentSettings
from policies.load import load

Write = Callable[[Mapping[str, str]], Path]
CONFIG_MAP = "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: %s}\ndata: {a: b}\n"
NAMED = Configuration(environments=(EnvironmentSettings("prod"), EnvironmentSettings("staging")), file="policies.yaml")
PLAIN = {
    "base/web/kustomization.yaml": "resources: [map.yaml]\n",
    "base/web/map.yaml": CONFIG_MAP % "web",
    "base/api/kustomization.yaml": "resources: [map.yaml]\nconfigMapGenerator: [{name: c, files: [a=api.txt]}]\n",
    "base/api/map.yaml": CONFIG_MAP % "api",
    "base/api/api.txt": "a\n",
    "base/unused/kustomization.yaml": "apiVersion: kustomize.config.k8s.io/v1alpha1\nkind: Component\n",
    "parts/more/kustomization.yaml": "apiVersion: kustomize.config.k8s.io/v1alpha1\nkind: Component\n"
    "patches: [{path: more.yaml, target: {kind: ConfigMap, name: web}}]\n",
    "parts/more/more.yaml": "[{op: add, path: /data/c, value: d}]\n",
    "overlays/dev/web/kustomization.yaml": "resources: [../../../base/web]\n",
    "overlays/staging/web/kustomization.yaml": "resources: [../../../base/web]\ncomponents: [../../../parts/more]\n",
    "overlays/prod/web/kustomization.yaml": "resources: [../../../base/web]\ncomponents: [../../../parts/more]\n",
    "overlays/prod/api/kustomization.yaml": "resources: [../../../base/api]\n",
    "overlays/prod/extra/map.yaml": CONFIG_MAP % "extra",
    "cluster/map.yaml": CONFIG_MAP % "cluster",
    "tools/compose.yaml": "services: {}\n",
    "README.md": "text\n",
}
ALL = ("None", "dev", "prod", "staging")


def reached(root: Path, *changed: str, configuration: Configuration | None = None) -> tuple[str, ...]:
    loaded = load(root, (), configuration or Configuration(), changed=changed)
    assert loaded.reach is not None
    judged = {item.environment for item in loaded.objects}
    assert judged <= set(loaded.reach.judged)
    return tuple(str(each) for each in loaded.reach.judged)


@pytest.mark.parametrize(
    ("changed", "environments"),
    [
        pytest.param("overlays/dev/web/kustomization.yaml", ("dev",), id="an overlay: its environment"),
        pytest.param("base/api/map.yaml", ("prod",), id="a file of a base: those that build on it"),
        pytest.param("base/web/kustomization.yaml", ("dev", "prod", "staging"), id="a base of all"),
        pytest.param("base/api/api.txt", ("prod",), id="a text that a generator reads"),
        pytest.param("parts/more/more.yaml", ("prod", "staging"), id="a patch of a component"),
        pytest.param("parts/more/kustomization.yaml", ("prod", "staging"), id="a component"),
        pytest.param("overlays/prod/extra/map.yaml", ("prod",), id="a plain file of an environment"),
        pytest.param("cluster/map.yaml", ("None",), id="a plain file of no environment"),
        pytest.param("README.md", (), id="what nothing reads"),
        pytest.param("base/unused/kustomization.yaml", (), id="a component that nothing includes"),
        pytest.param("tools/compose.yaml", (), id="YAML that is no manifest"),
        pytest.param("overlays/prod/gone/kustomization.yaml", ("prod",), id="gone: an overlay of an environment"),
        pytest.param("base/web/gone.yaml", ALL, id="gone, and nothing says what read it"),
        pytest.param("gone.md", (), id="gone, and no manifest"),
        pytest.param(".sourceignore", ALL, id="what Flux sees"),
        pytest.param("overlays/qa/web/kustomization.yaml", (), id="gone, and so is its environment"),
    ],
)
def test_a_change_reaches(repository: Write, changed: str, environments: tuple[str, ...]) -> None:
    assert reached(repository(PLAIN), changed) == environments


def test_what_is_gone_and_still_named_reaches_those_that_name_it(repository: Write) -> None:
    files = {path: text for path, text in PLAIN.items() if not path.startswith("base/api/")}
    assert reached(repository(files), "base/api/kustomization.yaml", "base/api/map.yaml") == ("prod",)


def test_several_changes_reach_what_each_of_them_reaches(repository: Write) -> None:
    assert reached(repository(PLAIN), "overlays/dev/web/kustomization.yaml", "base/api/map.yaml") == ("dev", "prod")


def test_nothing_is_reached_by_nothing(repository: Write) -> None:
    root = repository(PLAIN)
    assert reached(root) == ()
    assert load(root, (), Configuration(), changed=()).objects == ()


def test_only_the_environments_asked_for_count(repository: Write) -> None:
    loaded = load(repository(PLAIN), (), Configuration(), environment="dev", changed=["base/web/map.yaml"])
    assert loaded.reach is not None
    assert (loaded.reach.judged, loaded.reach.left) == (("dev",), ())
    assert {item.directory for item in loaded.objects} == {"overlays/dev/web"}


def flux(name: str, path: str, more: str = "") -> str:
    return (
        "apiVersion: kustomize.toolkit.fluxcd.io/v1\nkind: Kustomization\n"
        f"metadata: {{name: {name}, namespace: flux-system}}\n"
        f"spec:\n  interval: 1h\n  path: ./{path}\n  prune: true\n"
        f"  sourceRef: {{kind: GitRepository, name: flux-system}}\n{more}"
    )


SUBSTITUTE = "  postBuild: {substituteFrom: [{kind: ConfigMap, name: values}]}\n"
FLUX = {
    "clusters/prod/apps.yaml": flux("apps", "apps/prod"),
    "clusters/prod/shared.yaml": flux("shared", "shared"),
    "clusters/staging/apps.yaml": flux("apps", "apps/staging"),
    "apps/prod/map.yaml": CONFIG_MAP % "prod",
    "apps/staging/map.yaml": CONFIG_MAP % "staging",
    "shared/map.yaml": CONFIG_MAP % "shared",
    "lost/map.yaml": CONFIG_MAP % "lost",
}


@pytest.mark.parametrize(
    ("changed", "environments"),
    [
        pytest.param("apps/prod/map.yaml", ("prod",), id="a file in a folder without a kustomization"),
        pytest.param("apps/prod/new.yaml", ("prod",), id="a file that is gone from such a folder"),
        pytest.param("shared/map.yaml", ("prod",), id="what a cluster of one environment applies"),
        pytest.param("clusters/staging/apps.yaml", ("staging",), id="a Flux Kustomization"),
        pytest.param("lost/map.yaml", ("None", "prod", "staging"), id="what no environment is known of: all"),
    ],
)
def test_with_flux_a_change_reaches(repository: Write, changed: str, environments: tuple[str, ...]) -> None:
    assert reached(repository(FLUX), changed, configuration=NAMED) == environments


def test_what_flux_applies_in_other_environments_is_not_built(repository: Write) -> None:
    broken = {**FLUX, "apps/staging/kustomization.yaml": "resources: [missing.yaml]\n"}
    loaded = load(repository(broken), (), NAMED, changed=["apps/prod/map.yaml"])
    assert loaded.unchecked == ()
    assert sorted(f"{item.kind}/{item.name}" for item in loaded.objects) == [
        "ConfigMap/prod",
        "ConfigMap/shared",
        "Kustomization/apps",
        "Kustomization/shared",
    ]


def test_a_shared_declaration_is_of_every_environment_that_includes_it(repository: Write) -> None:
    files = {
        "clusters/base/kustomization.yaml": "resources: [shared.yaml]\n",
        "clusters/base/shared.yaml": flux("shared", "shared"),
        "clusters/prod/kustomization.yaml": "resources: [../base]\n",
        "clusters/staging/kustomization.yaml": "resources: [../base]\n",
        "apps/dev/map.yaml": CONFIG_MAP % "dev",
        "shared/map.yaml": CONFIG_MAP % "shared",
    }
    three = Configuration(environments=(*NAMED.environments, EnvironmentSettings("dev")), file="policies.yaml")
    assert reached(repository(files), "shared/map.yaml", configuration=three) == ("prod", "staging")


def test_the_values_of_variables_reach_all_that_may_use_them(repository: Write) -> None:
    files = {
        **FLUX,
        "clusters/staging/apps.yaml": flux("apps", "apps/staging", SUBSTITUTE),
        "apps/prod/values.yaml": CONFIG_MAP % "values",
    }
    root = repository(files)
    assert reached(root, "apps/prod/map.yaml", configuration=NAMED) == ("None", "prod", "staging")
    assert reached(root, "clusters/prod/apps.yaml", configuration=NAMED) == ("prod",)
