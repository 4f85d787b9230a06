"""Whom Flux acts as when it applies an environment's components, and what that account may do."""

from __future__ import annotations

from generators.objects.body import Body
from generators.objects.environment_metadata import environment_metadata
from generators.objects.metadata import PRUNE_DISABLED
from generators.objects.role import Rights, role
from generators.objects.role_binding import role_binding
from generators.platform.values import Environment, Platform

FLUX_NAMESPACE = "flux-system"
FLUX_ACCOUNT = "kustomize-controller"
"""The controller's own account, which every installation of Flux has. Only the namespace is applied as it. It is said,
because a controller that is locked down (`--default-service-account`) acts as one without rights where none is said."""
_CHANGE = ("get", "list", "create", "patch", "delete")
_SEE = ("list",)

RIGHTS: Rights = {
    ("", ("configmaps", "serviceaccounts", "services")): _CHANGE,
    ("apps", ("deployments", "statefulsets")): _CHANGE,
    ("autoscaling", ("horizontalpodautoscalers",)): _CHANGE,
    ("batch", ("cronjobs", "jobs")): _CHANGE,
    ("gateway.networking.k8s.io", ("httproutes",)): _CHANGE,
    ("networking.k8s.io", ("networkpolicies",)): _CHANGE,
    ("policy", ("poddisruptionbudgets",)): _CHANGE,
    ("postgresql.cnpg.io", ("clusters",)): _CHANGE,
    ("", ("pods",)): _SEE,
    ("apps", ("replicasets",)): _SEE,
}
"""Exactly the kinds that the types become, and what Flux must see to know that a Deployment is ready.

Not only the kinds of one environment: whoever removes its last HTTPRoute needs the right to delete it still, and the
Role and the removal arrive in one commit.
"""


def deployer_name(platform: Platform, environment: Environment) -> str:
    """The account's name. It carries the environment: several may share a cluster."""
    return f"{platform.name}-{environment.name}-deployer"


def deployer_service_account(platform: Platform, environment: Environment) -> Body:
    """The ServiceAccount, in Flux's namespace: impersonation looks there.

    Flux never prunes it, nor its Role: were they gone before the components, nobody could remove those.
    """
    return {
        "apiVersion": "v1",
        "kind": "ServiceAccount",
        "metadata": environment_metadata(
            deployer_name(platform, environment), platform.name, FLUX_NAMESPACE, PRUNE_DISABLED
        ),
        "automountServiceAccountToken": False,
    }


def deployer_role(platform: Platform, environment: Environment) -> Body:
    """What the deployer may do in the environment's namespace."""
    return role(_metadata(platform, environment), RIGHTS)


def deployer_role_binding(platform: Platform, environment: Environment) -> Body:
    """Gives the Role to the account in Flux's namespace."""
    name = deployer_name(platform, environment)
    return role_binding(_metadata(platform, environment), name, name, FLUX_NAMESPACE)


def _metadata(platform: Platform, environment: Environment) -> Body:
    name = deployer_name(platform, environment)
    return environment_metadata(name, platform.name, environment.namespace, PRUNE_DISABLED)
