"""The pods of every kind of workload, with the labels that policies see."""

from typing import Any

import pytest

from generators.network.pod_groups import namespaces_of, pods_of_objects

Body = dict[str, Any]
TEMPLATE = {
    "metadata": {"labels": {"app": "web"}},
    "spec": {
        "containers": [{"name": "web", "ports": [{"name": "http", "containerPort": 8080}, {"containerPort": 9}]}],
        "initContainers": [{"name": "proxy", "ports": [{"name": "dns", "containerPort": 53, "protocol": "UDP"}]}],
    },
}


def body(api_version: str, kind: str, spec: Body) -> Body:
    return {"apiVersion": api_version, "kind": kind, "metadata": {"name": "web", "namespace": "shop"}, "spec": spec}


@pytest.mark.parametrize(
    ("built", "labels"),
    [
        pytest.param(body("apps/v1", "Deployment", {"template": TEMPLATE}), {"app": "web"}, id="Deployment"),
        pytest.param(body("apps/v1", "StatefulSet", {"template": TEMPLATE}), {"app": "web"}, id="StatefulSet"),
        pytest.param(body("apps/v1", "DaemonSet", {"template": TEMPLATE}), {"app": "web"}, id="DaemonSet"),
        pytest.param(
            body("batch/v1", "Job", {"template": TEMPLATE}),
            {"app": "web", "job-name": "web", "batch.kubernetes.io/job-name": "web"},
            id="Job: its controller's labels too",
        ),
        pytest.param(
            body("batch/v1", "CronJob", {"jobTemplate": {"spec": {"template": TEMPLATE}}}), {"app": "web"}, id="CronJob"
        ),
        pytest.param(
            {
                "apiVersion": "v1",
                "kind": "Pod",
                "metadata": {"name": "web", "namespace": "shop", **TEMPLATE["metadata"]},
                "spec": TEMPLATE["spec"],
            },
            {"app": "web"},
            id="Pod",
        ),
    ],
)
def test_the_pods_of_a_workload(built: Body, labels: dict[str, str]) -> None:
    (group,) = pods_of_objects([("folder", built)], {})
    assert (group.text, group.namespace.labels, group.labels, group.ports, group.directory) == (
        "web",
        {"kubernetes.io/metadata.name": "shop"},
        labels,
        {("http", "TCP"): 8080, ("dns", "UDP"): 53},
        "folder",
    )


def test_a_database_has_instances_and_jobs_with_the_labels_of_its_operator() -> None:
    inherited = {"inheritedMetadata": {"labels": {"part-of": "shop"}}}
    groups = list(pods_of_objects([("folder", body("postgresql.cnpg.io/v1", "Cluster", inherited))], {}))
    assert [group.text for group in groups] == ["web", "replicas of web", "Jobs of web"]
    for group in groups:
        assert group.labels["cnpg.io/cluster"] == "web"
        assert group.labels["app.kubernetes.io/name"] == "postgresql"
        assert group.labels["part-of"] == "shop"
    assert [group.labels.get("cnpg.io/instanceRole") for group in groups] == ["primary", "replica", None]


@pytest.mark.parametrize(
    "built",
    [
        pytest.param(body("v1", "Service", {"ports": []}), id="a Service"),
        pytest.param(body("example.com/v1", "Deployment", {"template": TEMPLATE}), id="a kind of another API group"),
        pytest.param(body("example.com/v1", "Cluster", {}), id="a Cluster of another operator"),
    ],
)
def test_what_has_no_pods_that_anyone_could_know(built: Body) -> None:
    assert list(pods_of_objects([("folder", built)], {})) == []


def test_a_namespace_keeps_its_labels_and_gets_its_name() -> None:
    built = {"apiVersion": "v1", "kind": "Namespace", "metadata": {"name": "shop", "labels": {"team": "a"}}}
    spaces = namespaces_of([("folder", built)])
    assert spaces["shop"].labels == {"team": "a", "kubernetes.io/metadata.name": "shop"}
    (group,) = pods_of_objects([("folder", body("apps/v1", "Deployment", {}))], spaces)
    assert group.namespace is spaces["shop"]
