"""redis: a cache, or with `storage` a store, of one pod."""

from __future__ import annotations

from dataclasses import replace

from generators.arithmetic.memory import redis_maxmemory
from generators.arithmetic.rollout import rollout_seconds
from generators.objects.probes import DefaultProbe, DefaultProbes, start_budget_seconds
from generators.objects.resources import DefaultAmounts
from generators.objects.service import headless_service
from generators.objects.service_account import service_account
from generators.objects.settings import as_mapping
from generators.objects.stateful_set import stateful_set
from generators.objects.volumes import Mounted, empty_folder
from generators.platform.component_type import ComponentType
from generators.platform.values import Component, Sourced
from generators.types.context import Context
from generators.types.defaults import Defaults
from generators.types.facts import facts
from generators.types.keys import POD_KEYS
from generators.types.memory_of import memory_setting
from generators.types.naming import labels_of
from generators.types.network import network_policy_of
from generators.types.part import ComponentObjects, Image, Part
from generators.types.pod_of import grace_seconds, pod_of, serving_container, stops_within
from generators.types.stateless import config_generators
from generators.types.versions import tag_of

TAGS = {"8": "8.2.3", "7": "7.4.7"}
"""`version` -> the tag of docker.io/library/redis."""

_DATA, _FOLDER = "data", "/data"
_CACHE_SIZE = "1Gi"

DEFAULTS = Defaults(
    user=999,  # the image's redis
    amounts=DefaultAmounts("100m", "256Mi", "64Mi", "1536Mi"),
    temporary="64Mi",
    pre_stop_seconds=0,  # clients come back by themselves, and there is no second pod that could answer
    stops_within_seconds=25,
    probes=DefaultProbes(
        start=DefaultProbe(period=2, failures=30, port="redis"),
        ready=DefaultProbe(period=5, timeout=3, failures=3, port="redis"),
        live=DefaultProbe(period=20, timeout=5, failures=6, port="redis"),
    ),
    priority="data",
)


def redis_objects(component: Component, context: Context) -> ComponentObjects:
    """One part, unless somebody else keeps it."""
    if component.external is not None:
        return ()
    labels = labels_of(component, context)
    port = str(context.ports(component)[0].number.value)
    # Without -e an error is an answer too: a store that still loads its data would be ready.
    ready = replace(DEFAULTS.probes.ready, command=("redis-cli", "-e", "-p", port, "ping"))
    defaults = replace(DEFAULTS, probes=replace(DEFAULTS.probes, ready=ready))
    data = Mounted({"name": _DATA}, ({"name": _DATA, "mountPath": _FOLDER},))
    container = serving_container(
        component,
        context,
        defaults,
        args=_arguments(component, context),
        mounted=(data if component.storage else empty_folder(_DATA, _FOLDER, _CACHE_SIZE),),
    )
    pod = pod_of(component, context, DEFAULTS, container, claims=(_DATA,) if component.storage else ())
    annotations = {
        **as_mapping(component.annotations),
        **facts(component, context, stops_within(component, DEFAULTS)),
    }
    workload = stateful_set(pod, 1, component.storage, annotations)
    start = start_budget_seconds(DEFAULTS.probes, component.probes)
    return (
        Part(
            name=component.name,
            files=(
                ("service-account.yaml", service_account(labels, component.service_account_annotations)),
                ("stateful-set.yaml", workload),
                ("service.yaml", headless_service(component.name, labels, context.ports(component))),
                ("network-policy.yaml", network_policy_of(component, context)),
            ),
            generators=config_generators(component, context),
            images=(_image(component),),
            rollout_seconds=rollout_seconds(1, 0, 1, start, grace_seconds(component, DEFAULTS)),
            depends_on=(),
            health=(),
            source=component.source,
        ),
    )


def _arguments(component: Component, context: Context) -> list[str | Sourced[str]]:
    """A cache forgets what was used least and writes nothing to disk; a store forgets nothing."""
    port = context.ports(component)[0].number
    return [
        "redis-server",
        "--port",
        Sourced(str(port.value), port.source),
        "--dir",
        _FOLDER,
        "--maxmemory",
        memory_setting(component, DEFAULTS.amounts, redis_maxmemory),
        "--maxmemory-policy",
        "noeviction" if component.storage else "allkeys-lru",
        "--appendonly",
        "yes" if component.storage else "no",
        "--save",
        "",
    ]


def _image(component: Component) -> Image:
    if component.image is not None:
        return Image(component.name, component.image, component.name)
    source = component.version.source if component.version else component.source
    return Image(component.name, Sourced("docker.io/library/redis", source), component.name, tag_of(component, TAGS))


REDIS = ComponentType(
    name="redis",
    purpose="Redis in one pod: a cache, or with `storage` a store that survives the pod.",
    keys=POD_KEYS | {"version", "storage", "was"},
    required=frozenset({"version"}),
    serves=(("redis", 6379),),
    objects=redis_objects,
    may_be_external=True,
)
