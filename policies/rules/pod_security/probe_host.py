"""Probes and hooks call the pod they belong to."""

from collections.abc import Iterator, Mapping
from itertools import product
from typing import Any

from policies.per_workload import per_workload
from policies.rule import Profile, Rule, Severity, Verdict, failed
from policies.workload.security import containers, has_template
from policies.workload.version import at_least
from policies.workload.workload import Workload
from policies.world import World

_CALLERS = (
    ("livenessProbe",),
    ("readinessProbe",),
    ("startupProbe",),
    ("lifecycle", "postStart"),
    ("lifecycle", "preStop"),
)


def _check(world: World, workload: Workload, parameters: Mapping[str, Any]) -> Iterator[Verdict]:
    for container in containers(workload.pod):
        for caller, call in product(_CALLERS, ("httpGet", "tcpSocket")):
            host = container.body.at(*caller, call, "host")
            if host.text():
                message = f"{'.'.join(caller)} calls the host {host.text()}"
                yield failed(workload.object, message, host.pointer, container.container)


_judge_each = per_workload(_check, has_template)


def _judge(world: World, parameters: Mapping[str, Any]) -> Iterator[Verdict]:
    return _judge_each(world, parameters) if at_least(world.kubernetes, "1.34") else iter(())


RULE = Rule(
    id="pod-security/probe-host",
    demands="No probe and no lifecycle hook names a host.",
    why="The kubelet makes the call from the node, so that a pod could have it scan what only nodes reach "
    "(Pod Security Standards, baseline, from 1.34 on).",
    fix="Remove host: the call then goes to the pod itself.",
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
          livenessProbe: {httpGet: {host: 10.0.0.1, port: 80}}
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
          livenessProbe: {httpGet: {port: 80}}
""",
    severity=Severity.ERROR,
    profile=Profile.RESTRICTED,
    judge=_judge,
)
