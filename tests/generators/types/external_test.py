"""A database or cache that somebody else keeps, in one environment."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

import pytest

from generators.tree.traced import trace
from generators.types.part import Part
from manifests.pointer import resolve

Render = Callable[..., Mapping[str, Part]]

TEXT = """
name: shop
kubernetes: "1.35"
registry: registry.example.com/shop
cluster: {provides: [cloudnative-pg], api_server: [10.0.0.1/32]}
components:
  orders:
    type: api
    needs: [store, cache]
    database: {pool: 4, migrate: [up]}
  store: {type: postgres, version: "18", database: orders, owner: orders, storage: 5Gi, instances: 1}
  cache: {type: redis, version: "8"}
environments:
  dev: {}
  prod:
    components:
      store: {external: {host: db.example.org, secret: managed-db, cidrs: [198.51.100.8/29, 198.51.100.0/29]}}
      cache: {external: CACHE}
"""
HOST = "{host: cache.example.org, port: 6380, cidrs: [203.0.113.0/28]}"
SECRET = "{host: cache.example.org, secret: managed-cache, cidrs: [203.0.113.0/28]}"
ENV = "/spec/template/spec/containers/0/env"


def body(parts: Mapping[str, Part], part: str, file: str) -> dict[str, Any]:
    return trace(dict(parts[part].files)[file], "").body


@pytest.fixture
def parts(render: Render) -> Callable[[str | None], Mapping[str, Part]]:
    return lambda where: render(TEXT.replace("CACHE", HOST), where)


def test_it_has_no_part_there_alone(parts: Callable[[str | None], Mapping[str, Part]]) -> None:
    assert list(parts(None)) == ["cache", "orders", "orders-migrate", "store"]
    assert list(parts("dev")) == ["cache", "orders", "orders-migrate", "store"]
    assert list(parts("prod")) == ["orders", "orders-migrate"]


def test_nobody_waits_for_it(parts: Callable[[str | None], Mapping[str, Part]]) -> None:
    waits = {name: [each.part for each in part.depends_on] for name, part in parts("prod").items()}
    assert waits == {"orders": ["orders-migrate"], "orders-migrate": []}
    assert [each.part for each in parts("dev")["orders-migrate"].depends_on] == ["store"]


@pytest.mark.parametrize(
    ("cache", "variable", "address"),
    [
        (HOST, {"name": "CACHE_URL", "value": "redis://cache.example.org:6380/0"}, "cache.example.org:6380"),
        (
            SECRET,
            {"name": "CACHE_URL", "valueFrom": {"secretKeyRef": {"name": "managed-cache", "key": "uri"}}},
            "cache.example.org:6379",
        ),
    ],
    ids=["a host", "a Secret"],
)
def test_who_needs_it_has_the_same_variables(
    render: Render, cache: str, variable: dict[str, Any], address: str
) -> None:
    text = TEXT.replace("CACHE", cache)
    here, there = (resolve(body(render(text, where), "orders", "deployment.yaml"), ENV) for where in ("dev", "prod"))
    assert [each["name"] for each in here] == [each["name"] for each in there]
    assert there[:3] == [
        variable,
        {"name": "CACHE_ADDR", "value": address},
        {"name": "DATABASE_URL", "valueFrom": {"secretKeyRef": {"name": "managed-db", "key": "uri"}}},
    ]
    assert here[:3] == [
        {"name": "CACHE_URL", "value": "redis://cache:6379/0"},
        {"name": "CACHE_ADDR", "value": "cache:6379"},
        {"name": "DATABASE_URL", "valueFrom": {"secretKeyRef": {"name": "store-app", "key": "uri"}}},
    ]


def test_the_network_leads_there_and_nowhere_else(parts: Callable[[str | None], Mapping[str, Part]]) -> None:
    spec = body(parts("prod"), "orders", "network-policy.yaml")["spec"]
    assert spec["egress"] == [
        {"ports": [{"protocol": "TCP", "port": 6380}], "to": [{"ipBlock": {"cidr": "203.0.113.0/28"}}]},
        {
            "ports": [{"protocol": "TCP", "port": 5432}],
            "to": [{"ipBlock": {"cidr": "198.51.100.0/29"}}, {"ipBlock": {"cidr": "198.51.100.8/29"}}],
        },
    ]
    migration = body(parts("prod"), "orders-migrate", "network-policy.yaml")["spec"]
    assert [each["ports"][0]["port"] for each in migration["egress"]] == [5432]


def test_no_rule_counts_its_connections(parts: Callable[[str | None], Mapping[str, Part]]) -> None:
    name = "roadstead.dev/connections"
    assert body(parts("dev"), "orders", "deployment.yaml")["metadata"]["annotations"][name] == "store=4"
    assert name not in body(parts("prod"), "orders", "deployment.yaml")["metadata"]["annotations"]


def test_nothing_of_the_cluster_is_needed_for_it(render: Render) -> None:
    text = (
        TEXT.replace("CACHE", HOST)
        .replace("  dev: {}\n", "")
        .replace("[cloudnative-pg], api_server: [10.0.0.1/32]", "[prometheus]")
    )
    assert list(render(text, "prod")) == ["orders", "orders-migrate"]
