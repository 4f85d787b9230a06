"""A pod has the time that it takes to stop."""

from collections.abc import Iterator, Mapping
from typing import Any

from manifests.pointer import child
from policies.per_workload import per_workload
from policies.rule import Profile, Rule, Severity, Verdict, failed, not_evaluated
from policies.workload.container import Role
from policies.workload.stated import main_container, stated_seconds
from policies.workload.stopping import grace_seconds, read_pre_stop
from policies.workload.workload import Workload
from policies.world import World


def _applies(workload: Workload, parameters: Mapping[str, Any]) -> bool:
    """The operator of a database writes the grace period of its pods."""
    return workload.object.kind != "Cluster"


def _check(world: World, workload: Workload, parameters: Mapping[str, Any]) -> Iterator[Verdict]:
    grace, written = grace_seconds(workload.pod)
    field = child(workload.pod.pointer, "terminationGracePeriodSeconds")
    if grace == 0:
        yield failed(workload.object, "terminationGracePeriodSeconds is 0: its pods are killed at once", field)
        return
    stops = stated_seconds(workload, "stops-within")
    main = main_container(workload)
    longest, message, slowest, unknown = 0, "", "", ""
    for container in workload.pod.of(Role.REGULAR, Role.SIDECAR):
        hook = read_pre_stop(container)
        hooked = hook.seconds if hook is not None else 0
        own = stops if container is main and stops is not None else 0
        unknown = unknown or (container.name if hook is not None and not hook.known else "")
        if hooked + own > longest:
            longest, message, slowest = hooked + own, _sum(hooked, own), container.name
    if longest >= grace:
        shown = f"{grace}" if written else f"absent, which is {grace}"
        yield failed(workload.object, f"{message}, and terminationGracePeriodSeconds is {shown}", field, slowest)
    elif unknown:
        yield not_evaluated(workload.object, f"how long preStop of container {unknown} takes is not written in it")
    elif stops is None:
        yield not_evaluated(workload.object, "no annotation roadstead.dev/stops-within says how long stopping takes")


def _sum(hooked: int, own: int) -> str:
    """The seconds, as a sentence: hooks of all containers start at once, the program stops after its own."""
    if not own:
        return f"preStop takes {hooked} s"
    return f"stopping takes {own} s" if not hooked else f"preStop and stopping take {hooked} + {own} = {hooked + own} s"


RULE = Rule(
    id="disruption/graceful-stop",
    demands="The preStop hook and the program's own stop together take less than the termination grace period.",
    why="The grace period runs from the moment of deletion, preStop included: what is not done by then is killed, and "
    "requests in flight are lost at every rollout and every scale-down (Kubernetes, Pod Lifecycle).",
    fix="Raise terminationGracePeriodSeconds above the sum.",
    bad="""
apiVersion: apps/v1
kind: Deployment
metadata:
  name: backend
  annotations: {roadstead.dev/stops-within: 25s}
spec:
  selector: {matchLabels: {app: backend}}
  template:
    metadata: {labels: {app: backend}}
    spec:
      containers:
        - name: api
          image: registry.example.com/backend:1.5.0
          lifecycle: {preStop: {sleep: {seconds: 10}}}
""",
    good="""
apiVersion: apps/v1
kind: Deployment
metadata:
  name: backend
  annotations: {roadstead.dev/stops-within: 25s}
spec:
  selector: {matchLabels: {app: backend}}
  template:
    metadata: {labels: {app: backend}}
    spec:
      terminationGracePeriodSeconds: 40
      containers:
        - name: api
          image: registry.example.com/backend:1.5.0
          lifecycle: {preStop: {sleep: {seconds: 10}}}
""",
    severity=Severity.ERROR,
    profile=Profile.PRODUCTION,
    judge=per_workload(_check, _applies),
)
