"""Where pods with GPUs run."""

from __future__ import annotations

from generators.objects.body import Body
from generators.objects.resources import GPU
from generators.platform.values import Component


def tolerations(component: Component) -> list[Body]:
    """Lets the pods onto nodes that are kept free for GPUs."""
    return [{"key": GPU, "operator": "Exists", "effect": "NoSchedule"}] if component.gpu else []


def affinity(component: Component) -> Body | None:
    """Keeps them off the others: the toleration alone does not."""
    if not component.gpu:
        return None
    expression = {"key": f"{GPU}.present", "operator": "In", "values": ["true"]}
    terms = [{"matchExpressions": [expression]}]
    return {"nodeAffinity": {"requiredDuringSchedulingIgnoredDuringExecution": {"nodeSelectorTerms": terms}}}
