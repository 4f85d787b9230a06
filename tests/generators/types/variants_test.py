"""What other platforms write, beside the shipped one."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from textwrap import indent
from typing import Any

import pytest
import yaml

from generators.tree.traced import trace
from generators.types.misfit import Misfit
from generators.types.part import Part
from manifests.pointer import resolve
from manifests.schemas.judge import validate

Render = Callable[..., Mapping[str, Part]]

TOP = """
name: shop
kubernetes: "{version}"
registry: registry.example.com/shop
git: {{branch: main}}
cluster:
  provides: [metrics-server, gateway, cloudnative-pg]
  gateway: {{name: public, namespace: gateway-system}}
  api_server: [10.0.0.1/32]
components:
{components}
environments:
  prod:
    domain: example.com
    gpus: 8
{overrides}
"""


def platform(components: str, overrides: str = "", version: str = "1.35") -> str:
    return TOP.format(version=version, components=indent(components, "  "), overrides=indent(overrides, "    "))


def bodies(part: Part) -> dict[str, dict[str, Any]]:
    return {name: trace(body, "").body for name, body in part.files}


POD = "/spec/template/spec"
CONTAINER = f"{POD}/containers/0"
SERVER = "replicas: 2"
FIELDS = [
    ("amounts that nobody wrote are the type's", "type: api", "deployment.yaml", f"{CONTAINER}/resources",
     "{requests: {cpu: 250m, memory: 512Mi, ephemeral-storage: 64Mi}, "
     "limits: {memory: 512Mi, ephemeral-storage: 512Mi}}"),
    ("a limit that nobody wrote is the request", "type: web\nresources: {requests: {memory: 1Gi}}", "deployment.yaml",
     f"{CONTAINER}/resources",
     "{requests: {cpu: 50m, memory: 1Gi, ephemeral-storage: 64Mi}, limits: {memory: 1Gi, ephemeral-storage: 256Mi}}"),
    ("a cpu limit is there if it was written", "type: web\nresources: {limits: {cpu: '2', memory: 1Gi}}",
     "deployment.yaml", f"{CONTAINER}/resources",
     "{requests: {cpu: '2', memory: 1Gi, ephemeral-storage: 64Mi}, "
     "limits: {cpu: '2', memory: 1Gi, ephemeral-storage: 256Mi}}"),
    ("a number of pods that nobody wrote is one", "type: web\n# no replicas", "deployment.yaml", "/spec/replicas", "1"),
    ("a fixed number of pods", "type: web\nreplicas: 3", "deployment.yaml", "/spec/replicas", "3"),
    ("three fixed pods are spread strictly", "type: web\nreplicas: 3", "deployment.yaml",
     f"{POD}/topologySpreadConstraints/0/whenUnsatisfiable", "DoNotSchedule"),
    ("another user", "type: web\nrun_as: 1234", "deployment.yaml", f"{POD}/securityContext",
     "{runAsNonRoot: true, runAsUser: 1234, runAsGroup: 1234, seccompProfile: {type: RuntimeDefault}}"),
    ("a claim belongs to the user's group", "type: web\nvolumes: {up: {path: /up, claim: uploads}}", "deployment.yaml",
     f"{POD}/securityContext/fsGroup", "101"),
    ("a claim is mounted", "type: web\nvolumes: {up: {path: /up, claim: uploads}}", "deployment.yaml",
     f"{POD}/volumes/0", "{name: up, persistentVolumeClaim: {claimName: uploads}}"),
    ("an empty folder has a size", "type: web\nvolumes: {cache: {path: /cache, size: 1Gi}}", "deployment.yaml",
     f"{POD}/volumes/0", "{name: cache, emptyDir: {sizeLimit: 1Gi}}"),
    ("single files are mounted one by one", "type: web\nfiles: {/etc/nginx/conf.d/default.conf: 'server {}'}",
     "deployment.yaml", f"{CONTAINER}/volumeMounts/0",
     "{name: files, mountPath: /etc/nginx/conf.d/default.conf, subPath: etc_nginx_conf.d_default.conf, "
     "readOnly: true}"),
    ("the program and its arguments", "type: web\ncommand: [serve]\nargs: [--all]", "deployment.yaml",
     f"{CONTAINER}/command", "[serve]"),
    ("a readiness path of one's own", "type: web\nprobes: {ready: {path: /up, period_seconds: 9}}", "deployment.yaml",
     f"{CONTAINER}/readinessProbe",
     "{httpGet: {path: /up, port: http}, periodSeconds: 9, timeoutSeconds: 2, failureThreshold: 3}"),
    ("a liveness command", "type: web\nprobes: {live: {command: [is-well]}}", "deployment.yaml",
     f"{CONTAINER}/livenessProbe",
     "{exec: {command: [is-well]}, periodSeconds: 20, timeoutSeconds: 3, failureThreshold: 3}"),
    ("a gRPC probe asks the port's number", 'type: web\nport: 9000\nprobes: {live: {grpc: ""}}', "deployment.yaml",
     f"{CONTAINER}/livenessProbe",
     "{grpc: {port: 9000}, periodSeconds: 20, timeoutSeconds: 3, failureThreshold: 3}"),
    ("a longer stop is a longer grace", "type: api\nstops_within: 2m", "deployment.yaml",
     f"{POD}/terminationGracePeriodSeconds", "135"),
    ("a port of one's own", "type: web\nport: 3000", "service.yaml", "/spec/ports",
     "[{name: http, port: 3000, targetPort: http}]"),
    ("a workload identity", "type: web\nservice_account: {annotations: {example.com/role: reader}}",
     "service-account.yaml", "/metadata/annotations", "{example.com/role: reader}"),
    ("annotations are on the pods too", "type: web\nannotations: {example.com/team: shop}", "deployment.yaml",
     "/spec/template/metadata/annotations", "{example.com/team: shop}"),
    ("annotations are on the workload", "type: web\nannotations: {example.com/team: shop}", "deployment.yaml",
     "/metadata/annotations", "{example.com/team: shop, roadstead.dev/stops-within: 15s}"),
    ("where pods run", "type: web\nnode_selector: {kubernetes.io/arch: arm64}", "deployment.yaml",
     f"{POD}/nodeSelector", "{kubernetes.io/arch: arm64}"),
    ("what pulls the image", "type: web\nimage_pull_secrets: [pull]", "deployment.yaml", f"{POD}/imagePullSecrets",
     "[{name: pull}]"),
    ("two hosts, two routes", "type: web\nroutes: [{host: shop, path: /}, {host: www.example.org, path: /old}]",
     "http-route-2.yaml", "/spec/hostnames", "[www.example.org]"),
]  # fmt: skip


@pytest.mark.parametrize(
    ("component", "file", "field", "expected"), [row[1:] for row in FIELDS], ids=[row[0] for row in FIELDS]
)
def test_a_component_may_write(render: Render, component: str, file: str, field: str, expected: str) -> None:
    text = component if "replicas" in component else f"{component}\n{SERVER}"
    part = render(platform(f"site:\n{indent(text, '  ')}"), "prod")["site"]
    assert resolve(bodies(part)[file], field) == yaml.safe_load(expected)
    assert validate(list(bodies(part).values()), "1.35") == []


POSTGRES = """
{name}:
  type: postgres
  version: "17"
  database: shop
  owner: shop
  storage: 20Gi
  instances: 2
"""


def test_two_databases_have_a_variable_each(render: Render) -> None:
    text = POSTGRES.format(name="orders") + POSTGRES.format(name="stock-keeping")
    text += f"shop:\n  type: api\n  {SERVER}\n  needs: [orders, stock-keeping]\n"
    parts = render(platform(text), "prod")
    deployment = bodies(parts["shop"])["deployment.yaml"]
    assert [each["name"] for each in resolve(deployment, f"{CONTAINER}/env")] == [
        "ORDERS_URL",
        "STOCK_KEEPING_URL",
    ]
    assert [dependency.part for dependency in parts["shop"].depends_on] == ["orders", "stock-keeping"]


def test_a_pair_of_instances_has_a_budget_but_waits_for_no_replica(render: Render) -> None:
    spec = bodies(render(platform(POSTGRES.format(name="orders")), "prod")["orders"])["cluster.yaml"]["spec"]
    assert spec["enablePDB"] is True
    assert "synchronous" not in spec["postgresql"]
    assert spec["imageName"] == "ghcr.io/cloudnative-pg/postgresql:17.9-minimal-trixie"
    assert spec["walStorage"] == {"size": "4Gi"}


def test_a_variable_of_ones_own_replaces_a_derived_one(render: Render) -> None:
    text = 'cache: {type: redis, version: "8"}\n'
    text += f"shop:\n  type: api\n  {SERVER}\n  needs: [cache]\n  env: {{CACHE_URL: redis://cache:6379/1, TZ: UTC}}\n"
    deployment = bodies(render(platform(text), "prod")["shop"])["deployment.yaml"]
    assert {each["name"]: each["value"] for each in resolve(deployment, f"{CONTAINER}/env")} == {
        "CACHE_ADDR": "cache:6379",
        "CACHE_URL": "redis://cache:6379/1",
        "TZ": "UTC",
    }


@pytest.mark.parametrize(
    ("secrets", "database"),
    [
        ("PAYMENT_KEY: {secret: payment, key: token}", {"name": "orders-app", "key": "uri"}),
        ("DATABASE_URL: {secret: shop-owner, key: url}", {"name": "shop-owner", "key": "url"}),
    ],
    ids=["another secret is none of its business", "a database secret of one's own replaces the derived one"],
)
def test_a_migration_has_the_secret_of_its_database_alone(
    render: Render, secrets: str, database: dict[str, str]
) -> None:
    text = POSTGRES.format(name="orders")
    text += f"shop:\n  type: api\n  {SERVER}\n  needs: [orders]\n  database: {{migrate: [alembic, upgrade, head]}}\n"
    text += f"  env: {{TZ: UTC}}\n  secrets: {{{secrets}}}\n"
    job = bodies(render(platform(text), "prod")["shop-migrate"])["job.yaml"]
    assert {each["name"]: each.get("valueFrom") for each in resolve(job, f"{CONTAINER}/env")} == {
        "TZ": None,
        "DATABASE_URL": {"secretKeyRef": database},
    }


def test_a_redis_with_storage_forgets_nothing(render: Render) -> None:
    part = render(platform('store: {type: redis, version: "7", storage: 5Gi}\n'), "prod")["store"]
    body = bodies(part)["stateful-set.yaml"]
    arguments = resolve(body, f"{CONTAINER}/args")
    assert arguments[arguments.index("--maxmemory-policy") + 1] == "noeviction"
    assert arguments[arguments.index("--appendonly") + 1] == "yes"
    assert body["spec"]["volumeClaimTemplates"][0]["spec"]["resources"] == {"requests": {"storage": "5Gi"}}
    assert body["spec"]["persistentVolumeClaimRetentionPolicy"] == {"whenDeleted": "Retain", "whenScaled": "Retain"}
    assert [volume["name"] for volume in resolve(body, f"{POD}/volumes")] == ["tmp"]
    assert resolve(body, f"{POD}/securityContext/fsGroup") == 999
    assert part.images[0].tag == "7.4.7"
    assert validate([body], "1.35") == []


def test_a_redis_of_ones_own_image_needs_a_pin(render: Render) -> None:
    text = 'cache: {type: redis, version: "8", image: registry.example.com/mirror/redis}\n'
    image = render(platform(text), "prod")["cache"].images[0]
    assert (image.name.value, image.tag, image.pin_owner) == ("registry.example.com/mirror/redis", None, "cache")


MISFITS = [
    ("a version without an image", 'type: redis\nversion: "9"',
     'platform.yaml, /components/store/version: no image of redis is known for this version, found `9`; '
     'write "8" or "7"'),
    ("memory that no server fits in", 'type: redis\nversion: "8"\nresources: {limits: {memory: 1Mi}}',
     "platform.yaml, /components/store/resources/limits/memory: 786432 bytes are too few for a server's memory: "
     "give the container at least 8Mi"),
]  # fmt: skip


@pytest.mark.parametrize(("component", "message"), [row[1:] for row in MISFITS], ids=[row[0] for row in MISFITS])
def test_what_no_type_can_become_is_said(render: Render, component: str, message: str) -> None:
    with pytest.raises(Misfit) as caught:
        render(platform(f"store:\n{indent(component, '  ')}"), "prod")
    assert str(caught.value) == message


MODEL = """
model:
  type: model-server
  {gpu}
  model: {{name: digits, loads_within: 2m{built_in}}}
  {config}
  replicas: 2
"""


def model(gpu: str = "gpu: 1", built_in: str = "", config: str = "") -> str:
    return MODEL.format(gpu=gpu, built_in=built_in, config=config)


def test_a_model_in_the_servers_image_needs_no_volume(render: Render) -> None:
    part = render(platform(model(built_in=", built_in: true")), "prod")["model"]
    volumes = resolve(bodies(part)["deployment.yaml"], f"{POD}/volumes")
    assert [volume["name"] for volume in volumes] == ["serving", "tmp"]
    assert [image.placeholder for image in part.images] == ["model"]


def test_a_model_without_gpu_surges_and_runs_anywhere(render: Render) -> None:
    body = bodies(render(platform(model(gpu="")), "prod")["model"])["deployment.yaml"]
    assert resolve(body, "/spec/strategy/rollingUpdate") == {"maxSurge": 1, "maxUnavailable": 0}
    assert not {"tolerations", "affinity"} & resolve(body, POD).keys()


def test_a_changed_setting_of_a_model_starts_a_rollout_but_keeps_its_config_map(render: Render) -> None:
    overrides = "components: {model: {config: {LEVEL: debug}}}"
    text = platform(model(config="config: {LEVEL: info}"), overrides)
    base, prod = (bodies(render(text, where)["model"]) for where in (None, "prod"))
    assert base["config-map-config.yaml"]["data"] == {"LEVEL": "info"}
    assert prod["config-map-config.yaml"]["data"] == {"LEVEL": "debug"}
    names = {each["config-map-config.yaml"]["metadata"]["name"] for each in (base, prod)}
    assert names == {"model-config"}
    checksums = [
        resolve(each["deployment.yaml"], "/spec/template/metadata/annotations/roadstead.dev~1config-checksum")
        for each in (base, prod)
    ]
    assert checksums[0] != checksums[1]


def test_a_config_that_only_one_environment_has_is_a_config_map_everywhere(render: Render) -> None:
    text = platform(f"site:\n  type: web\n  {SERVER}\n", "components: {site: {config: {BANNER: sale}}}")
    base, prod = (render(text, where)["site"] for where in (None, "prod"))
    assert [(each.name, len(each.literals)) for each in base.generators] == [("site-config", 0)]
    assert [(each.name, len(each.literals)) for each in prod.generators] == [("site-config", 1)]
    reference = resolve(bodies(base)["deployment.yaml"], f"{CONTAINER}/envFrom")
    assert reference == resolve(bodies(prod)["deployment.yaml"], f"{CONTAINER}/envFrom")
