"""A program is not restarted while it still starts."""

from collections.abc import Iterator, Mapping
from typing import Any

from manifests.duration import format_duration
from manifests.pointer import child
from policies.per_workload import per_workload
from policies.rule import Profile, Rule, Severity, Verdict, failed
from policies.workload.container import Container, Role
from policies.workload.probe import Probe, read_probe
from policies.workload.stated import main_container, stated_seconds
from policies.workload.workload import Workload
from policies.world import World

_JUDGED = (Role.REGULAR, Role.SIDECAR)


def _applies(workload: Workload, parameters: Mapping[str, Any]) -> bool:
    return any(_restarting(container) is not None for container in workload.pod.of(*_JUDGED))


def _check(world: World, workload: Workload, parameters: Mapping[str, Any]) -> Iterator[Verdict]:
    loads = stated_seconds(workload, "loads-within")
    main = main_container(workload)
    for container in workload.pod.of(*_JUDGED):
        probe = _restarting(container)
        if probe is None:
            continue
        if loads is not None and container is main:
            if probe.budget < loads:
                yield _too_short(workload, container, probe, loads)
        elif probe.kind == "livenessProbe" and probe.initial_delay <= 0:
            message = "livenessProbe asks from the start: there is neither a startupProbe nor an initialDelaySeconds"
            field = child(container.pointer, "startupProbe")
            yield failed(workload.object, message, field, container.name, severity=Severity.WARNING)


def _restarting(container: Container) -> Probe | None:
    """The probe that restarts a container that starts too slowly: liveness waits for a start-up probe."""
    return read_probe(container, "startupProbe") or read_probe(container, "livenessProbe")


def _too_short(workload: Workload, container: Container, probe: Probe, loads: int) -> Verdict:
    delay = f"{probe.initial_delay} + " if probe.initial_delay else ""
    message = (
        f"{probe.kind} restarts it after {delay}{probe.period} x {probe.failures} = {probe.budget} s, "
        f"but it loads within {format_duration(loads)}"
    )
    if probe.kind == "livenessProbe":
        field = child(container.pointer, "startupProbe")
        return failed(workload.object, message, field, container.name, fix="Write a startupProbe that waits for it.")
    return failed(workload.object, message, child(probe.pointer, "failureThreshold"), container.name)


RULE = Rule(
    id="probes/startup-budget",
    demands="The start-up probe, or else the liveness probe, waits at least as long as the program may load.",
    why="A liveness probe that asks while a model still loads kills it before it is ready, again and again; the more "
    "load there is, the slower the start and the surer the loop (Kubernetes, startup probes).",
    fix="Raise failureThreshold: initialDelaySeconds + periodSeconds x failureThreshold must cover loads-within.",
    bad="""
apiVersion: apps/v1
kind: Deployment
metadata:
  name: model
  annotations: {roadstead.dev/loads-within: 10m}
spec:
  selector: {matchLabels: {app: model}}
  template:
    metadata: {labels: {app: model}}
    spec:
      containers:
        - name: tf-serving
          image: tensorflow/serving:2.19.1-gpu
          startupProbe: {tcpSocket: {port: 8500}, periodSeconds: 10, failureThreshold: 30}
""",
    good="""
apiVersion: apps/v1
kind: Deployment
metadata:
  name: model
  annotations: {roadstead.dev/loads-within: 10m}
spec:
  selector: {matchLabels: {app: model}}
  template:
    metadata: {labels: {app: model}}
    spec:
      containers:
        - name: tf-serving
          image: tensorflow/serving:2.19.1-gpu
          startupProbe: {tcpSocket: {port: 8500}, periodSeconds: 10, failureThreshold: 60}
""",
    severity=Severity.ERROR,
    profile=Profile.PRODUCTION,
    judge=per_workload(_check, _applies),
)
