"""Every object is what the API server of its version takes."""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Any

from manifests import pointer
from manifests.schemas.fault import SchemaFault
from policies.answer import kube_linter, kube_score, kyverno
from policies.objects import Object
from policies.rule import Profile, Rule, Severity, Verdict, failed, not_evaluated, passed
from policies.workload.groups import is_built_in
from policies.world import World


def _judge(world: World, parameters: Mapping[str, Any]) -> Iterator[Verdict]:
    judged = [item for item in world.objects if not item.kind.endswith("List") and "sops" not in item.body]
    faults: dict[int, list[Verdict]] = {}
    for fault in _faults(judged, world.kubernetes):
        item = judged[fault.index]
        found = faults.setdefault(fault.index, [])
        if fault.no_schema and fault.pointer == "/kind":
            named = f"{item.identity.api_version} {item.kind}"
            if is_built_in(item.group):
                found.append(failed(item, f"Kubernetes {world.kubernetes} serves no {named}", "/apiVersion"))
            else:
                found.append(not_evaluated(item, f"there is no schema of {named}"))
        elif fault.no_schema:
            found.append(not_evaluated(item, fault.message))
        elif _is_variable(item, fault.pointer):
            found.append(not_evaluated(item, f"{fault.pointer} is a variable whose value is not in this repository"))
        else:
            found.append(failed(item, fault.message, fault.pointer or "/"))
    for index, item in enumerate(judged):
        yield from faults.get(index, [passed(item)])
    for item in world.objects:
        if "sops" in item.body:
            yield not_evaluated(item, "it is encrypted by SOPS")


def _faults(judged: list[Object], version: str) -> list[SchemaFault]:
    """The faults of all objects; one that no JSON can hold spoils only itself."""
    # The validator costs start-up time that other commands should not pay.
    from manifests.schemas.bundle import versions  # noqa: PLC0415
    from manifests.schemas.judge import validate  # noqa: PLC0415

    if version not in versions():
        why = f"there are no schemas of Kubernetes {version}, only of {', '.join(versions())}"
        return [SchemaFault(index, "", why, no_schema=True) for index in range(len(judged))]
    try:
        return validate([item.body for item in judged], version)
    except (ValueError, OverflowError, TypeError):
        pass
    faults: list[SchemaFault] = []
    for index, item in enumerate(judged):
        try:
            faults += (replace(fault, index=index) for fault in validate([item.body], version))
        except (ValueError, OverflowError, TypeError):
            faults.append(SchemaFault(index, "", "holds a key or a number that JSON can't hold", no_schema=True))
    return faults


def _is_variable(item: Object, field: str) -> bool:
    """Whether the value is a `${variable}` that Flux replaces by what only the cluster knows."""
    try:
        value = pointer.resolve(item.body, field)
    except KeyError:
        return False
    return isinstance(value, str) and "${" in value


RULE = Rule(
    id="yaml/schema",
    demands="Every object fits the strict schema of the judged version: known fields only, of the right type.",
    why="Flux drops an unknown field of a built-in kind without a word and stays Ready: a misspelt readinessProbe is "
    "no probe, and a limit at the wrong depth is no limit.",
    fix="Correct the field; `kubectl explain KIND.FIELD` lists what there is.",
    bad="""
apiVersion: apps/v1
kind: Deployment
metadata: {name: backend}
spec:
  selector: {matchLabels: {app: backend}}
  template:
    metadata: {labels: {app: backend}}
    spec:
      containers: [{name: api, image: registry.example.com/backend:1.5.0, readinesProbe: {httpGet: {port: 8080}}}]
""",
    good="""
apiVersion: apps/v1
kind: Deployment
metadata: {name: backend}
spec:
  selector: {matchLabels: {app: backend}}
  template:
    metadata: {labels: {app: backend}}
    spec:
      containers: [{name: api, image: registry.example.com/backend:1.5.0, readinessProbe: {httpGet: {port: 8080}}}]
""",
    severity=Severity.ERROR,
    profile=Profile.ESSENTIAL,
    answers=(
        *kube_linter("no-extensions-v1beta", "schema-validation"),
        *kube_score("stable-version", "label-values"),
        *kyverno("check-deprecated-apis"),
    ),
    judge=_judge,
)
