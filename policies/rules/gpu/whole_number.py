"""GPUs are asked for in whole numbers."""

from collections.abc import Iterator, Mapping
from typing import Any

from policies.parameters import GPU
from policies.per_workload import per_workload
from policies.rule import Profile, Rule, Severity, Verdict, failed
from policies.workload.gpu import names_gpus, written_gpus
from policies.workload.totals import amount
from policies.workload.workload import Workload
from policies.world import World


def _applies(workload: Workload, parameters: Mapping[str, Any]) -> bool:
    return names_gpus(workload.pod, parameters["resources"])


def _check(world: World, workload: Workload, parameters: Mapping[str, Any]) -> Iterator[Verdict]:
    for container in workload.pod.containers:
        for name, quantity, pointer in written_gpus(container, parameters["resources"]):
            if amount(quantity).denominator != 1:
                yield failed(workload.object, f"{name} is {quantity}, not a whole number", pointer, container.name)


RULE = Rule(
    id="gpu/whole-number",
    demands="GPUs are asked for in whole numbers.",
    why="The API server refuses a fraction of an extended resource (Kubernetes, Schedule GPUs). GPUs are shared by "
    "MIG or time-slicing, whose slices are whole numbers of a resource of their own.",
    fix="Ask for a whole number, or for a slice such as nvidia.com/mig-1g.5gb.",
    bad="""
apiVersion: apps/v1
kind: Deployment
metadata: {name: model}
spec:
  selector: {matchLabels: {app: model}}
  template:
    metadata: {labels: {app: model}}
    spec:
      containers:
        - name: tf-serving
          image: tensorflow/serving:2.19.1-gpu
          resources: {limits: {nvidia.com/gpu: "0.5"}}
""",
    good="""
apiVersion: apps/v1
kind: Deployment
metadata: {name: model}
spec:
  selector: {matchLabels: {app: model}}
  template:
    metadata: {labels: {app: model}}
    spec:
      containers:
        - name: tf-serving
          image: tensorflow/serving:2.19.1-gpu
          resources: {limits: {nvidia.com/gpu: 1}}
""",
    severity=Severity.ERROR,
    profile=Profile.ESSENTIAL,
    judge=per_workload(_check, _applies),
    parameters=(GPU,),
)
