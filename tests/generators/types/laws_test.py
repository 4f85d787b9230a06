"""What holds for every object of the shipped platform, in the base and in every environment."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

import pytest

from generators.tree.traced import trace
from generators.types.context import Context
from generators.types.namespace import deployer_service_account, namespace_objects
from generators.types.part import Part
from manifests.identity import identity_of
from manifests.schemas.judge import validate

Parts = Mapping[str, Mapping[str, Part]]
EVERYWHERE = ["base", "dev", "staging", "prod"]
ENVIRONMENTS = EVERYWHERE[1:]


def plain(parts: Mapping[str, Part]) -> list[dict[str, Any]]:
    return [trace(body, "").body for part in parts.values() for _, body in part.files]


def pods(parts: Mapping[str, Part]) -> Iterator[tuple[str, dict[str, Any]]]:
    for body in plain(parts):
        template = body.get("spec", {}).get("template")
        if template:
            yield f"{body['kind']}/{body['metadata']['name']}", template["spec"]


@pytest.mark.parametrize("where", EVERYWHERE)
def test_every_object_passes_its_strict_schema(parts: Parts, where: str) -> None:
    assert validate(plain(parts[where]), "1.35") == []


@pytest.mark.parametrize("where", ENVIRONMENTS)
def test_the_environments_own_objects_pass_their_strict_schemas(
    parts: Parts, contexts: Mapping[str, Context], where: str
) -> None:
    context = contexts[where]
    assert context.environment is not None
    bodies = [trace(body, "").body for _, body in namespace_objects(context, tuple(parts[where].values()))]
    bodies.append(deployer_service_account(context.platform, context.environment))
    assert validate(bodies, "1.35") == []


@pytest.mark.parametrize("where", ENVIRONMENTS)
def test_the_base_and_every_environment_have_the_same_objects_in_the_same_files(parts: Parts, where: str) -> None:
    def listed(parts: Mapping[str, Part]) -> list[object]:
        return [(part.name, name, identity_of(body)) for part in parts.values() for name, body in part.files]

    def generated(parts: Mapping[str, Part]) -> list[object]:
        return [(part.name, each.name) for part in parts.values() for each in part.generators]

    assert listed(parts[where]) == listed(parts["base"])
    assert generated(parts[where]) == generated(parts["base"])


@pytest.mark.parametrize("where", EVERYWHERE)
def test_no_object_names_a_namespace_and_no_name_comes_twice(parts: Parts, where: str) -> None:
    identities = [identity_of(body) for body in plain(parts[where])]
    assert len(set(identities)) == len(identities)
    assert {identity.namespace for identity in identities} == {None}


def test_the_base_knows_no_environment(parts: Parts) -> None:
    text = repr(plain(parts["base"]))
    for word in ("prod", "staging", "example.com'", "priorityClassName", "hostnames"):
        assert word not in text


@pytest.mark.parametrize("where", EVERYWHERE)
def test_an_autoscaler_owns_its_targets_replicas(parts: Parts, where: str) -> None:
    bodies = plain(parts[where])
    targets = {body["spec"]["scaleTargetRef"]["name"] for body in bodies if body["kind"] == "HorizontalPodAutoscaler"}
    scaled = [body for body in bodies if body["kind"] == "Deployment" and body["metadata"]["name"] in targets]
    assert {body["metadata"]["name"] for body in scaled} == targets == {"frontend", "backend", "model"}
    assert all("replicas" not in body["spec"] for body in scaled)


@pytest.mark.parametrize("where", EVERYWHERE)
def test_every_container_says_what_it_needs_and_none_has_a_cpu_limit(parts: Parts, where: str) -> None:
    for name, pod in pods(parts[where]):
        for container in pod["containers"]:
            requests, limits = container["resources"]["requests"], container["resources"]["limits"]
            assert {"cpu", "memory", "ephemeral-storage"} <= requests.keys(), name
            assert {"memory", "ephemeral-storage"} <= limits.keys(), name
            assert "cpu" not in limits, name


@pytest.mark.parametrize("where", EVERYWHERE)
def test_gpus_are_whole_and_the_limit_is_the_request(parts: Parts, where: str) -> None:
    asked = {
        name: (container["resources"]["requests"].get(gpu), container["resources"]["limits"].get(gpu))
        for name, pod in pods(parts[where])
        for container in pod["containers"]
        for gpu in ["nvidia.com/gpu"]
    }
    assert {name: amounts for name, amounts in asked.items() if amounts != (None, None)} == {
        "Deployment/model": ("1", "1")
    }


@pytest.mark.parametrize("where", EVERYWHERE)
def test_no_secret_and_no_password_is_ever_written(parts: Parts, where: str) -> None:
    assert "Secret" not in {body["kind"] for body in plain(parts[where])}
    for _, pod in pods(parts[where]):
        for variable in pod["containers"][0].get("env", []):
            if "valueFrom" in variable:
                assert variable["valueFrom"].keys() == {"secretKeyRef"}
            else:
                assert "PASSWORD" not in variable["name"] and "@" not in variable["value"]


@pytest.mark.parametrize("where", EVERYWHERE)
def test_every_pod_passes_pod_security_restricted(parts: Parts, where: str) -> None:
    for name, pod in pods(parts[where]):
        security = pod["securityContext"]
        assert security["runAsNonRoot"] is True and security["runAsUser"] > 0, name
        assert security["seccompProfile"] == {"type": "RuntimeDefault"}, name
        assert pod["automountServiceAccountToken"] is False and pod["enableServiceLinks"] is False, name
        assert not {"hostNetwork", "hostPID", "hostIPC"} & pod.keys(), name
        for container in pod["containers"]:
            assert container["securityContext"] == {
                "allowPrivilegeEscalation": False,
                "readOnlyRootFilesystem": True,
                "capabilities": {"drop": ["ALL"]},
            }, name
        kinds = {key for volume in pod["volumes"] for key in volume if key != "name"}
        assert kinds <= {"emptyDir", "configMap", "image", "persistentVolumeClaim"}, name


@pytest.mark.parametrize("where", EVERYWHERE)
def test_readiness_and_liveness_ask_different_questions(parts: Parts, where: str) -> None:
    for name, pod in pods(parts[where]):
        container = pod["containers"][0]
        if name.startswith("Job/"):
            assert not {"readinessProbe", "livenessProbe", "startupProbe"} & container.keys()
            continue
        ways = ("httpGet", "tcpSocket", "exec", "grpc")
        ready, live = ({way: probe.get(way) for way in ways} for probe in _two(container))
        assert ready != live, name


def _two(container: dict[str, Any]) -> tuple[dict[str, Any], dict[str, Any]]:
    return container["readinessProbe"], container["livenessProbe"]


@pytest.mark.parametrize("where", EVERYWHERE)
def test_a_pod_that_ends_has_time_for_its_hook_and_for_its_application(parts: Parts, where: str) -> None:
    for body in plain(parts[where]):
        stops = body["metadata"].get("annotations", {}).get("roadstead.dev/stops-within")
        if stops:
            pod = body["spec"]["template"]["spec"]
            hook = pod["containers"][0].get("lifecycle", {}).get("preStop", {}).get("sleep", {}).get("seconds", 0)
            assert pod["terminationGracePeriodSeconds"] == hook + int(stops.removesuffix("s")) + 5


@pytest.mark.parametrize("where", EVERYWHERE)
def test_every_workload_has_a_network_policy_and_every_scaled_one_a_budget(parts: Parts, where: str) -> None:
    by_kind: dict[str, set[str]] = {}
    for body in plain(parts[where]):
        by_kind.setdefault(body["kind"], set()).add(body["metadata"]["name"])
    workloads = by_kind["Deployment"] | by_kind["StatefulSet"] | by_kind["Job"] | by_kind["Cluster"]
    assert by_kind["NetworkPolicy"] == workloads
    assert by_kind["PodDisruptionBudget"] == by_kind["Deployment"]


@pytest.mark.parametrize("where", ENVIRONMENTS)
def test_the_deployer_may_change_exactly_the_kinds_that_are_emitted(
    parts: Parts, contexts: Mapping[str, Context], where: str
) -> None:
    bodies = dict(namespace_objects(contexts[where], tuple(parts[where].values())))
    changes = {
        (rule["apiGroups"][0], resource)
        for rule in bodies["role.yaml"]["rules"]
        if rule["verbs"] == ["get", "list", "create", "patch", "delete"]
        for resource in rule["resources"]
    }
    emitted = {(identity_of(body).group, _plural(body["kind"])) for body in plain(parts[where])}
    assert changes == emitted
    assert [rule for rule in bodies["role.yaml"]["rules"] if rule["verbs"] == ["list"]] == [
        {"apiGroups": [""], "resources": ["pods"], "verbs": ["list"]},
        {"apiGroups": ["apps"], "resources": ["replicasets"], "verbs": ["list"]},
    ]


def _plural(kind: str) -> str:
    return f"{kind[:-1]}ies".lower() if kind.endswith("y") else f"{kind}s".lower()


@pytest.mark.parametrize("where", ENVIRONMENTS)
def test_a_pod_names_a_priority_class_of_its_own_environment(
    parts: Parts, contexts: Mapping[str, Context], where: str
) -> None:
    made = {
        body["metadata"]["name"]
        for _, body in namespace_objects(contexts[where], tuple(parts[where].values()))
        if body["kind"] == "PriorityClass"
    }
    assert {pod["priorityClassName"] for _, pod in pods(parts[where])} <= made
