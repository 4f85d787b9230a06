"""Every container has a memory limit."""

from collections.abc import Iterator, Mapping
from typing import Any

from policies.answer import checkov, kube_linter, kube_score, kyverno, polaris
from policies.indexes.partial import unless_elsewhere
from policies.parameters import INIT, LIMIT_RANGE_COUNTS
from policies.per_workload import per_workload
from policies.rule import Profile, Rule, Severity, Verdict, failed
from policies.workload.presence import has_limit, limit_fact
from policies.workload.workload import Workload
from policies.world import World


def _check(world: World, workload: Workload, parameters: Mapping[str, Any]) -> Iterator[Verdict]:
    defaults = world.defaults_in(workload.object.namespace)
    counts = parameters["limit_range_counts"]
    for container in workload.pod.needing_resources(parameters["init"]):
        if not has_limit(workload.pod, container, "memory", defaults, limit_range_counts=counts):
            field = container.resources.limit_pointer("memory")
            found = failed(workload.object, limit_fact(container, "memory", "memory"), field, container.name)
            yield unless_elsewhere(world, found, "a LimitRange") if counts else found


RULE = Rule(
    id="resources/memory-limit",
    demands="Every container has a memory limit: its own, its pod's, or one from a LimitRange of its namespace.",
    why="Memory can't be throttled: one container that leaks takes its node down with it. Blue Matador lost nodes to "
    "this, Zalando its DNS.",
    fix="Write resources.limits.memory, equal to the memory request.",
    bad="""
apiVersion: batch/v1
kind: CronJob
metadata: {name: report}
spec:
  schedule: "0 3 * * *"
  jobTemplate:
    spec:
      template:
        spec:
          restartPolicy: Never
          containers:
            - name: report
              image: registry.example.com/report:2.1.0
              resources: {requests: {memory: 1Gi}}
""",
    good="""
apiVersion: batch/v1
kind: CronJob
metadata: {name: report}
spec:
  schedule: "0 3 * * *"
  jobTemplate:
    spec:
      template:
        spec:
          restartPolicy: Never
          containers:
            - name: report
              image: registry.example.com/report:2.1.0
              resources: {requests: {memory: 1Gi}, limits: {memory: 1Gi}}
""",
    severity=Severity.ERROR,
    profile=Profile.PRODUCTION,
    answers=(
        *kube_linter("unset-memory-requirements"),
        *kube_score("container-resources"),
        *polaris("memoryLimitsMissing"),
        *checkov("CKV_K8S_13"),
        *kyverno("require-requests-limits"),
    ),
    judge=per_workload(_check),
    parameters=(INIT, LIMIT_RANGE_COUNTS),
)
