"""overlays/<env>/namespace: what an environment is before any component is in it. Flux itself applies it."""

from __future__ import annotations

from generators.objects.body import Body
from generators.objects.environment_metadata import environment_metadata
from generators.objects.limit_range import limit_range
from generators.objects.metadata import PRUNE_DISABLED
from generators.objects.namespace import namespace
from generators.objects.priority_class import priority_class
from generators.objects.resource_quota import resource_quota
from generators.types.context import Context
from generators.types.deployer import deployer_role, deployer_role_binding
from generators.types.naming import priority_class_name
from generators.types.network import environment_policy
from generators.types.part import Part
from generators.types.quota import hard_limits

PRIORITIES = {
    "data": (200_000, "Databases and caches: evicted last."),
    "serving": (100_000, "Model servers, which take long to start."),
    "web": (50_000, "Web and application servers."),
    "background": (25_000, "Workers and scheduled jobs: the first to go."),
}
"""Name -> value and description. None is the default of the cluster; all are far below the system's own."""


def namespace_objects(context: Context, parts: tuple[Part, ...]) -> tuple[tuple[str, Body], ...]:
    """(file name, body) of the environment's own objects; those with a namespace say it.

    Flux never prunes a PriorityClass: without it no pod that names it can be made again. ValueError in the base.
    """
    platform, environment = context.platform, context.environment
    if environment is None:
        raise ValueError("the base has no namespace")
    metadata = environment_metadata(environment.namespace, platform.name, environment.namespace)
    files: list[tuple[str, Body]] = [
        ("namespace.yaml", namespace(environment.namespace, platform.name, platform.kubernetes)),
        ("resource-quota.yaml", resource_quota(metadata, hard_limits(parts))),
        ("limit-range.yaml", limit_range(environment_metadata("defaults", platform.name, environment.namespace))),
        ("network-policy.yaml", environment_policy(environment, context)),
    ]
    used = {priority for part in parts for _, body in part.files if (priority := _priority(body))}
    for name, (value, description) in PRIORITIES.items():
        full = environment_metadata(str(priority_class_name(context, name)), platform.name, None, PRUNE_DISABLED)
        if full["name"] not in used:
            continue
        files.append((f"priority-class-{name}.yaml", priority_class(full, value, description)))
    files.append(("role.yaml", deployer_role(platform, environment)))
    files.append(("role-binding.yaml", deployer_role_binding(platform, environment)))
    return tuple(files)


def _priority(body: Body) -> str | None:
    """The class that the pods of a workload name; CloudNativePG's Cluster names that of its instances itself."""
    spec = body.get("spec", {})
    job = spec.get("jobTemplate", {}).get("spec", spec)
    named: str | None = job.get("template", {}).get("spec", spec).get("priorityClassName")
    return named
