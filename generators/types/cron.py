"""cron: a program that runs to its end, on a schedule."""

from __future__ import annotations

from dataclasses import replace

from generators.arithmetic.schedule import LONGEST_RUN_SECONDS, parse_schedule, starts_within_seconds
from generators.objects.cron_job import Timing, cron_job
from generators.objects.probes import DefaultProbe, DefaultProbes
from generators.objects.resources import DefaultAmounts
from generators.objects.service_account import service_account
from generators.objects.settings import as_mapping
from generators.platform.component_type import ComponentType
from generators.platform.values import Component, Sourced
from generators.types.connections import connections
from generators.types.context import Context
from generators.types.defaults import Defaults
from generators.types.facts import facts
from generators.types.fixed_settings import as_files, fixed_config_maps
from generators.types.gpu_nodes import affinity, tolerations
from generators.types.keys import POD_KEYS
from generators.types.naming import image_of, labels_of
from generators.types.network import network_policy_of
from generators.types.part import ComponentObjects, Part
from generators.types.pod_of import pod_of, serving_container, stops_within
from generators.types.stateless import needs_of

DEFAULTS = Defaults(
    user=10001,
    amounts=DefaultAmounts("100m", "256Mi", "64Mi", "512Mi"),
    temporary="256Mi",
    pre_stop_seconds=0,
    stops_within_seconds=30,
    probes=DefaultProbes(
        start=DefaultProbe(period=2, failures=30, asks=False),
        ready=DefaultProbe(period=5, failures=3, asks=False),
        live=DefaultProbe(period=10, failures=6, asks=False),
    ),
    priority="background",
)


def cron_objects(component: Component, context: Context) -> ComponentObjects:
    """One part. A change waits for the next run, so nothing rolls out.

    Its ConfigMaps keep their names: a run that tries again would else ask for one that Flux has pruned.
    """
    labels = labels_of(component, context)
    container = serving_container(component, context, DEFAULTS, derived=connections(component, context))
    pod = pod_of(
        component,
        context,
        DEFAULTS,
        container,
        tolerations=tolerations(component),
        affinity=affinity(component),
    )
    annotations = {
        **as_mapping(component.annotations),
        **facts(component, context, stops_within(component, DEFAULTS)),
    }
    files = (
        *as_files(component, fixed_config_maps(component, context)),
        ("service-account.yaml", service_account(labels, component.service_account_annotations)),
        ("cron-job.yaml", cron_job(replace(pod, restart_policy="Never"), _timing(component), annotations)),
        ("network-policy.yaml", network_policy_of(component, context)),
    )
    return (
        Part(
            name=component.name,
            files=files,
            generators=(),
            images=(image_of(component, context),),
            rollout_seconds=0,
            depends_on=needs_of(component, context),
            health=(),
            source=component.source,
        ),
    )


def _timing(component: Component) -> Timing:
    schedule = component.schedule
    if schedule is None:
        raise ValueError(f"{component.source} is a cron without a schedule")
    gap = parse_schedule(schedule.value).shortest_gap_seconds()
    return Timing(
        schedule=schedule,
        time_zone=component.timezone or "Etc/UTC",
        concurrency=component.concurrency or "Forbid",
        deadline_seconds=component.deadline or LONGEST_RUN_SECONDS,
        starts_within_seconds=Sourced(starts_within_seconds(gap), schedule.source),
    )


_KEYS = (POD_KEYS - {"port", "ports", "probes", "singleton"}) | {
    "schedule", "timezone", "concurrency", "deadline", "needs", "gpu",
}  # fmt: skip

CRON = ComponentType(
    name="cron",
    purpose="A program that runs to its end, on a schedule.",
    keys=_KEYS,
    required=frozenset({"schedule"}),
    serves=(),
    objects=cron_objects,
    needable=False,
    one_name=("both names would run at each time", "rename it between two runs"),
)
