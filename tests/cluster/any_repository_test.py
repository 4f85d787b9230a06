"""What holds of any platform: its services survive a lost pod and a drained node, and drift is put right."""

from typing import Any

import pytest

from tests.cluster.lab.capacity_watch import is_serving, watched
from tests.cluster.lab.client import STRATEGIC
from tests.cluster.lab.drain import cordoned, drain, on_node
from tests.cluster.lab.flux import KUSTOMIZATION, NAMESPACE
from tests.cluster.lab.lab import Lab
from tests.cluster.lab.record import Record
from tests.cluster.lab.waiting import until

pytestmark = pytest.mark.any_repository
Body = dict[str, Any]
_SECONDS = 90.0
_OWNER = "kustomize.toolkit.fluxcd.io/name"


def _promised(lab: Lab) -> dict[str, int]:
    """Of each Deployment that has a budget: how many ready pods it promises now."""
    found = {}
    for budget in lab.client.list("policy/v1", "PodDisruptionBudget", lab.namespace):
        name = budget["metadata"]["name"]
        deployment = lab.client.get("apps/v1", "Deployment", lab.namespace, name)
        if deployment is not None:
            found[name] = int(budget.get("status", {}).get("desiredHealthy", 0))
    return found


def _until_all_serve(lab: Lab) -> None:
    def look() -> bool:
        return all(
            sum(map(is_serving, lab.pods(body["metadata"]["name"]))) == body["spec"]["replicas"]
            for body in lab.client.list("apps/v1", "Deployment", lab.namespace)
        )

    until(look, _SECONDS, "every Deployment has all of its pods Ready", pause=0.3)


def test_one_pod_of_each_service_is_deleted_and_what_its_budget_promises_stays(lab: Lab, record: Record) -> None:
    _until_all_serve(lab)
    promised = _promised(lab)
    services = [body["metadata"]["name"] for body in lab.client.list("apps/v1", "Deployment", lab.namespace)]
    with watched(lab.client, lab.namespace, *promised) as watch:
        for component in services:  # also those whose only pod no budget keeps
            lab.client.delete("v1", "Pod", lab.namespace, lab.pods(component)[0]["metadata"]["name"])
        _until_all_serve(lab)
    _show(record, "one pod of each is deleted", promised, watch.fewest)
    assert {name: watch.fewest[name] for name in promised if watch.fewest[name] < promised[name]} == {}


def test_the_node_with_most_pods_is_drained_and_what_each_budget_promises_stays(lab: Lab, record: Record) -> None:
    _until_all_serve(lab)
    promised = _promised(lab)
    names = [node["metadata"]["name"] for node in lab.client.list("v1", "Node")]
    node = max(names, key=lambda name: len(on_node(lab.client, name)))
    with cordoned(lab.client, node), watched(lab.client, lab.namespace, *promised) as watch:
        drain(lab.client, node, _SECONDS)
        _until_all_serve(lab)
    _show(record, f"{node} is drained", promised, watch.fewest)
    assert {name: watch.fewest[name] for name in promised if watch.fewest[name] < promised[name]} == {}


def test_an_image_that_was_changed_by_hand_is_the_one_in_git_again(lab: Lab) -> None:
    for body in lab.client.list("apps/v1", "Deployment", lab.namespace):
        name, part = body["metadata"]["name"], body["metadata"]["labels"][_OWNER]
        container = body["spec"]["template"]["spec"]["containers"][0]
        changed = {"containers": [{"name": container["name"], "image": "registry.example.com/by-hand:1"}]}
        path = lab.client.path("apps/v1", "Deployment", lab.namespace, name)
        patch = {"spec": {"template": {"spec": changed}}}
        lab.client.request("PATCH", path, patch, content=STRATEGIC, query={"fieldManager": "kubectl-edit"})
        assert lab.image(name) == "1"
        token = f"by hand, {name}"
        lab.flux.reconcile(part, token)
        until(lambda part=part, token=token: _handled(lab, part, token), _SECONDS, f"{part} is reconciled")  # type: ignore[misc]
        after = lab.deployment(name)["spec"]["template"]["spec"]["containers"][0]
        assert after["image"] == container["image"], name
    _until_all_serve(lab)


def _handled(lab: Lab, part: str, token: str) -> bool:
    body = lab.client.get(KUSTOMIZATION, "Kustomization", NAMESPACE, part) or {}
    return bool(body.get("status", {}).get("lastHandledReconcileAt") == token)


def _show(record: Record, what: str, promised: dict[str, int], fewest: dict[str, int]) -> None:
    for name, number in promised.items():
        columns = ("what happens", "component", "the budget promises", "fewest ready")
        record.row("Budgets of any platform", columns, what, name, number, fewest[name])
