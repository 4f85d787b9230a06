"""The pod of a component, from what its type assumes and what it writes."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from generators.arithmetic.rollout import grace_period_seconds
from generators.objects.body import Body
from generators.objects.container import Container
from generators.objects.environment_variables import Variable, environment_variables
from generators.objects.pod_template import Pod
from generators.objects.probes import probes
from generators.objects.resources import resources
from generators.objects.settings import as_mapping
from generators.objects.volumes import Mounted, single_files, temporary, with_written
from generators.platform.values import Component, Sourced
from generators.types.context import Context
from generators.types.defaults import Defaults
from generators.types.naming import config_name, files_name, labels_of, priority_class_name


def stops_within(component: Component, defaults: Defaults) -> Sourced[int]:
    """Seconds that the application needs after SIGTERM."""
    return component.stops_within or Sourced(defaults.stops_within_seconds, component.source)


def grace_seconds(component: Component, defaults: Defaults) -> int:
    """The pod's termination grace: it still serves for a while, then it stops."""
    return grace_period_seconds(defaults.pre_stop_seconds, stops_within(component, defaults).value)


def serving_container(
    component: Component,
    context: Context,
    defaults: Defaults,
    *,
    derived: Sequence[Variable] = (),
    args: Sequence[Any] = (),
    mounted: Sequence[Mounted] = (),
) -> Container:
    """The one container of a component that serves, named as the component is.

    `derived` variables, `args` and `mounted` volumes are the type's own; the component's `args` replace those.
    """
    ports = context.ports(component)
    own = [*mounted, temporary(defaults.temporary)]
    if component.files:
        own.insert(len(mounted), single_files(files_name(component), component.files))
    return Container(
        name=component.name,
        image=component.name,
        command=component.command,
        args=component.args or args,
        ports=ports,
        config_map=config_name(component) if context.has_config(component) else None,
        env=environment_variables(derived, component.env, component.secrets),
        resources=resources(component.resources, defaults.amounts, component.gpu),
        mounted=with_written(own, component.volumes),
        probes=probes(defaults.probes, component.probes, ports),
        pre_stop_seconds=defaults.pre_stop_seconds,
    )


def pod_of(
    component: Component,
    context: Context,
    defaults: Defaults,
    container: Container,
    *,
    annotations: Mapping[str, Any] | None = None,
    spread: Sequence[Body] = (),
    tolerations: Sequence[Body] = (),
    affinity: Body | None = None,
    claims: tuple[str, ...] = (),
) -> Pod:
    """The pod. A component's `annotations` are on the workload and on its pods: some readers look here, some there."""
    user = component.run_as or defaults.user
    return Pod(
        labels=labels_of(component, context),
        container=container,
        service_account=component.name,
        user=user,
        grace_seconds=grace_seconds(component, defaults),
        priority_class=priority_class_name(context, defaults.priority),
        annotations={**as_mapping(component.annotations), **(annotations or {})},
        node_selector=as_mapping(component.node_selector),
        image_pull_secrets=component.image_pull_secrets,
        spread=spread,
        tolerations=tolerations,
        affinity=affinity,
        claims=claims,
    )
