"""Every key that several types take does the same in each of them."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from typing import Any

import pytest
import yaml

from generators.platform.component_type import ComponentType
from generators.tree.traced import trace
from generators.types.catalogue import TYPES
from generators.types.keys import POD_KEYS
from generators.types.part import Part
from manifests.schemas.judge import validate

Render = Callable[..., Mapping[str, Part]]

SMALLEST: Mapping[str, Mapping[str, Any]] = {
    "service": {"port": 8080, "probes": {"ready": {"path": "/ready"}}},
    "cron": {"schedule": "@daily"},
    "model-server": {"model": {"name": "digits", "loads_within": "2m"}},
    "redis": {"version": "8"},
    "postgres": {"version": "18", "database": "a", "owner": "a", "storage": "1Gi", "instances": 1},
}
WRITTEN = [
    ("image: registry.example.org/other", "registry.example.org/other"),
    ("command: [only-this]", '"command": ["only-this"]'),
    ("args: [only-that]", '"args": ["only-that"]'),
    ("port: 7777", '"containerPort": 7777'),
    ("ports: {odd: 7777, metrics: 7778}", '{"name": "odd", "containerPort": 7777}'),
    ("stops_within: 77s", '"roadstead.dev/stops-within": "77s"'),
    ("run_as: 7777", '"runAsUser": 7777'),
    ("image_pull_secrets: [pull]", '"imagePullSecrets": [{"name": "pull"}]'),
    ("resources: {requests: {cpu: 77m}}", '"cpu": "77m"'),
    ("env: {GREETING: hello}", '{"name": "GREETING", "value": "hello"}'),
    ("config: {GREETING: hello}", '"envFrom": [{"configMapRef": {"name": "one-config"}}]'),
    ("secrets: {TOKEN: {secret: tokens, key: one}}",
     '{"name": "TOKEN", "valueFrom": {"secretKeyRef": {"name": "tokens", "key": "one"}}}'),
    ("files: {/etc/one.txt: hello}", '"mountPath": "/etc/one.txt", "subPath": "etc_one.txt", "readOnly": true'),
    ("volumes: {scratch: {path: /scratch, size: 7Gi}}", '"emptyDir": {"sizeLimit": "7Gi"}'),
    ("volumes: {kept: {path: /kept, claim: kept}}", '"persistentVolumeClaim": {"claimName": "kept"}'),
    ("egress: [{host: a.example.org, port: 777, cidrs: [203.0.113.0/24]}]", '"port": 777}'),
    ("annotations: {example.com/team: shop}", '"annotations": {"example.com/team": "shop"'),
    ("node_selector: {kubernetes.io/arch: arm64}", '"nodeSelector": {"kubernetes.io/arch": "arm64"}'),
    ("service_account: {annotations: {example.com/role: r}}", '"annotations": {"example.com/role": "r"}'),
    ("probes: {ready: {command: [well]}, live: {command: [alive]}}", '"exec": {"command": ["alive"]}'),
    ("singleton: {reason: r, owner: o, expires: 2027-06-30}", '"roadstead.dev/singleton": "r; o; 2027-06-30"'),
    ("needs: [other]", '"name": "OTHER_URL"'),
    ("gpu: 2", '"nvidia.com/gpu": "2"'),
    ("database: {pool: 7, migrate: [up]}", '{"name": "DB_POOL_SIZE", "value": "7"}'),
]  # fmt: skip
OF_POSTGRES = {"database", "image", "annotations"}  # a name; in `imageName`; of its pods alone
CASES = [
    pytest.param(each, text, mark, id=f"{each.name}: {key}")
    for text, mark in WRITTEN
    for key in [text.partition(":")[0]]
    for each in TYPES
    if key in each.keys and not (each.name == "postgres" and key in OF_POSTGRES)
]


def rendered(render: Render, component: Mapping[str, Any], where: str | None) -> tuple[str, list[dict[str, Any]]]:
    """(everything that the parts say, as text; the objects)."""
    platform = {
        "name": "shop",
        "kubernetes": "1.35",
        "registry": "registry.example.com/shop",
        "cluster": {"provides": ["cloudnative-pg"], "api_server": ["10.0.0.1/32"]},
        "components": {
            "one": dict(component),
            "other": {"type": "web"},
            "store": {"type": "postgres", **SMALLEST["postgres"]},
        },
        "environments": {"prod": {"gpus": 2}},
    }
    parts = [part for name, part in render(yaml.safe_dump(platform), where).items() if name.startswith("one")]
    bodies = [trace(body, "").body for part in parts for _, body in part.files]
    images = [image.name.value for part in parts for image in part.images]
    return json.dumps([bodies, images]), bodies


@pytest.mark.parametrize("where", [None, "prod"], ids=["base", "prod"])
@pytest.mark.parametrize(("component_type", "text", "mark"), CASES)
def test_a_key_does_what_it_says(
    render: Render, component_type: ComponentType, text: str, mark: str, where: str | None
) -> None:
    smallest = dict(SMALLEST.get(component_type.name, {}))
    without, _ = rendered(render, {"type": component_type.name, **smallest}, where)
    written = yaml.load(text, yaml.BaseLoader) if text.startswith("singleton") else yaml.safe_load(text)
    if "ports" in written:
        smallest.pop("port", None)
    if "database" in written:
        written["needs"] = ["store"]
    whole, bodies = rendered(render, {"type": component_type.name, **smallest, **written}, where)
    assert mark not in without
    assert mark in whole
    assert validate(bodies, "1.35") == []


def test_every_common_key_is_written_here() -> None:
    assert {text.partition(":")[0] for text, _ in WRITTEN} >= POD_KEYS
