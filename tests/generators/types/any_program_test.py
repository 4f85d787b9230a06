"""Services and workers: what is written is there, and nothing else."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from textwrap import indent
from typing import Any

import pytest
import yaml

from generators.tree.traced import trace
from generators.types.part import Part
from manifests.pointer import resolve
from manifests.schemas.judge import validate

Render = Callable[..., Mapping[str, Part]]

TOP = """
name: shop
kubernetes: "1.35"
registry: registry.example.com/shop
cluster: {{provides: [cloudnative-pg], api_server: [10.0.0.1/32]}}
components:
{components}
environments:
  prod: {{gpus: 4}}
"""
CONTAINER = "/spec/template/spec/containers/0"
PROBES = ("startupProbe", "readinessProbe", "livenessProbe")


def platform(components: str) -> str:
    return TOP.format(components=indent(components, "  "))


def one(render: Render, component: str) -> dict[str, dict[str, Any]]:
    part = render(platform(f"one:\n{indent(component, '  ')}\n"), "prod")["one"]
    bodies = {name: trace(body, "").body for name, body in part.files}
    assert validate(list(bodies.values()), "1.35") == []
    return bodies


ASKED = [
    ("a service that says when it is ready",
     "type: service\nport: 80\nprobes: {ready: {path: /up}}",
     "{startupProbe: {httpGet: {path: /up, port: http}, periodSeconds: 2, timeoutSeconds: 1, failureThreshold: 30}, "
     "readinessProbe: {httpGet: {path: /up, port: http}, periodSeconds: 5, timeoutSeconds: 2, failureThreshold: 3}}"),
    ("what liveness asks is asked at the start",
     "type: service\nports: {grpc: 80}\nprobes: {ready: {tcp: true}, live: {grpc: '', timeout_seconds: 7}}",
     "{startupProbe: {grpc: {port: 80}, periodSeconds: 2, timeoutSeconds: 7, failureThreshold: 30}, "
     "readinessProbe: {tcpSocket: {port: grpc}, periodSeconds: 5, timeoutSeconds: 2, failureThreshold: 3}, "
     "livenessProbe: {grpc: {port: 80}, periodSeconds: 10, timeoutSeconds: 7, failureThreshold: 6}}"),
    ("headers", "type: service\nport: 80\nprobes: {start: {tcp: true}, ready: {path: /up, headers: {Host: a.b}}}",
     "{startupProbe: {tcpSocket: {port: http}, periodSeconds: 2, timeoutSeconds: 1, failureThreshold: 30}, "
     "readinessProbe: {httpGet: {path: /up, port: http, httpHeaders: [{name: Host, value: a.b}]}, "
     "periodSeconds: 5, timeoutSeconds: 2, failureThreshold: 3}}"),
    ("a worker that nothing asks", "type: worker", "{}"),
]  # fmt: skip


@pytest.mark.parametrize(("component", "probes"), [row[1:] for row in ASKED], ids=[row[0] for row in ASKED])
def test_the_probes_are_those_that_are_written(render: Render, component: str, probes: str) -> None:
    container = resolve(one(render, component)["deployment.yaml"], CONTAINER)
    assert {key: container[key] for key in PROBES if key in container} == yaml.safe_load(probes)


def test_a_worker_has_no_address(render: Render) -> None:
    assert list(one(render, "type: worker\nport: 9090")) == [
        "service-account.yaml",
        "deployment.yaml",
        "pod-disruption-budget.yaml",
        "network-policy.yaml",
    ]


ROLLOUTS = [
    ("a service surges", "type: service\nport: 80\nprobes: {ready: {tcp: true}}",
     "{type: RollingUpdate, rollingUpdate: {maxSurge: 1, maxUnavailable: 0}}", None),
    ("a worker must run a while before it counts", "type: worker",
     "{type: RollingUpdate, rollingUpdate: {maxSurge: 1, maxUnavailable: 0}}", 15),
    ("a worker that says when it is ready", "type: worker\nprobes: {ready: {command: [up]}}",
     "{type: RollingUpdate, rollingUpdate: {maxSurge: 1, maxUnavailable: 0}}", None),
    ("never two of its pods", "type: worker\nalone: true", "{type: Recreate}", 15),
    ("a GPU is given back first", "type: worker\ngpu: 1",
     "{type: RollingUpdate, rollingUpdate: {maxSurge: 0, maxUnavailable: 1}}", 15),
]  # fmt: skip


@pytest.mark.parametrize(("component", "strategy", "settles"), [r[1:] for r in ROLLOUTS], ids=[r[0] for r in ROLLOUTS])
def test_how_pods_are_replaced(render: Render, component: str, strategy: str, settles: int | None) -> None:
    spec = one(render, component)["deployment.yaml"]["spec"]
    assert spec["strategy"] == yaml.safe_load(strategy)
    assert spec.get("minReadySeconds") == settles


def test_each_port_of_a_service_has_a_variable(render: Render) -> None:
    text = "type: service\nports: {http: 80, grpc: 90, metrics: 91, admin-ui: 92}\nprobes: {ready: {tcp: true}}"
    parts = render(platform(f"a-b:\n{indent(text, '  ')}\none: {{type: worker, needs: [a-b]}}\n"), "prod")
    deployment = trace(dict(parts["one"].files)["deployment.yaml"], "").body
    assert {each["name"]: each["value"] for each in resolve(deployment, f"{CONTAINER}/env")} == {
        "A_B_URL": "http://a-b:80",
        "A_B_ADMIN_UI_ADDR": "a-b:92",
        "A_B_GRPC_ADDR": "a-b:90",
    }


def test_a_migration_has_the_secrets_that_are_named_for_it(render: Render) -> None:
    text = """
store: {type: postgres, version: "18", database: a, owner: a, storage: 5Gi, instances: 1}
one:
  type: worker
  needs: [store]
  database: {migrate: [up], secrets: [KEY]}
  secrets: {KEY: {secret: app, key: key}, TOKEN: {secret: app, key: token}}
  volumes: {scratch: {path: /scratch, size: 1Gi}, kept: {path: /kept, claim: kept}}
"""
    parts = render(platform(text), "prod")
    job = trace(dict(parts["one-migrate"].files)["job.yaml"], "").body
    assert [each["name"] for each in resolve(job, f"{CONTAINER}/env")] == ["DATABASE_URL", "KEY"]
    assert [each["mountPath"] for each in resolve(job, f"{CONTAINER}/volumeMounts")] == ["/scratch", "/tmp"]
    assert [each.part for each in parts["one"].depends_on] == ["one-migrate", "store"]
