"""What somebody changes by hand is put right at the next reconciliation, except what belongs to the autoscaler."""

import time
from collections.abc import Callable
from typing import Any

import pytest

from tests.cluster.lab.client import MERGE, STRATEGIC
from tests.cluster.lab.lab import Lab
from tests.cluster.lab.record import Record
from tests.cluster.lab.steady import at_replicas
from tests.cluster.lab.waiting import until

Body = dict[str, Any]
Look = Callable[[Body], object]
_TITLE = "Drift by hand"
_COLUMNS = ("by hand", "who", "after the next reconciliation")
_DEPLOYMENT, _SERVICE = ("apps/v1", "Deployment"), ("v1", "Service")
_AUTOSCALER, _BUDGET = ("autoscaling/v2", "HorizontalPodAutoscaler"), ("policy/v1", "PodDisruptionBudget")
_POLICY = ("networking.k8s.io/v1", "NetworkPolicy")


def _container(**fields: Any) -> Body:
    return {"spec": {"template": {"spec": {"containers": [{"name": "backend", **fields}]}}}}


def _first(body: Body) -> Body:
    found: Body = body["spec"]["template"]["spec"]["containers"][0]
    return found


def _edit(lab: Lab, kind: tuple[str, str], name: str, body: Any, content: str, manager: str) -> None:
    path = lab.client.path(*kind, lab.namespace, name)
    lab.client.request("PATCH", path, body, content=content, query={"fieldManager": manager})


def _reconcile(lab: Lab, part: str) -> None:
    """Wait until Flux has applied the part once more: `lastHandledReconcileAt` says so."""
    name, token = lab.flux_name(part), f"drift-{time.monotonic_ns()}"
    lab.flux.reconcile(name, token)

    def is_done() -> bool:
        status = lab.flux.kustomizations()[name]["status"]
        ready = next(each for each in status["conditions"] if each["type"] == "Ready")
        return bool(status.get("lastHandledReconcileAt") == token and ready["status"] == "True")

    until(is_done, 60, f"{name} is reconciled")


@pytest.mark.parametrize(
    ("what", "kind", "change", "look"),
    [
        pytest.param(
            *("another image", _DEPLOYMENT, _container(image="registry.example.com/other:1")),
            lambda body: _first(body)["image"],
            id="another image is replaced by the one in Git",
        ),
        pytest.param(
            *("a higher limit of memory", _DEPLOYMENT, _container(resources={"limits": {"memory": "2Gi"}})),
            lambda body: _first(body)["resources"],
            id="a higher limit is put back",
        ),
        pytest.param(
            *("one more environment variable", _DEPLOYMENT, _container(env=[{"name": "DEBUG", "value": "1"}])),
            lambda body: [each["name"] for each in _first(body)["env"]],
            id="a variable that kubectl added is taken out",
        ),
        pytest.param(
            *("a higher maximum of the autoscaler", _AUTOSCALER, {"spec": {"maxReplicas": 99}}),
            lambda body: body["spec"]["maxReplicas"],
            id="the maximum of an autoscaler is put back",
        ),
        pytest.param(
            *("a budget that forbids every eviction", _BUDGET, {"spec": {"maxUnavailable": 0}}),
            lambda body: body["spec"]["maxUnavailable"],
            id="a budget is put back",
        ),
        pytest.param(
            *("a network policy that lets everybody in", _POLICY, {"spec": {"ingress": [{}]}}),
            lambda body: body["spec"]["ingress"],
            id="a policy that was opened is closed",
        ),
        pytest.param(
            *(
                "another selector of the Service",
                _SERVICE,
                {"spec": {"selector": {"app.kubernetes.io/name": "frontend"}}},
            ),
            lambda body: body["spec"]["selector"],
            id="a Service that points elsewhere is put back",
        ),
    ],
)
def test_a_field_that_was_changed_by_hand_is_as_git_says_again(
    lab: Lab, record: Record, what: str, kind: tuple[str, str], change: Body, look: Look
) -> None:
    before = lab.client.get(*kind, lab.namespace, "backend")
    assert before is not None
    _edit(lab, kind, "backend", change, STRATEGIC, "kubectl-edit")
    drifted = lab.client.get(*kind, lab.namespace, "backend")
    assert drifted is not None
    assert look(drifted) != look(before), "nothing was changed by hand"

    _reconcile(lab, "backend")

    after = lab.client.get(*kind, lab.namespace, "backend")
    assert after is not None
    record.row(_TITLE, _COLUMNS, f"{kind[1]}: {what}", "kubectl edit", "as Git says")
    assert look(after) == look(before)


@pytest.mark.parametrize(
    "kind", [_SERVICE, _BUDGET, _POLICY, _AUTOSCALER], ids=lambda kind: f"a {kind[1]} that was deleted"
)
def test_an_object_that_was_deleted_by_hand_comes_back(lab: Lab, record: Record, kind: tuple[str, str]) -> None:
    lab.client.delete(*kind, lab.namespace, "backend")

    _reconcile(lab, "backend")

    record.row(_TITLE, _COLUMNS, f"{kind[1]}: deleted", "kubectl delete", "made anew")
    assert lab.client.get(*kind, lab.namespace, "backend") is not None


def test_replicas_of_an_autoscaler_are_never_put_back(lab: Lab, record: Record) -> None:
    with at_replicas(lab, {"backend": 5}):
        _reconcile(lab, "backend")
        assert lab.replicas("backend") == 5
        path = lab.client.path(*_DEPLOYMENT, lab.namespace, "backend") + "/scale"
        scale = lab.client.request("GET", path)
        scale["spec"]["replicas"] = 6
        lab.client.request("PUT", path, scale, query={"fieldManager": "kubectl"})
        _reconcile(lab, "backend")
        found = lab.replicas("backend")
    record.row(_TITLE, _COLUMNS, "Deployment: spec.replicas", "the autoscaler, kubectl scale", "left alone")
    assert found == 6


def test_replicas_written_by_kubectl_edit_are_taken_away_with_the_editor(lab: Lab, record: Record) -> None:
    """A trap of Flux, which makes its own what a manager called kubectl-... wrote, and Git has no such field: one pod
    is the default, until the autoscaler lifts it again. The README says so."""
    with at_replicas(lab, {"backend": 4}):
        _edit(lab, _DEPLOYMENT, "backend", {"spec": {"replicas": 5}}, MERGE, "kubectl-edit")
        _reconcile(lab, "backend")
        until(lambda: lab.replicas("backend") < 5, 5, "the field is taken away")
        until(lambda: lab.replicas("backend") >= 2, 20, "the autoscaler lifts it to its minimum")
    said = "taken away: 1, until the autoscaler lifts it to its minimum"
    record.row(_TITLE, _COLUMNS, "Deployment: spec.replicas", "kubectl edit", said)


def test_what_a_controller_adds_beside_the_fields_of_git_stays(lab: Lab, record: Record) -> None:
    """Server-side apply owns the fields it names; another manager's annotation is that manager's."""
    path = "/metadata/annotations"
    body = {"metadata": {"annotations": {"example.com/seen": "yes"}}}
    _edit(lab, _SERVICE, "backend", body, MERGE, "some-controller")
    try:
        _reconcile(lab, "backend")
        found = lab.client.get(*_SERVICE, lab.namespace, "backend") or {}
        record.row(_TITLE, _COLUMNS, "Service: an annotation of its own", "another controller", "left alone")
        assert found["metadata"]["annotations"].get("example.com/seen") == "yes"
    finally:
        operation = [{"op": "remove", "path": f"{path}/example.com~1seen"}]
        _edit(lab, _SERVICE, "backend", operation, "application/json-patch+json", "some-controller")
