"""A LimitRange names no GPU."""

from collections.abc import Iterator, Mapping
from typing import Any

from manifests.pointer import join
from policies.objects import Object
from policies.parameters import GPU
from policies.per_workload import settled
from policies.rule import Profile, Rule, Severity, Verdict, failed, not_evaluated
from policies.workload.field import Field, UnreadableError, as_written
from policies.workload.gpu import is_gpu
from policies.world import World

_KEYS = ("default", "defaultRequest", "max", "maxLimitRequestRatio", "min")


def _judge(world: World, parameters: Mapping[str, Any]) -> Iterator[Verdict]:
    for item in world.of_kind("LimitRange"):
        try:
            yield from settled(item, list(_check(item, parameters["resources"])))
        except UnreadableError as error:
            yield not_evaluated(item, str(error))


def _check(item: Object, globs: tuple[str, ...]) -> Iterator[Verdict]:
    for entry in Field(item.body).at("spec", "limits").items():
        for key in _KEYS:
            for name, quantity in entry.at(key).quantities().items():
                if is_gpu(name, globs):
                    yield failed(item, f"{key} of {name} is {as_written(quantity)}", entry.pointer + join(key, name))


RULE = Rule(
    id="gpu/not-in-limit-range",
    demands="A LimitRange names no GPU.",
    why="Its default, and its maximum where there is no default, is given to every container without a limit: each web "
    "server takes a GPU. A minimum refuses every pod without one (LimitRanger; intel-device-plugins#1408).",
    fix="Take the GPU out of the LimitRange, and bound GPUs by a ResourceQuota.",
    bad="""
apiVersion: v1
kind: LimitRange
metadata: {name: limits}
spec:
  limits:
    - type: Container
      max: {nvidia.com/gpu: 1}
""",
    good="""
apiVersion: v1
kind: LimitRange
metadata: {name: limits}
spec:
  limits:
    - type: Container
      defaultRequest: {cpu: 100m}
""",
    severity=Severity.ERROR,
    profile=Profile.ESSENTIAL,
    judge=_judge,
    parameters=(GPU,),
)
