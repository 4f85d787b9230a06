"""references/claim-exists: claims written, made by a StatefulSet or an operator, near misses."""

from typing import Any

import pytest

from policies.rules.references.claim_exists import RULE

FIELD = "/spec/volumes/{}/persistentVolumeClaim/claimName"


def pod(*claims: str) -> str:
    volumes = ", ".join(f"{{name: v{n}, persistentVolumeClaim: {{claimName: {c}}}}}" for n, c in enumerate(claims))
    return (
        "{apiVersion: v1, kind: Pod, metadata: {name: p}, spec: "
        f"{{containers: [{{name: c}}], volumes: [{volumes}]}}}}\n---\n"
    )


def claim(name: str, namespace: str = "default") -> str:
    return f"{{apiVersion: v1, kind: PersistentVolumeClaim, metadata: {{name: {name}, namespace: {namespace}}}}}\n---\n"


STATEFUL_SET = """
apiVersion: apps/v1
kind: StatefulSet
metadata: {name: redis}
spec:
  volumeClaimTemplates: [{metadata: {name: data}}]
  template:
    spec: {containers: [{name: c}], volumes: [{name: data, persistentVolumeClaim: {claimName: nothing}}]}
---
"""


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param(pod(), [], id="no claim: not applicable"),
        pytest.param(pod("data") + claim("data"), ["pass Pod/p"], id="there"),
        pytest.param(
            pod("data"),
            ["not evaluated Pod/p: PersistentVolumeClaim/data is not among the objects judged"],
            id="nothing is near",
        ),
        pytest.param(
            pod("data") + claim("data", "shop"),
            [f"fail Pod/p {FIELD.format(0)}: PersistentVolumeClaim/data is not in namespace default, but in shop"],
            id="in another namespace",
        ),
        pytest.param(
            pod("data", "upload") + claim("data") + claim("uploads"),
            [
                f"fail Pod/p {FIELD.format(1)}: PersistentVolumeClaim/upload is not there, but "
                "PersistentVolumeClaim/uploads is"
            ],
            id="misspelt",
        ),
        pytest.param(
            pod("data", "data") + claim("data", "shop"),
            [f"fail Pod/p {FIELD.format(0)}: PersistentVolumeClaim/data is not in namespace default, but in shop"],
            id="one claim in two volumes is told once",
        ),
        pytest.param(STATEFUL_SET, [], id="a template replaces the volume of its name"),
        pytest.param(STATEFUL_SET + pod("data-redis-0"), ["pass Pod/p"], id="a claim of a StatefulSet"),
        pytest.param(STATEFUL_SET + pod("data-redis-12"), ["pass Pod/p"], id="any number of it"),
        pytest.param(
            STATEFUL_SET + pod("data-redis-x"),
            ["not evaluated Pod/p: PersistentVolumeClaim/data-redis-x is not among the objects judged"],
            id="no number",
        ),
        pytest.param(
            "{apiVersion: v1, kind: Pod, metadata: {name: p}, spec: {volumes: {}}}",
            ["not evaluated Pod/p: /spec/volumes is a mapping, not a list"],
            id="malformed",
        ),
    ],
)
def test_claim_exists(said: Any, text: str, expected: list[str]) -> None:
    assert said(RULE, text) == expected


def test_a_closed_world(said: Any) -> None:
    expected = [f"fail Pod/p {FIELD.format(0)}: PersistentVolumeClaim/data is not there"]
    assert said(RULE, pod("data"), facts={"closed": True}) == expected
    assert said(RULE, pod("data"), {"provided": ("PersistentVolumeClaim/d*",)}, {"closed": True}) == ["pass Pod/p"]
