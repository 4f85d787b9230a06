"""What objects are told apart by."""

from typing import Any

import pytest

from manifests.identity import Identity, identity_of


@pytest.mark.parametrize(
    ("body", "identity"),
    [
        pytest.param(
            {"apiVersion": "apps/v1", "kind": "Deployment", "metadata": {"name": "web", "namespace": "shop-dev"}},
            Identity("apps/v1", "Deployment", "shop-dev", "web"),
            id="a namespaced object",
        ),
        pytest.param(
            {"apiVersion": "v1", "kind": "Namespace", "metadata": {"name": "shop-dev"}},
            Identity("v1", "Namespace", None, "shop-dev"),
            id="an object without a namespace",
        ),
        pytest.param(
            {"apiVersion": "v1", "kind": "Secret", "metadata": {"name": "a", "namespace": ""}},
            Identity("v1", "Secret", None, "a"),
            id="an empty namespace is none",
        ),
        pytest.param({"kind": "List", "metadata": None}, Identity("", "List", None, ""), id="no metadata"),
        pytest.param({"apiVersion": 1, "metadata": ["x"]}, Identity("", "", None, ""), id="fields of the wrong type"),
    ],
)
def test_identity_of(body: dict[str, Any], identity: Identity) -> None:
    assert identity_of(body) == identity


def test_group_and_short_name() -> None:
    deployment = Identity("apps/v1", "Deployment", "shop", "web")
    assert (deployment.group, deployment.short) == ("apps", "Deployment/web")
    assert Identity("v1", "Service", None, "web").group == ""


def test_identities_are_ordered_also_where_only_some_have_a_namespace() -> None:
    cluster = Identity("v1", "Thing", None, "b")
    first, second = Identity("v1", "Thing", "a", "a"), Identity("v1", "Thing", "a", "b")
    assert sorted([second, first, cluster]) == [cluster, first, second]
