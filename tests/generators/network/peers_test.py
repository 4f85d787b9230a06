"""The labels by which pods are found."""

from generators.network.peers import Pods, migration_pods_of, pods_of
from generators.platform.values import Component


def test_pods_are_found_by_the_label_that_their_maker_writes() -> None:
    backend, postgres = Component("backend", "api", ""), Component("postgres", "postgres", "")
    assert pods_of(backend) == Pods("app.kubernetes.io/name", "backend")
    assert migration_pods_of(backend) == Pods("app.kubernetes.io/name", "backend-migrate")
    assert pods_of(postgres) == Pods("cnpg.io/cluster", "postgres")
