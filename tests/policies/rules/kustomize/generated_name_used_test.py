"""kustomize/generated-name-used: hashes, and what else rolls pods."""

from typing import Any

import pytest

from policies.rules.kustomize.generated_name_used import RULE


def text(
    generator: str = "configMapGenerator",
    more: str = "    options: {disableNameSuffixHash: true}\n",
    uses: str = "envFrom: [{configMapRef: {name: settings}}]",
    kind: str = "Deployment",
    annotations: str = "",
    top: str = "",
) -> str:
    template = f"metadata: {{annotations: {{{annotations}}}}}, spec: {{containers: [{{name: api, image: a, {uses}}}]}}"
    return f"""# file: app/kustomization.yaml
resources: [app.yaml]
{top}{generator}:
  - name: settings
    literals: [A=b]
{more}# file: app/app.yaml
{{apiVersion: apps/v1, kind: {kind}, metadata: {{name: app}}, spec: {{selector: {{}}, template: {{{template}}}}}}}
"""


def unhashed(
    kind: str = "ConfigMap", user: str = "Deployment/app", line: int = 3, key: str = "configMapGenerator"
) -> list[str]:
    return [
        f"fail Kustomization/app /{key}/0: {kind}/settings is generated without a hash in its name, so a change of it "
        f"does not roll {user} @app/kustomization.yaml:{line}:5"
    ]


PASS = ["pass Kustomization/app"]
SECRET = "secretGenerator"


@pytest.mark.parametrize(
    ("files", "expected"),
    [
        pytest.param(text(), unhashed(), id="no hash, and the pods use it"),
        pytest.param(text(more=""), PASS, id="a hash"),
        pytest.param(text(more="    options: {disableNameSuffixHash: false}\n"), PASS, id="a hash that is asked for"),
        pytest.param(
            text(more="", top="generatorOptions: {disableNameSuffixHash: true}\n"),
            unhashed(line=4),
            id="no hash for all",
        ),
        pytest.param(text(uses="env: []"), PASS, id="no pod uses it"),
        pytest.param(
            text(uses="env: [{name: A, valueFrom: {configMapKeyRef: {name: settings, key: A}}}]"),
            unhashed(),
            id="one key",
        ),
        pytest.param(text(uses="envFrom: [{secretRef: {name: settings}}]"), PASS, id="a Secret of that name"),
        pytest.param(
            text(SECRET, uses="envFrom: [{secretRef: {name: settings}}]"), unhashed("Secret", key=SECRET), id="a Secret"
        ),
        pytest.param(
            text(SECRET, uses="env: [{name: A, valueFrom: {secretKeyRef: {name: settings, key: A}}}]"),
            unhashed("Secret", key=SECRET),
            id="one key of a Secret",
        ),
        pytest.param(text(kind="StatefulSet"), unhashed(user="StatefulSet/app"), id="a StatefulSet"),
        pytest.param(text(kind="Job").replace("apps/v1", "batch/v1"), PASS, id="a Job starts anew each time"),
        pytest.param(text(annotations="example.com/config-checksum: abc"), PASS, id="a checksum on the pods"),
    ],
)
def test_generated_name_used(said_of_files: Any, files: str, expected: list[str]) -> None:
    assert said_of_files(RULE, files) == expected


@pytest.mark.parametrize(
    ("generator", "volume"),
    [
        ("configMapGenerator", "configMap: {name: settings}"),
        ("configMapGenerator", "projected: {sources: [{configMap: {name: settings}}]}"),
        ("secretGenerator", "secret: {secretName: settings}"),
        ("secretGenerator", "projected: {sources: [{secret: {name: settings}}]}"),
    ],
)
def test_a_volume_uses_it(said_of_files: Any, generator: str, volume: str) -> None:
    files = text(generator, uses="env: []").replace(
        "spec: {containers", f"spec: {{volumes: [{{name: v, {volume}}}], containers"
    )
    kind = "ConfigMap" if generator == "configMapGenerator" else "Secret"
    assert said_of_files(RULE, files) == unhashed(kind, key=generator)
