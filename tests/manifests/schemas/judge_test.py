"""What is said about a faulty object, to the letter, and that kubeconform finds the same."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest

from manifests.errors import UserError
from manifests.kubeconform import find_kubeconform, start
from manifests.pointer import split
from manifests.schemas.bundle import versions
from manifests.schemas.fault import SchemaFault
from manifests.schemas.judge import prepare, validate

MISSING = object()
Objects = dict[str, dict[str, Any]]

# kind, pointer to set, value, pointer and message of the fault.
FAULTS = [
    pytest.param(
        "Deployment", "/spec/replicaz", 1, "/spec/replicaz", "unknown field 'replicaz'; write `replicas`",
        id="an unknown field with a near name",
    ),
    pytest.param(
        "Deployment", "/spec/template/spec/containers/0/Image", "a", "/spec/template/spec/containers/0/Image",
        "unknown field 'Image'; write `image`", id="a field in the wrong case, deep down",
    ),
    pytest.param(
        "Service", "/spec/zzz", 1, "/spec/zzz", "unknown field 'zzz'", id="an unknown field like no other"
    ),
    pytest.param(
        "PodDisruptionBudget", "/spec/zzz", 1, "/spec/zzz",
        "unknown field 'zzz'; known here: maxUnavailable, minAvailable, selector, unhealthyPodEvictionPolicy",
        id="an unknown field where few are known",
    ),
    pytest.param(
        "Deployment", "/spec/replicas", "two", "/spec/replicas", "is text, must be an integer", id="text for a number"
    ),
    pytest.param(
        "Deployment", "/spec/replicas", 1.5, "/spec/replicas", "is a fraction, must be an integer", id="a fraction"
    ),
    pytest.param(
        "Deployment", "/metadata/annotations", {"a/b~c": True}, "/metadata/annotations/a~1b~0c",
        "is true or false, must be text", id="an annotation that is no text",
    ),
    pytest.param(
        "Deployment", "/spec/template/spec/containers", {}, "/spec/template/spec/containers",
        "is a mapping, must be a list", id="a mapping for a list",
    ),
    pytest.param(
        "Deployment", "/spec/template/spec/containers/0/resources/limits/memory", [], 
        "/spec/template/spec/containers/0/resources/limits/memory", "is a list, must be a number or text",
        id="a list for a quantity",
    ),
    pytest.param(
        "PodDisruptionBudget", "/spec/maxUnavailable", 1.5, "/spec/maxUnavailable",
        "is a fraction, must be an integer or text", id="a fraction for a count or a share",
    ),
    pytest.param(
        "Deployment", "/spec/selector", MISSING, "/spec/selector", "field 'selector' is missing",
        id="a required field is missing",
    ),
    pytest.param(
        "Kustomization", "/spec/interval", "10 minutes", "/spec/interval",
        r"does not match the pattern ^([0-9]+(\.[0-9]+)?(ms|s|m|h))+$", id="a custom resource's pattern",
    ),
    pytest.param(
        "Kustomization", "/spec/sourceRef/kind", "Git", "/spec/sourceRef/kind",
        "is 'Git', must be one of 'OCIRepository', 'GitRepository', 'Bucket', 'ExternalArtifact'",
        id="a custom resource's enumeration",
    ),
    pytest.param(
        "Kustomization", "/spec/prun", True, "/spec/prun", "unknown field 'prun'; write `prune`",
        id="a custom resource's unknown field",
    ),
    pytest.param(
        "Kustomization", "/spec/prune", MISSING, "/spec/prune", "field 'prune' is missing",
        id="a custom resource's missing field",
    ),
    pytest.param(
        "Kustomization", "/metadata/label", {}, "/metadata/label", "unknown field 'label'; write `labels`",
        id="a custom resource's metadata",
    ),
    pytest.param(
        "Cluster", "/spec/instances", "3", "/spec/instances", "is text, must be an integer",
        id="a custom resource's wrong type",
    ),
    pytest.param(
        "Cluster", "/spec/instances", 0, "/spec/instances", "is 0, must be at least 1", id="a number too small"
    ),
    pytest.param(
        "HTTPRoute", "/spec/rules/0/backendRefs/0/weigth", 1, "/spec/rules/0/backendRefs/0/weigth",
        "unknown field 'weigth'; write `weight`", id="an unknown field in a list of a custom resource",
    ),
    pytest.param(
        "PodMonitor", "/spec/podMetricsEndpoints/0/scheme", "ftp", "/spec/podMetricsEndpoints/0/scheme",
        "is 'ftp', must be one of 'http', 'https', 'HTTP', 'HTTPS'", id="another enumeration",
    ),
    pytest.param(
        "Service", "/kind", "Servise", "/kind",
        "no schema for v1 Servise in Kubernetes 1.35, so it could not be judged",
        id="an unknown kind",
    ),
    pytest.param(
        "Kustomization", "/apiVersion", "kustomize.toolkit.fluxcd.io/v1beta2", "/kind",
        "no schema for kustomize.toolkit.fluxcd.io/v1beta2 Kustomization in Kubernetes 1.35, so it could not be judged",
        id="a version that is no longer served",
    ),
    pytest.param(
        "Service", "/kind", MISSING, "/kind", "field 'kind' is missing or not text", id="no kind at all"
    ),
    pytest.param(
        "Service", "/kind", "List", "/kind", "no schema for v1 List in Kubernetes 1.35, so it could not be judged",
        id="a list of objects",
    ),
]  # fmt: skip


def spoil(body: dict[str, Any], pointer: str, value: object) -> None:
    *path, last = split(pointer)
    place: Any = body
    for token in path:
        place = place[int(token)] if isinstance(place, list) else place[token]
    if value is MISSING:
        del place[last]
    else:
        place[last] = value


@pytest.fixture(scope="session")
def kubeconform() -> Path:
    tool = find_kubeconform()
    assert tool is not None, "kubeconform v0.7.0 is missing: run `make setup`"
    return tool


def judged_by_kubeconform(tool: Path, objects: list[dict[str, Any]], cache: Path) -> list[SchemaFault]:
    with start(tool, objects, "1.35", cache) as judging:
        return judging.results()


@pytest.mark.parametrize("version", versions())
def test_good_objects_have_no_fault_in_any_version(version: str, good: Objects) -> None:
    assert validate(list(good.values()), version) == []


def test_kubeconform_finds_no_fault_in_good_objects(good: Objects, kubeconform: Path, tmp_path: Path) -> None:
    assert judged_by_kubeconform(kubeconform, list(good.values()), tmp_path) == []


@pytest.mark.parametrize(("kind", "pointer", "value", "at", "message"), FAULTS)
def test_the_fault_is_named_with_its_field(
    kind: str, pointer: str, value: object, at: str, message: str, good: Objects
) -> None:
    spoil(good[kind], pointer, value)
    [fault] = validate([good["ConfigMap"], good[kind]], "1.35")
    assert (fault.index, fault.pointer, fault.message) == (1, at, message)
    assert fault.no_schema == ("could not be judged" in message or "'kind' is missing" in message)


@pytest.mark.parametrize(("kind", "pointer", "value", "at", "message"), FAULTS)
def test_kubeconform_agrees(
    kind: str, pointer: str, value: object, at: str, message: str, good: Objects, kubeconform: Path, tmp_path: Path
) -> None:
    spoil(good[kind], pointer, value)
    objects = [good["ConfigMap"], good[kind]]
    [ours], [theirs] = validate(objects, "1.35"), judged_by_kubeconform(kubeconform, objects, tmp_path)
    assert (theirs.index, theirs.pointer, theirs.no_schema) == (ours.index, ours.pointer, ours.no_schema)
    if "one of" not in message and "at least" not in message:
        assert theirs.message == ours.message.split(";")[0]


def test_every_fault_of_every_object_is_found(good: Objects) -> None:
    for pointer in ("/spec/a", "/spec/b", "/metadata/c"):
        spoil(good["Deployment"], pointer, 1)
    found = validate([good["Deployment"], good["Service"], good["Deployment"]], "1.35")
    assert [(fault.index, fault.pointer) for fault in found] == [
        (index, pointer) for index in (0, 2) for pointer in ("/metadata/c", "/spec/a", "/spec/b")
    ]


def test_no_value_of_a_secret_reaches_a_message() -> None:
    secret: Mapping[str, Any] = {"apiVersion": "v1", "kind": "Secret", "stringData": {"password": ["hunter2"]}}
    [fault] = validate([secret], "1.35")
    assert str(fault.message) == "is a list, must be text"


def test_an_unknown_version_names_those_that_are_known(good: Objects) -> None:
    with pytest.raises(UserError) as caught:
        validate(list(good.values()), "1.20")
    assert str(caught.value) == "no schemas for Kubernetes '1.20'; there are some for 1.33, 1.34, 1.35, 1.36, 1.37"


def test_schemas_compiled_ahead_judge_the_same(good: Objects) -> None:
    prepare({(body["apiVersion"], body["kind"]) for body in good.values()}, "1.35")
    spoil(good["Service"], "/spec/a", 1)
    assert len(validate(list(good.values()), "1.35")) == 1


def test_no_objects_have_no_faults() -> None:
    assert validate([], "1.35") == []
