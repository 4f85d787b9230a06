"""flux/path-builds: paths that are there, kept out, elsewhere, broken."""

from typing import Any

import pytest

from policies.rules.flux.path_builds import RULE


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


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param(apps() + config_map(), ["pass Kustomization/apps"], id="a folder of manifests"),
        pytest.param(apps(path="apps/") + config_map(), ["pass Kustomization/apps"], id="written in another way"),
        pytest.param(
            apps() + "# file: apps/kustomization.yaml\nresources: [map.yaml]\n" + config_map(),
            ["pass Kustomization/apps"],
            id="a kustomization",
        ),
        pytest.param(
            apps(path="./app") + config_map(),
            ["fail Kustomization/apps /spec/path: app is no folder of this repository"],
            id="a misspelt path",
        ),
        pytest.param(
            apps(path="./apps/map.yaml") + config_map(),
            ["fail Kustomization/apps /spec/path: apps/map.yaml is no folder of this repository"],
            id="a file",
        ),
        pytest.param(
            apps(path="../outside") + config_map(),
            ["fail Kustomization/apps /spec/path: ../outside is no folder of this repository"],
            id="a path that leads out",
        ),
        pytest.param(
            apps() + config_map() + "# file: .sourceignore\n/apps/\n",
            ["fail Kustomization/apps /spec/path: apps is kept from Flux by .sourceignore"],
            id="a folder that Flux does not see",
        ),
        pytest.param(
            apps() + "# file: apps/kustomization.yaml\nresources: [missing.yaml]\n",
            [
                "fail Kustomization/apps /spec/path: apps does not build: accumulating resources from 'missing.yaml': "
                "open apps/missing.yaml: no such file or directory"
            ],
            id="a kustomization that does not build",
        ),
        pytest.param(
            apps("patches: [{patch: 'kind: [', target: {kind: ConfigMap}}]") + config_map(),
            None,
            id="a patch of Flux that is no YAML",
        ),
        pytest.param(
            apps().replace("name: flux-system}", "name: elsewhere}").replace("GitRepository", "OCIRepository")
            + config_map(),
            [
                "not evaluated Kustomization/apps: nothing here says that its source OCIRepository/elsewhere is this "
                "repository"
            ],
            id="another source",
        ),
        pytest.param(
            apps("timeout: 5"),
            ["not evaluated Kustomization/apps: /spec/timeout is the number 5, not a text"],
            id="it can't be read",
        ),
    ],
)
def test_path_builds(said_of_files: Any, text: str, expected: list[str] | None) -> None:
    found = said_of_files(RULE, text)
    if expected is None:
        (only,) = found
        assert only.startswith("fail Kustomization/apps /spec/path: apps does not build: ")
    else:
        assert found == expected


def test_what_a_chart_makes_is_not_judged_and_said_so(said: Any) -> None:
    text = "{apiVersion: helm.toolkit.fluxcd.io/v2, kind: HelmRelease, metadata: {name: web}}"
    assert said(RULE, text) == [
        "not evaluated HelmRelease/web: the objects of its chart are not rendered, so no rule has judged them"
    ]
    assert said(RULE, text.replace("toolkit.fluxcd.io", "cattle.io")) == []


def test_without_files_nothing_is_known(said: Any) -> None:
    text = apps().partition("\n")[2]
    assert said(RULE, text) == [
        "not evaluated Kustomization/apps: only objects were given, not the files that they are rendered from"
    ]
