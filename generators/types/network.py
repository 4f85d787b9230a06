"""The NetworkPolicies of components, of migrations and of the namespace."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from generators.network.peers import EveryPod, migration_pods_of, pods_of
from generators.network.policies import namespace_policy_spec, policy_spec
from generators.objects.body import Body
from generators.objects.environment_metadata import environment_metadata
from generators.objects.labels import Labels
from generators.objects.metadata import metadata
from generators.objects.network_policy import network_policy
from generators.platform.values import Component, Environment
from generators.types.context import Context
from generators.types.naming import labels_of


def network_policy_of(component: Component, context: Context, annotations: Mapping[str, Any] | None = None) -> Body:
    """The policy for the component's pods."""
    pods = pods_of(component)
    named = metadata(component.name, labels_of(component, context), annotations)
    return network_policy(named, policy_spec(pods, context.flows_of(pods)))


def migration_policy_of(component: Component, labels: Labels, context: Context) -> Body:
    """The policy for the pods of the component's migration, which have labels of their own."""
    pods = migration_pods_of(component)
    return network_policy(metadata(labels.name, labels), policy_spec(pods, context.flows_of(pods)))


def environment_policy(environment: Environment, context: Context) -> Body:
    """The policy for every pod of the namespace: it may look up names, and nothing else."""
    body = environment_metadata("default-deny", context.platform.name, environment.namespace)
    return network_policy(body, namespace_policy_spec(context.flows_of(EveryPod())))
