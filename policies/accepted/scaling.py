"""Autoscalers: pkg/apis/autoscaling/validation/validation.go."""

from policies.accepted.checks import (
    between,
    exactly_one,
    filled,
    needs,
    one_of,
    quantity,
    together,
    typed,
    written,
)
from policies.accepted.names import (
    PATH_SEGMENT,
)
from policies.accepted.pods import below
from policies.accepted.table import Table

_METRICS = {
    "Resource": "resource",
    "ContainerResource": "containerResource",
    "Pods": "pods",
    "Object": "object",
    "External": "external",
}
_TARGET: Table = {
    "": together(needs("type"), exactly_one(("averageUtilization", "averageValue", "value"))),
    "type": one_of("Utilization", "Value", "AverageValue"),
    "averageUtilization": between(1),
    "value": quantity(),
    "averageValue": quantity(),
}
_SCALING: Table = {
    "policies": filled,
    "policies/*": needs("type"),
    "policies/*/type": one_of("Percent", "Pods"),
    "policies/*/value": between(1),
    "policies/*/periodSeconds": between(1, 1800),
    "selectPolicy": one_of("Max", "Min", "Disabled"),
    "stabilizationWindowSeconds": between(0, 3600),
    "tolerance": quantity(),
}
AUTOSCALER: Table = {
    "spec/scaleTargetRef": needs("kind", "name"),
    "spec/scaleTargetRef/kind": PATH_SEGMENT,
    "spec/scaleTargetRef/name": PATH_SEGMENT,
    "spec/metrics/*": together(needs("type"), typed(_METRICS)),
    **{
        path: check
        for kind in _METRICS.values()
        for path, check in {
            f"spec/metrics/*/{kind}": needs("target"),
            **below(f"spec/metrics/*/{kind}/target", _TARGET),
        }.items()
    },
    **dict.fromkeys(("spec/metrics/*/resource", "spec/metrics/*/containerResource"), needs("name", "target")),
    **dict.fromkeys(
        ("spec/metrics/*/pods/metric", "spec/metrics/*/object/metric", "spec/metrics/*/external/metric"), needs("name")
    ),
    "spec/metrics/*/containerResource/container": written,
    **below("spec/behavior/scaleUp", _SCALING),
    **below("spec/behavior/scaleDown", _SCALING),
}
