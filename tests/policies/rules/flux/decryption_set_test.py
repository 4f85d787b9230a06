"""flux/decryption-set: what SOPS encrypted, and who applies it."""

from typing import Any

import pytest

from policies.rules.flux.decryption_set import RULE


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


def secret(name: str, more: str = "sops: {mac: x}") -> str:
    return f"# file: apps/{name}.yaml\n{{apiVersion: v1, kind: Secret, metadata: {{name: {name}}}, {more}}}\n"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param(apps() + secret("a", "type: Opaque"), [], id="nothing is encrypted"),
        pytest.param(
            apps() + secret("a"),
            ["fail Kustomization/apps /spec/decryption: Secret/a is encrypted by SOPS, but spec.decryption is not set"],
            id="one Secret",
        ),
        pytest.param(
            apps() + secret("a") + secret("b"),
            [
                "fail Kustomization/apps /spec/decryption: Secret/a and 1 more are encrypted by SOPS, but "
                "spec.decryption is not set"
            ],
            id="two Secrets",
        ),
        pytest.param(apps("decryption: {provider: sops}") + secret("a"), ["pass Kustomization/apps"], id="decrypted"),
        pytest.param(apps() + secret("a", "sops: text"), [], id="sops is no mapping"),
    ],
)
def test_decryption_set(said_of_files: Any, text: str, expected: list[str]) -> None:
    assert said_of_files(RULE, text) == expected


def test_without_files_nothing_is_known(said: Any) -> None:
    text = apps().partition("\n")[2]
    assert said(RULE, text) == [
        "not evaluated Kustomization/apps: only objects were given, not the files that they are rendered from"
    ]
