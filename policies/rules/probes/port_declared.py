"""A probe or hook that names a port names one that its container declares."""

from collections.abc import Iterator, Mapping
from typing import Any

from policies.answer import kube_linter
from policies.per_workload import per_workload
from policies.rule import Kind, Parameter, Profile, Rule, Severity, Verdict, failed
from policies.workload.container import Container, Role
from policies.workload.field import Field, as_written
from policies.workload.probe import PROBES, port_numbers
from policies.workload.workload import Workload
from policies.world import World

_HOOKS = ("postStart", "preStop")
_JUDGED = (Role.REGULAR, Role.SIDECAR)


def _applies(workload: Workload, parameters: Mapping[str, Any]) -> bool:
    return any(True for container in workload.pod.of(*_JUDGED) for _ in _asked(container))


def _check(world: World, workload: Workload, parameters: Mapping[str, Any]) -> Iterator[Verdict]:
    containers = list(workload.pod.of(*_JUDGED))
    for container in containers:
        declared = port_numbers(container)
        for what, port in _asked(container):
            if isinstance(port.value, str) and port.value not in declared:
                others = [other.name for other in containers if port.value in port_numbers(other)]
                yield _missing(workload, container, what, port, others)
            elif parameters["numbers"] and isinstance(port.value, int) and port.value not in _numbers(container):
                message = f"{what} asks port {as_written(port.value)}, which the container does not declare"
                yield failed(workload.object, message, port.pointer, container.name)


def _asked(container: Container) -> Iterator[tuple[str, Field]]:
    """The ports that probes and hooks ask, by name or number, each with the name of the probe or hook."""
    body = Field(container.body, container.pointer)
    places = [(kind, body.at(kind)) for kind in PROBES] + [(hook, body.at("lifecycle", hook)) for hook in _HOOKS]
    for what, place in places:
        for handler in ("httpGet", "tcpSocket", "grpc"):
            port = place.at(handler, "port")
            if port.value is not None:
                yield what, port


def _numbers(container: Container) -> set[Any]:
    return {port.at("containerPort").integer() for port in Field(container.body, container.pointer).at("ports").items()}


def _missing(workload: Workload, container: Container, what: str, port: Field, others: list[str]) -> Verdict:
    message = f'{what} asks port "{as_written(port.value)}", which the container does not declare'
    fix = None
    if port.value.isdigit():
        message = f'{what} asks port "{as_written(port.value)}", a text of digits that the API server refuses'
        fix = "Write the number without quotes."
    elif others:
        message += f", but {others[0]} does"
        fix = "A port's name holds in its own container alone: write the number."
    return failed(workload.object, message, port.pointer, container.name, fix=fix)


RULE = Rule(
    id="probes/port-declared",
    demands="A probe or hook that names a port names one of its own container's ports.",
    why="The kubelet looks the name up in the container's own ports and fails the probe where it is not there: the pod "
    "never becomes ready, or is restarted for ever.",
    fix="Name the port under the container's ports, or write its number.",
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
          ports: [{name: web, containerPort: 8000}]
          readinessProbe: {httpGet: {path: /healthz, port: http}}
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
          ports: [{name: http, containerPort: 8000}]
          readinessProbe: {httpGet: {path: /healthz, port: http}}
""",
    severity=Severity.ERROR,
    profile=Profile.ESSENTIAL,
    answers=(*kube_linter("liveness-port", "readiness-port", "startup-port"),),
    judge=per_workload(_check, _applies),
    parameters=(Parameter("numbers", Kind.BOOL, False, "Whether a port asked by number must be declared too."),),
)
