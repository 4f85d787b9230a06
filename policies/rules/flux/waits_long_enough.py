"""Flux waits as long as the slowest rollout of what it applies takes."""

from collections.abc import Iterator, Mapping
from typing import Any

from manifests.duration import format_duration
from policies.indexes.flux import flux_index
from policies.rule import Profile, Rule, Scope, Severity, Verdict, failed, not_evaluated, passed
from policies.workload.field import Field, UnreadableError
from policies.workload.flux import FluxKustomization
from policies.workload.rollout import Style
from policies.workload.stated import stated_seconds
from policies.workload.workload import Workload
from policies.world import World

_GRACE_SECONDS = 30


def _judge(world: World, parameters: Mapping[str, Any]) -> Iterator[Verdict]:
    index = world.index(flux_index)
    for flux in index.here:
        if flux.unreadable:
            yield not_evaluated(flux.object, flux.unreadable)
        elif flux.waits:
            workloads = [each for each in index.workloads.get(flux.origin, ()) if _is_waited_for(flux, each)]
            yield from _of(world, flux, workloads)


def _is_waited_for(flux: FluxKustomization, workload: Workload) -> bool:
    item = workload.object
    return flux.wait or (item.kind, item.namespace, item.name) in flux.health_checks


def _of(world: World, flux: FluxKustomization, workloads: list[Workload]) -> Iterator[Verdict]:
    slowest, message, known = 0, "", False
    for workload in workloads:
        try:
            found = _longest(world, workload)
        except UnreadableError as error:
            yield not_evaluated(flux.object, f"{workload.short}: {error}")
            return
        if found is not None:
            known = True
            seconds, how = found
            if seconds > max(slowest, flux.timeout):
                slowest, message = (
                    seconds,
                    f"a rollout of {workload.short} takes up to {format_duration(seconds)} ({how})",
                )
    if message:
        told = f"timeout is {format_duration(flux.timeout)}, but {message}"
        fix = f"Set spec.timeout to {format_duration(slowest)} or more."
        yield failed(flux.object, told, flux.timeout_pointer, fix=fix)
    elif known:
        yield passed(flux.object)


def _longest(world: World, workload: Workload) -> tuple[int, str] | None:
    """Seconds of a whole rollout at maximum scale, and how they come about; None where nothing says how long pods load.

    rounds x (start + grace): each round waits for the pods that end and for those that start.
    """
    starts = stated_seconds(workload, "loads-within")
    if workload.unreadable or starts is None or workload.rollout.style is Style.NONE:
        return None
    replicas = max(1, world.maximum(workload).value)
    if workload.object.kind == "DaemonSet":
        nodes = world.facts.get("nodes")
        if not isinstance(nodes, int):
            return None
        replicas = max(1, nodes)
    rollout = workload.rollout
    at_once = max(1, rollout.surge(replicas) + rollout.unavailable(replicas))
    if rollout.style is Style.REPLACE:
        at_once = replicas if workload.object.kind == "Deployment" else 1
    rounds = -(-replicas // at_once)
    stops = stated_seconds(workload, "stops-within")
    grace = Field(workload.pod.spec).at("terminationGracePeriodSeconds").integer()
    ends = stops if stops is not None else _GRACE_SECONDS if grace is None else grace
    how = f"{rounds} x ({format_duration(starts)} to load + {format_duration(max(0, ends))} to stop)"
    return rounds * (starts + max(0, ends)), how


RULE = Rule(
    id="flux/waits-long-enough",
    demands="A Flux Kustomization that waits has a timeout that covers a whole rollout of its slowest workload.",
    why="The progress deadline starts anew with each pod, Flux' timeout does not: a healthy rollout of 8 pods was "
    "reported as failed after the timeout, and whatever depended on it was not applied.",
    fix="Set spec.timeout to rounds x (loads-within + grace period) or more.",
    bad="""
# file: clusters/prod/apps.yaml
apiVersion: kustomize.toolkit.fluxcd.io/v1
kind: Kustomization
metadata: {name: apps, namespace: flux-system}
spec:
  interval: 1h
  path: ./apps/prod
  prune: true
  sourceRef: {kind: GitRepository, name: flux-system}
  wait: true
  timeout: 25m
# file: apps/prod/model.yaml
apiVersion: apps/v1
kind: Deployment
metadata:
  name: model
  namespace: web
  annotations: {roadstead.dev/loads-within: 10m}
spec:
  replicas: 8
  strategy: {rollingUpdate: {maxSurge: 0, maxUnavailable: 1}}
  selector: {matchLabels: {app: model}}
  template:
    metadata: {labels: {app: model}}
    spec:
      terminationGracePeriodSeconds: 45
      containers: [{name: model, image: registry.example.com/model:1.5.0}]
""",
    good="""
# file: clusters/prod/apps.yaml
apiVersion: kustomize.toolkit.fluxcd.io/v1
kind: Kustomization
metadata: {name: apps, namespace: flux-system}
spec:
  interval: 1h
  path: ./apps/prod
  prune: true
  sourceRef: {kind: GitRepository, name: flux-system}
  wait: true
  timeout: 86m
# file: apps/prod/model.yaml
apiVersion: apps/v1
kind: Deployment
metadata:
  name: model
  namespace: web
  annotations: {roadstead.dev/loads-within: 10m}
spec:
  replicas: 8
  strategy: {rollingUpdate: {maxSurge: 0, maxUnavailable: 1}}
  selector: {matchLabels: {app: model}}
  template:
    metadata: {labels: {app: model}}
    spec:
      terminationGracePeriodSeconds: 45
      containers: [{name: model, image: registry.example.com/model:1.5.0}]
""",
    severity=Severity.ERROR,
    profile=Profile.ESSENTIAL,
    judge=_judge,
    scope=Scope.FILES,
)
