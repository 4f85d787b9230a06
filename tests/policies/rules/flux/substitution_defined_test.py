"""flux/substitution-defined: variables with and without a value."""

from typing import Any

import pytest

from policies.rules.flux.substitution_defined import RULE


def apps(spec: str = "", path: str = "./apps") -> str:
    return f"""# file: clusters/prod/apps.yaml
apiVersion: kustomize.toolkit.fluxcd.io/v1
kind: Kustomization
metadata: {{name: apps, namespace: flux-system}}
spec: {{interval: 1h, path: {path}, prune: true, sourceRef: {{kind: GitRepository, name: flux-system}}, {spec}}}
"""


def config_map(value: str = "a", file: str = "apps/map.yaml", annotations: str = "") -> str:
    return f"""# file: {file}
apiVersion: v1
kind: ConfigMap
metadata: {{name: settings, namespace: web, annotations: {{{annotations}}}}}
data: {{region: "{value}"}}
"""


SET = "postBuild: {substitute: {zone: a}}"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param(apps(SET) + config_map("${zone}"), ["pass Kustomization/apps"], id="a value"),
        pytest.param(apps(SET) + config_map("${region:=eu}"), ["pass Kustomization/apps"], id="a default"),
        pytest.param(apps(SET) + config_map("$${region}"), ["pass Kustomization/apps"], id="no variable"),
        pytest.param(apps(SET) + config_map("$region"), ["pass Kustomization/apps"], id="without braces"),
        pytest.param(
            apps(SET) + config_map("${region}"),
            ["fail Kustomization/apps /spec/postBuild: no value for ${region}"],
            id="no value",
        ),
        pytest.param(
            apps(SET) + config_map("${a}${b}${c}${d}${e}${f}${a}"),
            ["fail Kustomization/apps /spec/postBuild: no value for ${a}, ${b}, ${c}, ${d}, ${e} and 1 more"],
            id="six without a value",
        ),
        pytest.param(apps() + config_map("${region}"), [], id="Flux replaces nothing without postBuild"),
        pytest.param(
            apps(SET) + config_map("${region}", annotations="kustomize.toolkit.fluxcd.io/substitute: disabled"),
            ["pass Kustomization/apps"],
            id="an object that is left alone",
        ),
        pytest.param(
            apps(SET) + config_map("${region.name}"),
            ["fail Kustomization/apps /spec/postBuild: '${region.name}' is no form of variable that Flux can read"],
            id="a form that Flux can't read",
        ),
        pytest.param(
            apps("postBuild: {substitute: {a-b: c}}") + config_map("${zone}"),
            ["fail Kustomization/apps /spec/postBuild: 'a-b' is no name of a variable that Flux accepts"],
            id="a name that Flux refuses",
        ),
        pytest.param(
            apps("postBuild: {substituteFrom: [{kind: Secret, name: s}]}") + config_map("${region}"),
            [
                "not evaluated Kustomization/apps: ${region} may come from Secret/s, whose content is not in this "
                "repository"
            ],
            id="a Secret may hold it",
        ),
        pytest.param(
            apps("postBuild: {substituteFrom: [{kind: ConfigMap, name: vars}]}")
            + config_map("${region}")
            + "# file: clusters/prod/vars.yaml\n"
            + "{apiVersion: v1, kind: ConfigMap, metadata: {name: vars, namespace: flux-system}, data: {region: eu}}\n",
            ["pass Kustomization/apps"],
            id="a ConfigMap of the repository holds it",
        ),
        pytest.param(
            apps("postBuild: {substituteFrom: [{kind: ConfigMap, name: vars}]}")
            + config_map("${zone}")
            + "# file: clusters/prod/vars.yaml\n"
            + "{apiVersion: v1, kind: ConfigMap, metadata: {name: vars, namespace: flux-system}, data: {region: eu}}\n",
            ["fail Kustomization/apps /spec/postBuild: no value for ${zone}"],
            id="a ConfigMap of the repository does not hold it",
        ),
    ],
)
def test_substitution_defined(said_of_files: Any, text: str, expected: list[str]) -> None:
    assert said_of_files(RULE, text) == expected


def test_without_files_nothing_is_known(said: Any) -> None:
    text = apps(SET).partition("\n")[2]
    assert said(RULE, text) == [
        "not evaluated Kustomization/apps: only objects were given, not the files that they are rendered from"
    ]
