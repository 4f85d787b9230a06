"""capacity/database-connections: who connects to which database, and how many connections there are."""

from typing import Any

import pytest

from policies.rules.capacity.database_connections import RULE

FIELD = "/spec/postgresql/parameters/max_connections"
ANNOTATION = "roadstead.dev/connections"


def cluster(most: str | None = '"100"', name: str = "db", more: str = "") -> str:
    parameters = f"max_connections: {most}" if most is not None else ""
    spec = f"{{instances: 1, postgresql: {{parameters: {{{parameters}}}}}}}"
    return f"{{apiVersion: postgresql.cnpg.io/v1, kind: Cluster, metadata: {{name: {name}{more}}}, spec: {spec}}}\n"


def user(stated: str, spec: str = "replicas: 8, ", name: str = "d", kind: str = "Deployment", more: str = "") -> str:
    metadata = f"{{name: {name}, annotations: {{{ANNOTATION}: {stated}}}{more}}}"
    template = "template: {spec: {containers: [{name: c}]}}"
    return f"\n---\n{{apiVersion: apps/v1, kind: {kind}, metadata: {metadata}, spec: {{{spec}{template}}}}}\n"


HPA = """
---
apiVersion: autoscaling/v2
kind: HorizontalPodAutoscaler
metadata: {name: h}
spec: {maxReplicas: 12, scaleTargetRef: {apiVersion: apps/v1, kind: Deployment, name: d}}
"""
POOLER = "\n---\n{apiVersion: postgresql.cnpg.io/v1, kind: Pooler, metadata: {name: db}, spec: {}}\n"
OTHER = "\n---\n{apiVersion: cluster.x-k8s.io/v1beta1, kind: Cluster, metadata: {name: db}, spec: {}}\n"
OK = ["pass Cluster/db"]
ABSENT = "not evaluated Deployment/d: its database db is not among these objects"
WRONG = "not evaluated Deployment/d: annotation roadstead.dev/connections: write as in postgres=8"


def too_many(most: int, asked: int, whose: str, reserve: int = 10, name: str = "db") -> list[str]:
    return [
        f"fail Cluster/{name} {FIELD}: max_connections is {most}, {reserve} of them reserved; "
        f"a rollout at maximum asks for {asked}: {whose}"
    ]


@pytest.mark.parametrize(
    ("text", "parameters", "expected"),
    [
        pytest.param(cluster() + user("db=9"), {}, OK, id="exactly what is left"),
        pytest.param(
            cluster('"99"') + user("db=9"),
            {},
            too_many(99, 90, "Deployment/d 90"),
            id="one too few, with 2 pods of a rollout",
        ),
        pytest.param(
            cluster() + user("db=9"), {"reserve": 11}, too_many(100, 90, "Deployment/d 90", 11), id="the reserve"
        ),
        pytest.param(cluster('"90"') + user("db=9"), {"reserve": 0}, OK, id="no reserve"),
        pytest.param(cluster("99") + user("db=9"), {}, too_many(99, 90, "Deployment/d 90"), id="a bare number"),
        pytest.param(cluster(None) + user("db=9"), {}, OK, id="PostgreSQL's own 100"),
        pytest.param(
            cluster(None) + user("db=10"),
            {},
            too_many(100, 100, "Deployment/d 100"),
            id="PostgreSQL's own 100, exceeded",
        ),
        pytest.param(
            cluster() + user("db=8", "") + HPA,
            {},
            too_many(100, 120, "Deployment/d 120"),
            id="the autoscaler's maximum",
        ),
        pytest.param(
            cluster() + user("db=8", "replicas: 5, ", "s", "StatefulSet") + user("db=9", "replicas: 5, "),
            {},
            too_many(100, 103, "Deployment/d 63, StatefulSet/s 40"),
            id="all that use it",
        ),
        pytest.param(
            cluster() + "---\n" + cluster('"20"', "audit") + user('"db=9, audit=2"'),
            {},
            [*OK, *too_many(20, 20, "Deployment/d 20", name="audit")],
            id="two databases",
        ),
        pytest.param(
            cluster() + user("db=9", "", "a", "DaemonSet"),
            {},
            ["not evaluated Cluster/db: DaemonSet/a: it runs a pod on each node, and there is no fact nodes"],
            id="a DaemonSet on nodes that nobody counted",
        ),
        pytest.param(cluster() + user('""'), {}, [], id="nothing stated, not applicable"),
        pytest.param(cluster(), {}, [], id="nobody states anything, not applicable"),
        pytest.param(user("db=9"), {}, [ABSENT], id="a database elsewhere"),
        pytest.param(
            cluster(more=", namespace: other") + user("db=9"), {}, [ABSENT], id="a database of another namespace"
        ),
        pytest.param(user("db=9") + OTHER, {}, [ABSENT], id="another kind of cluster"),
        pytest.param(user("db=9") + POOLER, {}, [], id="a pooler holds its own connections"),
        pytest.param(
            user("db=9", more=", namespace: other") + POOLER, {}, [ABSENT], id="a pooler of another namespace"
        ),
        pytest.param(cluster() + user("db"), {}, [WRONG], id="no number"),
        pytest.param(cluster() + user("db=many"), {}, [WRONG], id="a word for a number"),
        pytest.param(cluster() + user('"=8"'), {}, [WRONG], id="no name"),
        pytest.param(cluster() + user('"db=8,"'), {}, [WRONG], id="nothing behind a comma"),
        pytest.param(cluster() + user("db=1234567890"), {}, [WRONG], id="a number that no server has"),
        pytest.param(
            cluster('"999999999"') + user("db=999999999", "replicas: 1, "),
            {},
            too_many(999999999, 1999999998, "Deployment/d 1999999998"),
            id="the largest numbers that are read",
        ),
        pytest.param(cluster() + user("db=-8"), {}, [WRONG], id="a negative number"),
        pytest.param(
            cluster() + user("8"),
            {},
            [
                "not evaluated Deployment/d: "
                "/metadata/annotations/roadstead.dev~1connections is the number 8, not a text"
            ],
            id="an annotation that is no text",
        ),
        pytest.param(
            cluster("many") + user("db=9"),
            {},
            [f"not evaluated Cluster/db: {FIELD} is no whole number"],
            id="not a number",
        ),
        pytest.param(
            cluster("true") + user("db=9"), {}, [f"not evaluated Cluster/db: {FIELD} is no whole number"], id="true"
        ),
        pytest.param(
            cluster("1234567890") + user("db=9"),
            {},
            [f"not evaluated Cluster/db: {FIELD} is no whole number"],
            id="more than any server has",
        ),
        pytest.param(
            cluster("[]") + user("db=9"), {}, [f"not evaluated Cluster/db: {FIELD} is a list, not a text"], id="a list"
        ),
    ],
)
def test_connections(said: Any, text: str, parameters: dict[str, Any], expected: list[str]) -> None:
    assert said(RULE, text, parameters) == expected


def test_a_daemon_set_connects_from_every_node(said: Any) -> None:
    text = cluster() + user("db=10", "", "a", "DaemonSet")
    assert said(RULE, text, facts={"nodes": 9}) == OK
    assert said(RULE, text, facts={"nodes": 10}) == too_many(100, 100, "DaemonSet/a 100")


@pytest.mark.parametrize("number", ["\u00b2", "\u0663"], ids=["a superscript", "a digit of another script"])
def test_what_is_a_digit_to_python_alone_is_no_number(said: Any, number: str) -> None:
    assert said(RULE, cluster() + user(f"db={number}")) == [WRONG]
    why = "/spec/postgresql/parameters/max_connections is no whole number"
    assert said(RULE, cluster(f'"{number}"') + user("db=8")) == [f"not evaluated Cluster/db: {why}"]
