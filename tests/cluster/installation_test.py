"""From an empty cluster to a running platform, as `flux bootstrap` begins it."""

from tests.cluster.lab.lab import Lab


def test_every_flux_kustomization_becomes_ready_at_the_commit(lab: Lab) -> None:
    lab.wait_until_ready(lab.deliver("nothing new"))
