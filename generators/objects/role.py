"""A Role."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from generators.objects.body import Body

Rights = Mapping[tuple[str, tuple[str, ...]], Sequence[str]]
"""(API group, resources) -> verbs."""


def role(metadata: Body, rights: Rights) -> Body:
    """A Role with these rights in its own namespace."""
    rules = [
        {"apiGroups": [group], "resources": [*resources], "verbs": [*verbs]}
        for (group, resources), verbs in rights.items()
    ]
    return {"apiVersion": "rbac.authorization.k8s.io/v1", "kind": "Role", "metadata": metadata, "rules": rules}
