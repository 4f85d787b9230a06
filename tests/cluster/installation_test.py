"""From an empty cluster to a running platform, as `flux bootstrap` begins it."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest

from tests.cluster.lab import rendered, stages
from tests.cluster.lab.client import ApiError
from tests.cluster.lab.flux import is_ready_at
from tests.cluster.lab.installation import Installation
from tests.cluster.lab.lab import Lab
from tests.cluster.lab.record import Record

Body = dict[str, Any]
_NEW = "9.9.9-proof"


@pytest.mark.any_repository
def test_every_flux_kustomization_becomes_ready_at_the_commit(lab: Lab, installation: Installation) -> None:
    lab.wait_until_ready(lab.deliver("nothing new"))

    assert set(installation.ready) == set(lab.flux.kustomizations())


@pytest.mark.any_repository
def test_no_part_is_applied_before_what_it_depends_on_is_ready(
    lab: Lab, installation: Installation, record: Record
) -> None:
    early = []
    for name, body in sorted(lab.flux.kustomizations().items()):
        waited = [each["name"] for each in body["spec"].get("dependsOn", [])]
        began, ready = installation.applied[name], installation.ready[name]
        record.row(
            "The first installation",
            ("Flux Kustomization", "depends on", "applied after s", "Ready after s"),
            *(name, ", ".join(waited) or "-", f"{began:.1f}", f"{ready:.1f}"),
        )
        early += [f"{name} before {each}" for each in waited if began < installation.ready[each]]

    assert not early


@pytest.mark.any_repository
def test_pods_that_ask_for_gpus_run_on_gpu_nodes_and_no_others_do(lab: Lab) -> None:
    wrong, seen = [], 0
    gpus = {
        node["metadata"]["name"]
        for node in lab.client.list("v1", "Node")
        if "nvidia.com/gpu" in node["status"]["capacity"]
    }
    for pod in lab.client.list("v1", "Pod", lab.namespace):
        wants = any("nvidia.com/gpu" in each["resources"].get("limits", {}) for each in pod["spec"]["containers"])
        node = pod["spec"].get("nodeName")
        seen += 1
        if node is None or (node in gpus) != wants:
            wrong.append(f"{pod['metadata']['name']} on {node}")

    assert not wrong
    assert seen


@pytest.mark.any_repository
def test_the_pods_of_a_service_stand_on_as_many_nodes_as_there_are(lab: Lab) -> None:
    for body in lab.client.list("apps/v1", "Deployment", lab.namespace):
        name = body["metadata"]["name"]
        pods = lab.pods(name)
        nodes = {pod["spec"].get("nodeName") for pod in pods}
        assert len(nodes) == min(len(pods), 2), f"{name}: {len(pods)} pods on {sorted(map(str, nodes))}"


@pytest.mark.any_repository
def test_every_object_of_every_environment_is_taken_by_the_api_server(lab: Lab, record: Record) -> None:
    refused = []
    for environment in lab.platform.environments:
        objects = rendered.objects_of(lab.origin.work, environment.name)
        with _namespace_of(lab, environment.name, objects):
            pods = [pod for body in objects if (pod := rendered.pod_of(body)) is not None]
            for body in [*objects, *pods]:
                try:
                    lab.client.apply(body, "proof", dry_run=True)
                except ApiError as error:
                    refused.append(f"{environment.name}: {body['kind']}/{body['metadata']['name']}: {error}")
        record.row(
            "Objects taken by the API server (server-side dry run: strict fields, Pod Security, quota, LimitRange)",
            ("environment", "objects", "pods of their templates"),
            *(environment.name, len(objects), len(pods)),
        )

    assert not refused


@contextmanager
def _namespace_of(lab: Lab, environment: str, objects: list[Body]) -> Iterator[None]:
    """The namespace part of an environment, really there: the lab's own is; another is made and deleted."""
    if environment == lab.environment.name:
        yield
        return
    made = sorted((body for body in objects if rendered.is_ground(body)), key=lambda body: body["kind"] != "Namespace")
    try:
        for body in made:
            lab.client.apply(body, "proof")
        yield
    finally:
        for body in made:
            metadata = body["metadata"]
            lab.client.delete(body["apiVersion"], body["kind"], metadata.get("namespace"), metadata["name"])


def test_pod_security_quota_and_limits_are_in_force_where_that_was_asked(lab: Lab) -> None:
    """The test above proves nothing where the API server refuses nothing."""
    model = next(
        pod
        for body in rendered.objects_of(lab.origin.work, lab.environment.name)
        if body["kind"] == "Deployment" and (pod := rendered.pod_of(body)) is not None
    )
    container = model["spec"]["containers"][0]

    def refusal(**changes: Any) -> str:
        spec = {**model["spec"], "containers": [{**container, **changes}]}
        try:
            lab.client.apply({**model, "spec": spec}, "proof", dry_run=True)
        except ApiError as error:
            return str(error)
        return "taken"

    limits = container["resources"]["limits"]
    much = {"requests": {"cpu": "1000", "memory": "1Gi"}, "limits": {**limits, "memory": "1Gi"}}
    assert 'violates PodSecurity "restricted:' in refusal(securityContext={"privileged": True})
    assert "exceeded quota" in refusal(resources=much)
    assert "must be less than or equal to memory limit" in refusal(
        resources={"requests": {"cpu": "1", "memory": "8Gi"}}
    )


def test_a_model_that_cannot_become_ready_holds_back_no_backend_commit_nor_its_revert(lab: Lab) -> None:
    tag = lab.image("backend")
    with lab.put_back(), stages.staged(lab.client, "pod-ready", lambda stage: stages.but_for(stage, "model")):
        lab.pin("model", _NEW)
        lab.pin("backend", _NEW)
        commit = lab.deliver("a model that does not start, and a new backend")
        lab.until_part_is_ready("backend", commit)
        assert {_tag(pod) for pod in lab.pods("backend")} == {_NEW}

        lab.pin("backend", tag)
        commit = lab.deliver("the backend as it was")
        lab.until_part_is_ready("backend", commit)
        assert {_tag(pod) for pod in lab.pods("backend")} == {tag}
        assert not is_ready_at(lab.flux.kustomizations()[lab.flux_name("model")], commit)


def _tag(pod: Body) -> str:
    return str(pod["spec"]["containers"][0]["image"]).rpartition(":")[2]
