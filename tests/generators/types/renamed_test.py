"""`was`: a component under two names, so that nothing is down between them."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

import pytest

from generators.platform.read import read_platform
from generators.repository import TYPES_BY_NAME
from generators.tree.parts import PlatformParts, parts_of
from generators.tree.traced import trace
from generators.types.catalogue import TYPES
from generators.types.part import Dependency, Part
from manifests.errors import MistakesError

BEFORE = """\
name: shop
kubernetes: "1.35"
registry: registry.example.com/shop
cluster:
  provides: [metrics-server, gateway, cloudnative-pg, gpu-metric]
  gateway: {name: public, namespace: gateway-system}
  api_server: [10.0.0.1/32]
components:
  orders:
    type: api
    needs: [db]
    routes: [{host: shop, path: /api}]
    database: {pool: 4, migrate: [up]}
    config: {LEVEL: info}
    resources: {requests: {cpu: 250m}}
    scale: {by: cpu, target: 60%, between: [2, 4]}
  portal:
    type: web
    needs: [orders, cache]
  digits:
    type: model-server
    model: {name: digits, loads_within: 2m}
    scale: {by: gpu, double_above: 80%, shrink_below: 30%, between: [1, 2]}
    gpu: 1
    resources: {limits: {memory: 2Gi}}
  cache: {type: redis, version: "8"}
  db: {type: postgres, version: "18", database: a, owner: a, storage: 1Gi, instances: 1}
environments:
  prod:
    domain: example.com
    gpus: 4
    components:
      orders: {config: {LEVEL: error}}
"""


def renamed(old: str, new: str, text: str = BEFORE, *, was: bool = True) -> str:
    """The platform with a component under a new name everywhere, and `was` in it."""
    text = text.replace(f"  {old}: {{type", f"  {new}: {{type").replace(f"  {old}:\n", f"  {new}:\n")
    text = (
        text.replace(f"      {old}: {{", f"      {new}: {{")
        .replace(f"[{old}", f"[{new}")
        .replace(f" {old}]", f" {new}]")
    )
    if not was:
        return text
    line = f"  {new}:\n"
    return (
        text.replace(line, f"{line}    was: {old}\n", 1)
        if line in text
        else text.replace(f"  {new}: {{", f"  {new}: {{was: {old}, ", 1)
    )


def parts(text: str) -> PlatformParts:
    return parts_of(read_platform(text, "platform.yaml", TYPES)[0], TYPES_BY_NAME)


def base(text: str) -> Mapping[str, Part]:
    return {part.name: part for part in parts(text).base}


def prod(text: str) -> Mapping[str, Part]:
    return {part.name: part for part in parts(text).environments[0].parts}


def bodies(part: Part) -> dict[str, Any]:
    return {name: trace(body, "").body for name, body in part.files}


@pytest.mark.parametrize("where", [base, prod], ids=["base", "prod"])
@pytest.mark.parametrize(
    ("old", "gone"),
    [
        pytest.param("orders", {"http-route.yaml"}, id="an api: its route goes to the new name"),
        pytest.param("portal", set(), id="a web"),
        pytest.param("digits", set(), id="a model-server"),
        pytest.param("cache", set(), id="a redis that stores nothing"),
    ],
)
def test_what_ran_stays_as_it_is(where: Callable[[str], Mapping[str, Part]], old: str, gone: set[str]) -> None:
    before, after = where(BEFORE)[old], where(renamed(old, "brand-new"))[old]
    kept = {name: body for name, body in bodies(before).items() if name not in gone}
    assert bodies(after) == kept
    plain = [
        (generator.name, [(each.name, each.value.value) for each in generator.literals])
        for generator in before.generators
    ]
    assert plain == [
        (generator.name, [(each.name, each.value.value) for each in generator.literals])
        for generator in after.generators
    ]
    assert [(i.placeholder, i.name.value, i.pin_owner, i.tag) for i in after.images] == [
        (i.placeholder, i.name.value, i.pin_owner, i.tag) for i in before.images
    ]
    assert (after.rollout_seconds, after.force) == (before.rollout_seconds, before.force)


@pytest.mark.parametrize("old", ["orders", "portal", "digits", "cache"])
def test_it_changes_only_when_the_new_one_is_ready(old: str) -> None:
    migration = Dependency(f"{old}-migrate", strict=True)
    before = [each for each in prod(BEFORE)[old].depends_on if each != migration]
    assert [*prod(renamed(old, "brand-new"))[old].depends_on] == [Dependency("brand-new", strict=True), *before]


@pytest.mark.parametrize("old", ["orders", "portal", "digits", "cache"])
@pytest.mark.parametrize("where", [base, prod], ids=["base", "prod"])
def test_the_second_step_changes_nothing_of_the_new_one(where: Callable[[str], Mapping[str, Part]], old: str) -> None:
    both, after = where(renamed(old, "brand-new")), where(renamed(old, "brand-new", was=False))
    names = {"brand-new", "brand-new-migrate"} & after.keys()
    assert {name: bodies(both[name]) for name in names} == {name: bodies(after[name]) for name in names}
    assert both.keys() - after.keys() == {old}


def test_it_migrates_under_the_new_name_alone() -> None:
    assert {name for name in prod(renamed("orders", "sales")) if name.endswith("-migrate")} == {"sales-migrate"}


def test_who_needs_it_finds_the_new_one_under_both_names() -> None:
    portal = bodies(prod(renamed("orders", "sales"))["portal"])["deployment.yaml"]
    variables = portal["spec"]["template"]["spec"]["containers"][0]["env"]
    assert [each for each in variables if each["name"].endswith("_URL")] == [
        {"name": "CACHE_URL", "value": "redis://cache:6379/0"},
        {"name": "SALES_URL", "value": "http://sales:8000"},
        {"name": "ORDERS_URL", "value": "http://sales:8000"},
    ]


def test_who_needs_it_waits_for_the_new_one_alone() -> None:
    assert prod(renamed("orders", "sales"))["portal"].depends_on == (
        Dependency("cache", strict=False),
        Dependency("sales", strict=False),
    )


def reached(text: str, policy: str, way: str) -> list[str]:
    spec = bodies(prod(text)[policy])["network-policy.yaml"]["spec"]
    peers = [peer for rule in spec.get(way, []) for peer in rule.get("from", rule.get("to", []))]
    return sorted(
        next(iter(peer["podSelector"]["matchLabels"].values()))
        for peer in peers
        if "podSelector" in peer and "namespaceSelector" not in peer
    )


@pytest.mark.parametrize(
    ("policy", "way", "others"),
    [
        pytest.param("portal", "egress", ["cache", "orders", "sales"], id="who needs it calls both"),
        pytest.param("sales", "ingress", ["portal"], id="the new one is called"),
        pytest.param("orders", "ingress", ["portal"], id="the old one is called still"),
        pytest.param("sales", "egress", ["db"], id="the new one calls what it needs"),
        pytest.param("orders", "egress", ["db"], id="the old one calls what it needs still"),
        pytest.param("db", "ingress", ["db", "orders", "sales", "sales-migrate"], id="what it needs is called by both"),
    ],
)
def test_the_network_is_open_for_both(policy: str, way: str, others: list[str]) -> None:
    assert reached(renamed("orders", "sales"), policy, way) == others


def test_the_gateway_still_reaches_the_old_one() -> None:
    """Requests that the old route has sent arrive after it is gone."""
    ingress = bodies(prod(renamed("orders", "sales"))["orders"])["network-policy.yaml"]["spec"]["ingress"]
    spaces = [
        peer["namespaceSelector"]["matchLabels"]
        for rule in ingress
        for peer in rule["from"]
        if "namespaceSelector" in peer
    ]
    assert spaces == [{"kubernetes.io/metadata.name": "gateway-system"}]


def mistakes(text: str) -> list[str]:
    try:
        read_platform(text, "platform.yaml", TYPES)
    except MistakesError as error:
        return str(error).splitlines()
    return []


@pytest.mark.parametrize(
    ("component", "line"),
    [
        pytest.param(
            "db: {was: old, type: postgres, version: '18', database: a, owner: a, storage: 1Gi, instances: 1}",
            "9:8: components.db: a component of type postgres has no `was`: its data does not move to another name by "
            "itself; leave it out, and keep the name or copy the data to a second component",
            id="a postgres",
        ),
        pytest.param(
            "nightly: {was: old, type: cron, schedule: '@daily'}",
            "9:13: components.nightly: a component of type cron has no `was`: both names would run at each time; "
            "leave it out, and rename it between two runs",
            id="a cron",
        ),
        pytest.param(
            "cache: {was: old, type: redis, version: '8', storage: 1Gi}",
            "9:16: components.cache.was: found `was` beside `storage`: what is stored does not move to the new name "
            "by itself; keep the name, or copy the data to a second component",
            id="a redis that stores",
        ),
        pytest.param(
            "queue: {was: old, type: worker, alone: true}",
            "9:16: components.queue.was: found `was` beside `alone`: both names would run at once; "
            "leave `was` out: the old one is stopped, then the new one starts",
            id="one that is alone",
        ),
        pytest.param("queue: {was: old, type: worker}", None, id="a worker: may be two, as in every rollout"),
        pytest.param("queue: {was: old, type: service, port: 80, probes: {ready: {path: /}}}", None, id="a service"),
    ],
)
def test_one_name_is_refused_of(component: str, line: str | None) -> None:
    head, _, rest = BEFORE.partition("components:\n")
    text = f"{head}components:\n  {component}\n{rest[rest.index('environments:') :]}".partition("    components:")[0]
    assert mistakes(text) == ([f"platform.yaml:{line}"] if line else [])
