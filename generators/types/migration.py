"""The Job that brings a component's database up to date before its new version starts: a part of its own.

Flux replaces the Job when its image changes (`force`), and the component waits for it at the same revision. It takes no
ConfigMap, or every change of the configuration would run it again, and no Secret but the database's: it needs no other,
and a new one would run it again too.
"""

from __future__ import annotations

from generators.objects.container import Container
from generators.objects.environment_variables import environment_variables
from generators.objects.job import job
from generators.objects.labels import Labels
from generators.objects.pod_template import Pod
from generators.objects.resources import resources
from generators.objects.service_account import service_account
from generators.objects.settings import as_mapping
from generators.objects.volumes import temporary, with_written
from generators.platform.values import Component
from generators.types.connections import database_variables, databases_of
from generators.types.context import Context
from generators.types.defaults import Defaults
from generators.types.dependencies import dependencies
from generators.types.naming import image_of, priority_class_name
from generators.types.network import migration_policy_of
from generators.types.part import Part

DEADLINE_SECONDS = 600
_MARGIN_SECONDS = 120  # for scheduling, and for the last pod to go


def migration_part(component: Component, context: Context, defaults: Defaults) -> Part:
    """The part. Only the databases must be there."""
    name = component.migration_name
    labels = Labels(name, component.type, context.platform.name)
    pod = _pod(component, context, defaults, labels)
    return Part(
        name=name,
        files=(
            ("service-account.yaml", service_account(labels, component.service_account_annotations)),
            ("network-policy.yaml", migration_policy_of(component, labels, context)),
            ("job.yaml", job(pod, DEADLINE_SECONDS)),
        ),
        generators=(),
        images=(image_of(component, context),),
        rollout_seconds=DEADLINE_SECONDS + _MARGIN_SECONDS,
        depends_on=dependencies(databases_of(component, context), context),
        health=(),
        source=component.source,
        force=True,
    )


def _pod(component: Component, context: Context, defaults: Defaults, labels: Labels) -> Pod:
    use = component.database_use
    derived = database_variables(component, context)
    wanted = {variable.name for variable in derived} | {each.value for each in (use.secrets if use else ())}
    secrets = [each for each in component.secrets if each.variable in wanted]  # or it replaces a derived one
    env = environment_variables(derived, component.env, secrets)
    container = Container(
        name=labels.name,
        image=component.name,
        command=use.migrate if use else (),
        env=env,
        resources=resources(component.resources, defaults.amounts),
        # Its root is read-only too; a claim may be in use, and says nothing of the schema.
        mounted=with_written([temporary(defaults.temporary)], [each for each in component.volumes if each.size]),
    )
    return Pod(
        labels=labels,
        container=container,
        service_account=labels.name,
        user=component.run_as or defaults.user,
        restart_policy="Never",
        priority_class=priority_class_name(context, defaults.priority),
        annotations=as_mapping(component.annotations),
        node_selector=as_mapping(component.node_selector),
        image_pull_secrets=component.image_pull_secrets,
    )
