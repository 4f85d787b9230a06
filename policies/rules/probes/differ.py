"""A liveness probe is not the readiness probe again."""

from collections.abc import Iterator, Mapping
from typing import Any

from policies.answer import kube_score, kyverno
from policies.per_workload import per_workload
from policies.rule import Profile, Rule, Severity, Verdict, failed
from policies.workload.container import Container, Role
from policies.workload.probe import question, read_probe
from policies.workload.workload import Workload
from policies.world import World

_JUDGED = (Role.REGULAR, Role.SIDECAR)


def _applies(workload: Workload, parameters: Mapping[str, Any]) -> bool:
    return any(_pair(container) for container in workload.pod.of(*_JUDGED))


def _check(world: World, workload: Workload, parameters: Mapping[str, Any]) -> Iterator[Verdict]:
    for container in workload.pod.of(*_JUDGED):
        live, ready = read_probe(container, "livenessProbe"), read_probe(container, "readinessProbe")
        if live is None or ready is None or question(live, container) != question(ready, container):
            continue
        if live.period * live.failures <= ready.period * ready.failures:
            message = (
                f"livenessProbe asks what readinessProbe asks and gives up after {live.period * live.failures} s, "
                f"readinessProbe after {ready.period * ready.failures} s"
            )
            yield failed(workload.object, message, live.pointer, container.name)


def _pair(container: Container) -> bool:
    return all(container.body.get(kind) is not None for kind in ("livenessProbe", "readinessProbe"))


RULE = Rule(
    id="probes/differ",
    demands="A liveness probe that asks what the readiness probe asks gives up later than it.",
    why="A pod that is not ready is spared traffic and recovers; one that is not alive is killed. If both say the same "
    "at the same time, an overloaded pod is restarted where it should rest, and its load goes to the next.",
    fix="Ask the process alone in livenessProbe, or raise its failureThreshold.",
    bad="""
apiVersion: apps/v1
kind: Deployment
metadata: {name: backend}
spec:
  selector: {matchLabels: {app: backend}}
  template:
    metadata: {labels: {app: backend}}
    spec:
      containers:
        - name: api
          image: registry.example.com/backend:1.5.0
          readinessProbe: {httpGet: {path: /healthz, port: 8000}}
          livenessProbe: {httpGet: {path: /healthz, port: 8000}}
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
      containers:
        - name: api
          image: registry.example.com/backend:1.5.0
          readinessProbe: {httpGet: {path: /readyz, port: 8000}}
          livenessProbe: {httpGet: {path: /healthz, port: 8000}}
""",
    severity=Severity.WARNING,
    profile=Profile.PRODUCTION,
    answers=(
        *kube_score("pod-probes-identical"),
        *kyverno("validate-probes"),
    ),
    judge=per_workload(_check, _applies),
)
