"""What every scaled server has beside its pod: Deployment, Service, autoscaler, budget, account, network, routes."""

from __future__ import annotations

from generators.arithmetic.rollout import health_check_seconds, progress_deadline_seconds, rollout_seconds
from generators.objects.body import Body
from generators.objects.deployment import Rollout, deployment
from generators.objects.horizontal_pod_autoscaler import horizontal_pod_autoscaler
from generators.objects.pod_disruption_budget import pod_disruption_budget
from generators.objects.pod_template import Pod
from generators.objects.probes import start_budget_seconds
from generators.objects.service import service
from generators.objects.service_account import service_account
from generators.objects.settings import as_mapping
from generators.platform.values import Component, Sourced
from generators.types.context import Context
from generators.types.defaults import Defaults
from generators.types.facts import facts
from generators.types.network import network_policy_of
from generators.types.pod_of import grace_seconds, stops_within
from generators.types.routes import routes_of

Files = tuple[tuple[str, Body], ...]

_SETTLES_SECONDS = 15  # a program that fails does so at once; without a probe nothing else holds the rollout back


_PLACING_SECONDS = 60
"""Before a pod's start-up probe counts, the pod is scheduled and its image and volumes are brought to the node. On a
live control plane a rollout in which every pod took just as long as its probes allow ran into a timeout without it."""


def fewest_pods(component: Component) -> int:
    """How many pods run at least."""
    if component.scale:
        return component.scale.minimum.value
    return component.replicas.value if component.replicas else 1


def most_pods(component: Component) -> int:
    """How many pods run at most, between rollouts."""
    return component.scale.maximum.value if component.scale else fewest_pods(component)


def server_files(
    component: Component,
    context: Context,
    defaults: Defaults,
    pod: Pod,
    *,
    max_surge: int,
    max_unavailable: int,
    addressed: bool = True,
) -> Files:
    """The objects of a server, in the order in which its base lists them; without a Service if not `addressed`."""
    labels = pod.labels
    annotations = {
        **as_mapping(component.annotations),
        **facts(component, context, stops_within(component, defaults)),
    }
    workload = deployment(
        pod,
        Rollout(
            max_surge,
            max_unavailable,
            _deadline_seconds(component, defaults),
            settles_seconds=0 if "readinessProbe" in (pod.container.probes or {}) else _SETTLES_SECONDS,
            recreate=component.alone,
        ),
        replicas=None if component.scale else component.replicas or Sourced(1, component.source),
        annotations=annotations,
    )
    files = [
        ("service-account.yaml", service_account(labels, component.service_account_annotations)),
        ("deployment.yaml", workload),
    ]
    if addressed:
        files.append(("service.yaml", service(labels, context.ports(component))))
    if component.scale:
        autoscaler = horizontal_pod_autoscaler(labels, component.scale, pod.container.name, context.platform.kubernetes)
        files.append(("horizontal-pod-autoscaler.yaml", autoscaler))
    files.append(("pod-disruption-budget.yaml", pod_disruption_budget(labels)))
    files.append(("network-policy.yaml", network_policy_of(component, context)))
    files += routes_of(component, context)
    return tuple(files)


def server_rollout_seconds(component: Component, defaults: Defaults, *, max_surge: int, max_unavailable: int) -> int:
    """The longest that a rollout of all its pods takes, or that the Deployment needs to say that it is stuck."""
    rollout = rollout_seconds(
        most_pods(component),
        max_surge,
        max_unavailable,
        _PLACING_SECONDS + start_budget_seconds(defaults.probes, component.probes),
        grace_seconds(component, defaults),
    )
    return health_check_seconds(rollout, _deadline_seconds(component, defaults))


def _deadline_seconds(component: Component, defaults: Defaults) -> int:
    start = start_budget_seconds(defaults.probes, component.probes)
    return progress_deadline_seconds(start, grace_seconds(component, defaults))
