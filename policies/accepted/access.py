"""Roles and bindings: pkg/apis/rbac/validation/validation.go."""

from collections.abc import Iterator
from typing import Any

from policies.accepted.checks import (
    needs,
    one_of,
    shown,
)
from policies.accepted.names import (
    DNS_SUBDOMAIN,
    PATH_SEGMENT,
)
from policies.accepted.table import Found, Table


def rule_of_role(value: Any) -> Iterator[Found]:
    yield from needs("verbs")(value)
    if isinstance(value, dict) and not value.get("nonResourceURLs"):
        yield from needs("apiGroups", "resources")(value)


def _subject(value: Any) -> Iterator[Found]:
    kind = value.get("kind") if isinstance(value, dict) else None
    group = value.get("apiGroup") if isinstance(value, dict) else None
    yield from needs("kind", "name")(value)
    yield from (((("kind", *path)), text) for path, text in one_of("ServiceAccount", "User", "Group")(kind))
    if kind == "ServiceAccount":
        yield from needs("namespace")(value)
        if isinstance(group, str) and group:
            yield ("apiGroup",), f"is {shown(group)}, must be empty of a ServiceAccount"
        yield from ((("name", *path), text) for path, text in DNS_SUBDOMAIN(value.get("name")))
    elif isinstance(group, str) and group not in ("", "rbac.authorization.k8s.io"):
        yield ("apiGroup",), f"is {shown(group)}, must be rbac.authorization.k8s.io"


BINDING: Table = {
    "": needs("roleRef"),
    "roleRef": needs("kind", "name"),
    "roleRef/apiGroup": one_of("", "rbac.authorization.k8s.io"),
    "roleRef/kind": one_of("Role", "ClusterRole"),
    "roleRef/name": PATH_SEGMENT,
    "subjects/*": _subject,
}
