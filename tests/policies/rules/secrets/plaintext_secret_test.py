"""secrets/plaintext-secret: what is readable, and that it is never printed."""

from base64 import b64encode
from typing import Any

import pytest

from policies.rules.secrets.plaintext_secret import RULE

ENCRYPTED = b64encode(b"password: ENC[AES256_GCM,data:q2Fv,type:str]\nsops:\n    mac: ENC[AES256_GCM,data:x]").decode()


def secret(body: str, kind: str = "Secret", group: str = "v1") -> str:
    return f"{{apiVersion: {group}, kind: {kind}, metadata: {{name: s}}, {body}}}"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param(
            secret("stringData: {password: example}"),
            ["fail Secret/s /stringData/password: readable in Git: password"],
            id="text",
        ),
        pytest.param(
            secret("data: {password: ZXhhbXBsZQ==}"),
            ["fail Secret/s /data/password: readable in Git: password"],
            id="base64 hides nothing",
        ),
        pytest.param(
            secret("data: {tls.key: eA==}, stringData: {a/b: x, user: y}"),
            ["fail Secret/s /data/tls.key: readable in Git: tls.key, a/b, user"],
            id="one finding for all keys",
        ),
        pytest.param(
            secret("stringData: {password: 'ENC[AES256_GCM,data:x]'}, sops: {}"), ["pass Secret/s"], id="SOPS"
        ),
        pytest.param(
            secret("stringData: {password: 'ENC[example]'}"),
            ["fail Secret/s /stringData/password: readable in Git: password"],
            id="what only begins like SOPS",
        ),
        pytest.param(
            secret("stringData: {password: 'ENC[AES256_GCM,data:x] example'}"),
            ["fail Secret/s /stringData/password: readable in Git: password"],
            id="what goes on after SOPS",
        ),
        pytest.param(
            secret("stringData: {password: 'ENC[AES256_GCM,data:x]', user: admin}, sops: {}"),
            ["fail Secret/s /stringData/user: readable in Git: user"],
            id="one value left out of SOPS",
        ),
        pytest.param(secret(f"data: {{a.yaml: {ENCRYPTED}}}"), ["pass Secret/s"], id="a generated encrypted file"),
        pytest.param(secret("stringData: {password: '${PASSWORD}'}"), ["pass Secret/s"], id="filled in by Flux"),
        pytest.param(
            secret("stringData: {password: '${PASSWORD:=example}'}"),
            ["fail Secret/s /stringData/password: readable in Git: password"],
            id="a default is readable",
        ),
        pytest.param(secret("type: Opaque"), ["pass Secret/s"], id="no data"),
        pytest.param(secret("data: {}, stringData: {a: ''}"), ["pass Secret/s"], id="empty data"),
        pytest.param(secret("type: kubernetes.io/service-account-token, data: {x: eA==}"), [], id="made by Kubernetes"),
        pytest.param(secret("data: {x: eA==}", group="example.com/v1"), [], id="another API group"),
        pytest.param(secret("data: {x: eA==}", kind="ConfigMap"), [], id="another kind"),
        pytest.param(
            secret("data: [eA==]"), ["not evaluated Secret/s: /data is a list, not a mapping"], id="unreadable"
        ),
        pytest.param(
            secret("stringData: {port: 5432}"),
            ["fail Secret/s /stringData/port: readable in Git: port"],
            id="a number is readable",
        ),
    ],
)
def test_plaintext_secret(said: Any, text: str, expected: list[str]) -> None:
    assert said(RULE, text) == expected
