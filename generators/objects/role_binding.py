"""A RoleBinding."""

from __future__ import annotations

from generators.objects.body import Body


def role_binding(metadata: Body, role: str, account: str, account_namespace: str) -> Body:
    """Gives a Role to one ServiceAccount, of this or of another namespace."""
    return {
        "apiVersion": "rbac.authorization.k8s.io/v1",
        "kind": "RoleBinding",
        "metadata": metadata,
        "roleRef": {"apiGroup": "rbac.authorization.k8s.io", "kind": "Role", "name": role},
        "subjects": [{"kind": "ServiceAccount", "name": account, "namespace": account_namespace}],
    }
