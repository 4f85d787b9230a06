"""What holds for every object of every type, in the base and in every environment: laws over every_type.yaml."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import pytest

from generators.platform.read import read_platform
from generators.repository import TYPES_BY_NAME
from generators.tree.traced import trace
from generators.types.catalogue import TYPES
from generators.types.context import Context
from generators.types.deployer import deployer_service_account
from generators.types.namespace import namespace_objects
from generators.types.part import Part
from manifests.duration import parse_duration
from manifests.identity import identity_of
from manifests.schemas.judge import validate

ROOT = Path(__file__).parents[3]
PLATFORM = Path(__file__).with_name("every_type.yaml")
Parts = Mapping[str, Mapping[str, Part]]
EVERYWHERE = ["base", "dev", "staging", "prod"]
ENVIRONMENTS = EVERYWHERE[1:]
ABSENT = {"dev": {"night"}, "staging": set[str](), "prod": {"store", "cache"}}


@pytest.fixture(scope="module")
def contexts() -> Mapping[str, Context]:
    """The context of each environment of every_type.yaml by its name, and that of the base as `base`."""
    platform = read_platform(PLATFORM.read_text(encoding="utf-8"), PLATFORM.name, TYPES)[0]
    environments = {
        each.name: Context(platform, TYPES_BY_NAME, each, each.components) for each in platform.environments
    }
    return {"base": Context(platform, TYPES_BY_NAME, None, platform.components), **environments}


@pytest.fixture(scope="module")
def parts(contexts: Mapping[str, Context]) -> Parts:
    """Where -> part's name -> part."""
    types = {each.name: each for each in TYPES}
    return {
        where: {part.name: part for each in context.components for part in types[each.type].objects(each, context)}
        for where, context in contexts.items()
    }


def plain(parts: Mapping[str, Part]) -> list[dict[str, Any]]:
    return [trace(body, "").body for part in parts.values() for _, body in part.files]


def pods(parts: Mapping[str, Part]) -> Iterator[tuple[str, dict[str, Any]]]:
    for body, template in templates(parts):
        yield f"{body['kind']}/{body['metadata']['name']}", template["spec"]


def templates(parts: Mapping[str, Part]) -> Iterator[tuple[dict[str, Any], dict[str, Any]]]:
    """(workload, pod template) of each."""
    for body in plain(parts):
        spec = body.get("spec", {})
        template = spec.get("jobTemplate", {}).get("spec", spec).get("template")
        if template:
            yield body, template


def test_every_type_is_here(contexts: Mapping[str, Context]) -> None:
    assert {each.type for each in contexts["base"].components} == {each.name for each in TYPES}


def test_every_type_is_kept_apart_from_the_others() -> None:
    contracts = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["tool"]["importlinter"][
        "contracts"
    ]
    [apart] = [each for each in contracts if each["name"] == "One component type never leans on another"]
    assert set(apart["modules"]) == {each.objects.__module__ for each in TYPES}


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
    def listed(part: Part) -> list[object]:
        return [(name, identity_of(body)) for name, body in part.files]

    def generated(part: Part) -> list[object]:
        return [each.name for each in part.generators]

    base = parts["base"]
    assert base.keys() - parts[where].keys() == ABSENT[where]
    for name, part in parts[where].items():
        assert listed(part) == listed(base[name])
        assert generated(part) == generated(base[name])


@pytest.mark.parametrize("where", ENVIRONMENTS)
def test_a_part_waits_only_for_parts_that_are_there(parts: Parts, where: str) -> None:
    needed = {dependency.part for part in parts[where].values() for dependency in part.depends_on}
    assert needed
    assert needed <= parts[where].keys()


@pytest.mark.parametrize("where", EVERYWHERE)
def test_no_workload_selects_the_pods_of_another(parts: Parts, where: str) -> None:
    labels = {body["metadata"]["name"]: template["metadata"]["labels"] for body, template in templates(parts[where])}
    for body in plain(parts[where]):
        selector = body.get("spec", {}).get("selector")
        if selector:
            wanted = selector.get("matchLabels", selector) if body["kind"] != "Service" else selector
            selected = {name for name, found in labels.items() if wanted.items() <= found.items()}
            assert selected == {body["metadata"]["name"].removesuffix("-headless")}


@pytest.mark.parametrize("where", EVERYWHERE)
def test_every_config_map_that_a_pod_names_is_there(parts: Parts, where: str) -> None:
    for part in parts[where].values():
        made = {each.name for each in part.generators}
        made |= {str(body["metadata"]["name"]) for _, body in part.files if body["kind"] == "ConfigMap"}
        named: set[str] = set()
        for _, pod in pods({part.name: part}):
            [container] = pod["containers"]
            named |= {each["configMapRef"]["name"] for each in container.get("envFrom", [])}
            named |= {volume["configMap"]["name"] for volume in pod["volumes"] if "configMap" in volume}
        assert named == made


@pytest.mark.parametrize("where", EVERYWHERE)
def test_no_object_names_a_namespace_and_no_name_comes_twice(parts: Parts, where: str) -> None:
    identities = [identity_of(body) for body in plain(parts[where])]
    assert len(set(identities)) == len(identities)
    assert {identity.namespace for identity in identities} == {None}


def test_the_base_knows_no_environment(parts: Parts) -> None:
    text = repr(plain(parts["base"]))
    for word in ("every-prod", "staging", "example.com'", "priorityClassName", "hostnames"):
        assert word not in text


@pytest.mark.parametrize("where", EVERYWHERE)
def test_an_autoscaler_owns_its_targets_replicas(parts: Parts, where: str) -> None:
    bodies = plain(parts[where])
    targets = {body["spec"]["scaleTargetRef"]["name"] for body in bodies if body["kind"] == "HorizontalPodAutoscaler"}
    scaled = [body for body in bodies if body["kind"] == "Deployment" and body["metadata"]["name"] in targets]
    assert {body["metadata"]["name"] for body in scaled} == targets == {"site", "orders", "queue", "digits"}
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
    there = {"Deployment/digits", "Deployment/embedder", "CronJob/night"} - {f"CronJob/{each}" for each in gone(where)}
    assert {name: amounts for name, amounts in asked.items() if amounts != (None, None)} == dict.fromkeys(
        there, ("1", "1")
    )


def gone(where: str) -> set[str]:
    return ABSENT.get(where, set())


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
        if name.startswith(("Job/", "CronJob/")):
            assert not {"readinessProbe", "livenessProbe", "startupProbe"} & container.keys()
            continue
        if name == "Deployment/queue":  # nobody calls it
            assert "readinessProbe" not in container
            continue
        ways = ("httpGet", "tcpSocket", "exec", "grpc")
        ready, live = ({way: probe.get(way) for way in ways} for probe in _two(container))
        assert ready != live, name


def _two(container: dict[str, Any]) -> tuple[dict[str, Any], dict[str, Any]]:
    return container["readinessProbe"], container["livenessProbe"]


@pytest.mark.parametrize("where", EVERYWHERE)
def test_a_pod_that_ends_has_time_for_its_hook_and_for_its_application(parts: Parts, where: str) -> None:
    for body, template in templates(parts[where]):
        stops = body["metadata"].get("annotations", {}).get("roadstead.dev/stops-within")
        if stops:
            pod = template["spec"]
            hook = pod["containers"][0].get("lifecycle", {}).get("preStop", {}).get("sleep", {}).get("seconds", 0)
            assert pod["terminationGracePeriodSeconds"] == hook + parse_duration(stops) + 5


@pytest.mark.parametrize("where", EVERYWHERE)
def test_every_workload_has_a_network_policy_and_every_scaled_one_a_budget(parts: Parts, where: str) -> None:
    by_kind: dict[str, set[str]] = {}
    for body in plain(parts[where]):
        by_kind.setdefault(body["kind"], set()).add(body["metadata"]["name"])
    kinds = ("Deployment", "StatefulSet", "Job", "CronJob", "Cluster")
    workloads = set().union(*(by_kind.get(kind, set()) for kind in kinds))
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
    emitted = {(identity_of(body).group, _plural(body["kind"])) for body in plain(parts["base"])}
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
