"""Pods and nodes go: what the budgets promise is there at every moment."""

from typing import Any

import pytest

from tests.cluster.lab.capacity_watch import Watch, is_serving, watched
from tests.cluster.lab.drain import cordoned, drain, evict, failed, on_node
from tests.cluster.lab.lab import Lab
from tests.cluster.lab.record import Record
from tests.cluster.lab.steady import at_replicas
from tests.cluster.lab.waiting import until

Body = dict[str, Any]
_SERVICES = ("frontend", "backend", "model")
_COLUMNS = ("what happens", "component", "pods wanted", "fewest ready", "the budget promises", "looks")
_TITLE = "Disruptions"


def _promised(lab: Lab, component: str, replicas: int) -> int:
    budget = lab.client.get("policy/v1", "PodDisruptionBudget", lab.namespace, component)
    assert budget is not None, f"no budget {component}"
    return replicas - int(budget["spec"]["maxUnavailable"])


def _hold(lab: Lab, record: Record, what: str, watch: Watch, replicas: int) -> None:
    for component in _SERVICES:
        promised, fewest = _promised(lab, component, replicas), watch.fewest[component]
        record.row(_TITLE, _COLUMNS, what, component, replicas, fewest, promised, watch.looks)
    for component in _SERVICES:
        assert watch.fewest[component] >= _promised(lab, component, replicas), f"{component} while {what}"


def _until_all_serve(lab: Lab, replicas: int) -> None:
    def look() -> bool:
        return all(sum(map(is_serving, lab.pods(component))) == replicas for component in _SERVICES)

    until(look, 60, f"{replicas} pods of each service are Ready", pause=0.3)


def test_a_deleted_pod_is_replaced_and_every_service_keeps_its_minimum(lab: Lab, record: Record) -> None:
    with watched(lab.client, lab.namespace, *_SERVICES) as watch:
        for component in _SERVICES:
            lab.client.delete("v1", "Pod", lab.namespace, lab.pods(component)[0]["metadata"]["name"])
        _until_all_serve(lab, 2)
    _hold(lab, record, "one pod of each is deleted", watch, 2)


def test_an_only_pod_without_a_budget_may_be_evicted_and_comes_back(lab: Lab) -> None:
    """Redis is declared a singleton: a budget would only keep nodes from being drained."""
    (pod,) = lab.pods("redis")
    assert evict(lab.client, pod)

    def is_new() -> bool:
        found = lab.pods("redis")
        return len(found) == 1 and found[0]["metadata"]["uid"] != pod["metadata"]["uid"] and is_serving(found[0])

    until(is_new, 40, "a new pod of redis is Ready")


@pytest.mark.parametrize("node", ["cpu-0", "gpu-0"])
def test_a_drained_node_takes_from_each_service_no_more_than_its_budget_allows(
    lab: Lab, record: Record, node: str
) -> None:
    with at_replicas(lab, dict.fromkeys(_SERVICES, 4)):
        assert on_node(lab.client, node), f"nothing runs on {node}"
        with cordoned(lab.client, node), watched(lab.client, lab.namespace, *_SERVICES) as watch:
            waits = drain(lab.client, node, 90)
            _until_all_serve(lab, 4)
        _hold(lab, record, f"{node} is drained ({waits} evictions had to wait)", watch, 4)


def test_a_failed_node_is_drained_while_budgets_keep_the_other_pods_where_they_are(lab: Lab, record: Record) -> None:
    _until_all_serve(lab, 2)
    node = lab.pods("backend")[0]["spec"]["nodeName"]
    with (
        watched(lab.client, lab.namespace, *_SERVICES) as watch,
        failed(lab.client, node),
        cordoned(lab.client, node),
    ):
        until(lambda: sum(map(is_serving, lab.pods("backend"))) == 1, 60, f"the pods of {node} are not Ready")
        (left,) = (pod for pod in lab.pods("backend") if is_serving(pod))
        assert not evict(lab.client, left), "the budget let the last Ready pod go"
        drain(lab.client, node, 60)
        _until_all_serve(lab, 2)
    _hold(lab, record, f"{node} fails and is drained", watch, 2)
