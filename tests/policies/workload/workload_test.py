"""Every kind of workload: where its pods are, and what its containers are to them."""

from typing import Any

import pytest
import yaml

from policies.objects import Object
from policies.workload.container import Role
from policies.workload.workload import Workload, read_workload

POD_SPEC: dict[str, Any] = {"containers": [{"name": "c"}]}
TEMPLATE: dict[str, Any] = {"metadata": {"labels": {"app": "a"}}, "spec": POD_SPEC}


def workload(api_version: str, kind: str, spec: Any) -> Workload:
    body = {"apiVersion": api_version, "kind": kind, "metadata": {"name": "w", "labels": {"app": "a"}}, "spec": spec}
    found = read_workload(Object(body))
    assert found is not None
    return found


@pytest.mark.parametrize(
    ("api_version", "kind", "spec", "pointer"),
    [
        ("apps/v1", "Deployment", {"template": TEMPLATE}, "/spec/template/spec"),
        ("apps/v1", "StatefulSet", {"template": TEMPLATE}, "/spec/template/spec"),
        ("apps/v1", "DaemonSet", {"template": TEMPLATE}, "/spec/template/spec"),
        ("apps/v1", "ReplicaSet", {"template": TEMPLATE}, "/spec/template/spec"),
        ("argoproj.io/v1alpha1", "Rollout", {"template": TEMPLATE}, "/spec/template/spec"),
        ("batch/v1", "Job", {"template": TEMPLATE}, "/spec/template/spec"),
        (
            "batch/v1",
            "CronJob",
            {"jobTemplate": {"spec": {"template": TEMPLATE}}},
            "/spec/jobTemplate/spec/template/spec",
        ),
        ("keda.sh/v1alpha1", "ScaledJob", {"jobTargetRef": {"template": TEMPLATE}}, "/spec/jobTargetRef/template/spec"),
        ("v1", "Pod", POD_SPEC, "/spec"),
    ],
)
def test_pod_templates(api_version: str, kind: str, spec: Any, pointer: str) -> None:
    found = workload(api_version, kind, spec)
    assert found.unreadable == ""
    assert [container.pointer for container in found.pod.containers] == [f"{pointer}/containers/0"]
    assert found.pod.labels == {"app": "a"}


def test_a_database_cluster_is_one_container() -> None:
    found = workload("postgresql.cnpg.io/v1", "Cluster", {"instances": 3, "resources": {"requests": {"cpu": 1}}})
    (container,) = found.pod.containers
    assert (container.name, container.resources.request_pointer("cpu")) == ("postgres", "/spec/resources/requests/cpu")
    assert (found.replicas, found.replicas_pointer) == (3, "/spec/instances")
    assert found.pod.labels == {"cnpg.io/cluster": "w"}


CONTAINERS = """
initContainers:
  - {name: first}
  - {name: sidecar, restartPolicy: Always}
containers: [{name: main, restartPolicy: Always}]
ephemeralContainers: [{name: debug}]
"""


def test_containers_are_told_apart() -> None:
    pod = workload("v1", "Pod", yaml.safe_load(CONTAINERS)).pod
    assert {container.name: container.role for container in pod.containers} == {
        "first": Role.INIT,
        "sidecar": Role.SIDECAR,
        "main": Role.REGULAR,
        "debug": Role.EPHEMERAL,
    }


@pytest.mark.parametrize(
    ("spec", "sentence"),
    [
        pytest.param("x", "/spec is a text, not a mapping", id="a spec"),
        pytest.param({"containers": {}}, "/spec/containers is a mapping, not a list", id="containers"),
        pytest.param({"containers": [1]}, "/spec/containers/0 is the number 1, not a mapping", id="a container"),
        pytest.param({"containers": [{"name": 1}]}, "/spec/containers/0/name is the number 1, not a text", id="a name"),
        pytest.param(
            {"containers": [{"resources": {"requests": []}}]},
            "/spec/containers/0/resources/requests is a list, not a mapping",
            id="requests",
        ),
        pytest.param(None, "/spec is missing", id="nothing"),
    ],
)
def test_what_cannot_be_read_is_said(spec: Any, sentence: str) -> None:
    assert workload("v1", "Pod", spec).unreadable == sentence


def test_what_runs_no_pods_is_no_workload() -> None:
    assert read_workload(Object({"apiVersion": "v1", "kind": "Service"})) is None
    assert read_workload(Object({"apiVersion": "example.com/v1", "kind": "Deployment"})) is None
