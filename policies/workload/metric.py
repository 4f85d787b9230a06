"""What an autoscaler measures, and how it may react."""

from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction

from manifests.pointer import child
from manifests.quantity import parse_quantity
from policies.workload.autoscaler import Autoscaler
from policies.workload.field import Field, UnreadableError


@dataclass(frozen=True, slots=True)
class Metric:
    """One metric, in the words of autoscaling/v2, in which a KEDA trigger is put too.

    `source` is Resource, ContainerResource, Pods, Object or External. `name` is that of the resource or metric, of a
    KEDA trigger its query or else its type. `target_type` is Utilization, AverageValue or Value; `target` the number
    in percent or in the metric's own unit, None where it is not written or no number.
    """

    source: str
    name: str
    container: str
    target_type: str
    target: Fraction | None
    pointer: str
    target_pointer: str

    @property
    def divides_by_request(self) -> bool:
        return self.source in ("Resource", "ContainerResource") and self.target_type == "Utilization"


@dataclass(frozen=True, slots=True)
class Policy:
    """How far one step may go: `value` pods or per cent in `period` seconds."""

    type: str
    value: int
    period: int


@dataclass(frozen=True, slots=True)
class Direction:
    """`behavior.scaleUp` or `behavior.scaleDown`, with Kubernetes' defaults in place of what is not written.

    `tolerance` is None where it is not written. `policies` is empty where there is no `behavior` at all: the
    controller then lets pods grow to the double or to four, and shrink without bound.
    """

    tolerance: Fraction | None
    window: int
    select: str
    policies: tuple[Policy, ...]
    pointer: str


# GenerateHPAScaleUpRules and GenerateHPAScaleDownRules of Kubernetes.
_WINDOWS = {"scaleUp": 0, "scaleDown": 300}
_POLICIES = {
    "scaleUp": (Policy("Percent", 100, 15), Policy("Pods", 4, 15)),
    "scaleDown": (Policy("Percent", 100, 15),),
}
_LARGEST = 2**31 - 1
_DEFAULT_CPU_TARGET = Fraction(80)


def metrics_of(scaler: Autoscaler) -> tuple[Metric, ...]:
    """The metrics in the order in which they are written; raises UnreadableError.

    A HorizontalPodAutoscaler without any scales by 80 per cent of CPU (SetDefaults_HorizontalPodAutoscaler).
    """
    spec = Field(scaler.object.body).at("spec")
    if scaler.object.kind == "ScaledObject":
        return tuple(_of_trigger(trigger) for trigger in spec.at("triggers").items())
    if scaler.object.identity.api_version == "autoscaling/v1":
        field = spec.at("targetCPUUtilizationPercentage")
        return (_cpu(_DEFAULT_CPU_TARGET if field.value is None else Fraction(field.integer() or 0), field.pointer),)
    found = tuple(_of_metric(metric) for metric in spec.at("metrics").items())
    return found or (_cpu(_DEFAULT_CPU_TARGET, spec.at("metrics").pointer),)


def direction_of(scaler: Autoscaler, name: str) -> Direction:
    """`scaleUp` or `scaleDown` of the autoscaler; raises UnreadableError."""
    spec = Field(scaler.object.body).at("spec")
    keda = scaler.object.kind == "ScaledObject"
    behavior = (spec.at("advanced", "horizontalPodAutoscalerConfig") if keda else spec).at("behavior")
    block = behavior.at(name)
    policies = tuple(_of_policy(policy) for policy in block.at("policies").items())
    window = block.at("stabilizationWindowSeconds").integer()
    return Direction(
        tolerance=_number(block.at("tolerance")),
        window=_WINDOWS[name] if window is None else window,
        select=block.at("selectPolicy").text() or "Max",
        policies=() if behavior.value is None else policies or _POLICIES[name],
        pointer=block.pointer,
    )


def _cpu(target: Fraction, pointer: str) -> Metric:
    return Metric("Resource", "cpu", "", "Utilization", target, pointer, pointer)


def _of_metric(metric: Field) -> Metric:
    source = metric.at("type").text()
    block = metric.at(source[:1].lower() + source[1:]) if source else metric
    target = block.at("target")
    fields = {"Utilization": "averageUtilization", "AverageValue": "averageValue", "Value": "value"}
    kind = target.at("type").text() or next(
        (kind for kind, key in fields.items() if target.at(key).value is not None), ""
    )
    value = target.at(fields.get(kind, "value"))
    name = block.at("name").text() or block.at("metric", "name").text()
    container = block.at("container").text()
    return Metric(source, name, container, kind, _number(value), metric.pointer, value.pointer)


def _of_trigger(trigger: Field) -> Metric:
    kind, settings = trigger.at("type").text(), trigger.at("metadata")
    metric_type = trigger.at("metricType").text()
    if kind in ("cpu", "memory"):
        container = settings.at("containerName").text()
        source = "ContainerResource" if container else "Resource"
        target_type = metric_type or settings.at("type").text()
        value = settings.at("value")
        return Metric(source, kind, container, target_type, _number(value), trigger.pointer, value.pointer)
    query = settings.at("query")
    name = query.value if isinstance(query.value, str) else kind
    value = settings.at("threshold")
    return Metric("External", name, "", metric_type or "AverageValue", _number(value), trigger.pointer, value.pointer)


def _of_policy(policy: Field) -> Policy:
    value, period = policy.at("value").integer(), policy.at("periodSeconds").integer()
    if value is None or period is None or not 0 < value <= _LARGEST:
        raise UnreadableError(f"{policy.pointer} has no periodSeconds or no value that the API server takes")
    return Policy(policy.at("type").text(), value, period)


def _number(field: Field) -> Fraction | None:
    """The quantity as written; None where it is absent or no quantity, which is another rule's."""
    try:
        return None if field.value is None else parse_quantity(field.value).amount
    except (ValueError, TypeError):
        return None


def tolerance_pointers(scaler: Autoscaler) -> Iterator[str]:
    """Where the autoscaler writes a tolerance; raises UnreadableError."""
    for name in _WINDOWS:
        direction = direction_of(scaler, name)
        if direction.tolerance is not None:
            yield child(direction.pointer, "tolerance")
