"""A platform that is right, for the tests to make wrong in one place."""

from __future__ import annotations

from typing import Final

from generators.platform.read import read_platform
from generators.platform.values import Platform
from manifests.errors import MistakesError
from tests.generators.platform.types_for_tests import TYPES

SHOP: Final = """\
name: shop
kubernetes: "1.35"
registry: registry.example.com/shop
cluster:
  provides: [metrics-server, gateway, cloudnative-pg, gpu-metric]
  gateway: {name: public, namespace: gateway-system}
  api_server: [10.0.0.1/32]
components:
  portal:
    type: web
    resources: {requests: {cpu: 100m, memory: 128Mi}, limits: {memory: 256Mi}}
    scale: {by: cpu, target: 60%, shrink_below: 30%, between: [2, 6]}
    routes: [{host: learn, path: /}]
  backend:
    type: api
    resources: {requests: {cpu: 250m, memory: 512Mi}, limits: {memory: 512Mi}}
    replicas: 2
    needs: [db, cache]
    config: {LOG_LEVEL: info}
    database: {pool: 8, migrate: [alembic, upgrade, head]}
    # more of backend
  model:
    type: model-server
    gpu: 1
    model: {name: digits, loads_within: 10m}
    resources: {requests: {cpu: "2", memory: 8Gi}, limits: {memory: 8Gi}}
    scale: {by: gpu, double_above: 80%, shrink_below: 30%, between: [2, 4]}
  db:
    type: postgres
    version: "18"
    database: orders
    owner: shop
    storage: 50Gi
    instances: 3
    resources: {requests: {cpu: "2", memory: 4Gi}, limits: {memory: 4Gi}}
  cache:
    type: redis
    version: "8"
    singleton: {reason: it may be lost, owner: backend-team, expires: 2027-06-30}
environments:
  dev:
    domain: dev.example.com
    gpus: 1
    components:
      model: {scale: {between: [1, 1]}}
      # more of dev
  prod:
    domain: example.com
    gpus: 4
"""


def changed(*changes: tuple[str, str], text: str = SHOP) -> str:
    """The platform with each first text replaced by the second; every first text must be there once."""
    for old, new in changes:
        assert text.count(old) == 1, f"{old!r} stands {text.count(old)} times in the platform"
        text = text.replace(old, new)
    return text


def read(text: str) -> Platform:
    """The platform that the text says, with the types of the tests."""
    return read_platform(text, "platform.yaml", TYPES)[0]


def mistakes(text: str) -> list[str]:
    """The mistakes of the text, each as its line; none if it is right."""
    try:
        read(text)
    except MistakesError as error:
        return str(error).splitlines()
    return []
