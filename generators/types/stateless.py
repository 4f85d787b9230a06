"""What web, api, service and worker share: a program without state that surges, spreads and keeps settings by hash."""

from __future__ import annotations

from generators.objects.environment_variables import Variable
from generators.objects.topology_spread import topology_spread
from generators.objects.volumes import file_key
from generators.platform.values import Component, Setting
from generators.types.connections import connections
from generators.types.context import Context
from generators.types.defaults import Defaults
from generators.types.dependencies import dependencies
from generators.types.gpu_nodes import affinity, tolerations
from generators.types.health import health_checks
from generators.types.migration import migration_part
from generators.types.naming import config_name, files_name, image_of, labels_of
from generators.types.part import ComponentObjects, ConfigMapGenerator, Dependency, Part
from generators.types.pod_of import pod_of, serving_container
from generators.types.served import fewest_pods, server_files, server_rollout_seconds


def stateless_objects(
    component: Component, context: Context, defaults: Defaults, *, addressed: bool = True
) -> ComponentObjects:
    """The component, and before it the migration of its database where one is written."""
    if not component.migrates:
        return (stateless_part(component, context, defaults, addressed=addressed),)
    first = Dependency(component.migration_name, strict=True)
    part = stateless_part(component, context, defaults, (first,), addressed=addressed)
    return part, migration_part(component, context, defaults)


def stateless_part(
    component: Component,
    context: Context,
    defaults: Defaults,
    before: tuple[Dependency, ...] = (),
    *,
    addressed: bool = True,
) -> Part:
    """The part. `before`: what must be there first, beside what the component needs. `addressed`: with a Service."""
    # A GPU pool has no GPU to spare: a rollout takes one pod away before it adds one.
    surge, unavailable = (0, 1) if component.alone or component.gpu else (1, 0)
    derived: tuple[Variable, ...] = connections(component, context)
    # A pod waits for a node of its own only where there are pods enough for that to matter, and nodes to wait for.
    spread = topology_spread(labels_of(component, context), strict=fewest_pods(component) >= 2 and not component.gpu)
    container = serving_container(component, context, defaults, derived=derived)
    pod = pod_of(
        component,
        context,
        defaults,
        container,
        spread=spread,
        tolerations=tolerations(component),
        affinity=affinity(component),
    )
    files = server_files(
        component, context, defaults, pod, max_surge=surge, max_unavailable=unavailable, addressed=addressed
    )
    return Part(
        name=component.name,
        files=files,
        generators=config_generators(component, context),
        images=(image_of(component, context),),
        rollout_seconds=server_rollout_seconds(component, defaults, max_surge=surge, max_unavailable=unavailable),
        depends_on=(*before, *needs_of(component, context)),
        health=health_checks(files, component.scale.by if component.scale else None, context.platform.cluster),
        source=component.source,
    )


def needs_of(component: Component, context: Context) -> tuple[Dependency, ...]:
    """What it needs must have been Ready once: a rollout of the needed holds nothing back."""
    return dependencies(component.needs, context)


def config_generators(component: Component, context: Context) -> tuple[ConfigMapGenerator, ...]:
    """The ConfigMaps of `config` and of `files`, made by kustomize: a change is a new name and a rolling update."""
    generators = []
    if context.has_config(component):
        generators.append(ConfigMapGenerator(config_name(component), component.config))
    if component.files:
        literals = tuple(Setting(file_key(file), file.text) for file in component.files)
        generators.append(ConfigMapGenerator(files_name(component), literals))
    return tuple(generators)
