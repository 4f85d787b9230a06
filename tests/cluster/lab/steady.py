"""Workloads at a number of pods that their autoscalers leave alone."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager

from tests.cluster.lab.capacity_watch import is_serving
from tests.cluster.lab.lab import Lab
from tests.cluster.lab.metrics import percent_of_request
from tests.cluster.lab.waiting import until

_TARGET_PERCENT = 60
"""Of the CPU request: the target of the platform's autoscalers, at which they want what there is."""


@contextmanager
def at_replicas(lab: Lab, replicas: Mapping[str, int]) -> Iterator[None]:
    """So many Ready pods of each Deployment until the end of `with`; then the minimum of its autoscaler again."""
    lab.metrics.cpu = lambda pod: percent_of_request(pod, _TARGET_PERCENT)
    try:
        _scale(lab, replicas)
        yield
    finally:
        lab.metrics.calm()
        _scale(lab, {component: minimum(lab, component) for component in replicas})


def minimum(lab: Lab, component: str) -> int:
    body = lab.client.get("autoscaling/v2", "HorizontalPodAutoscaler", lab.namespace, component)
    assert body is not None, f"no autoscaler {component}"
    return int(body["spec"]["minReplicas"])


def _scale(lab: Lab, replicas: Mapping[str, int]) -> None:
    """Until so many pods are Ready and no others are there."""

    def is_so() -> bool:
        for component, number in replicas.items():
            if lab.replicas(component) != number:
                said = {"spec": {"replicas": number}}
                lab.client.patch("apps/v1", "Deployment", lab.namespace, component, said, part="/scale")
                return False
            pods = lab.client.list("v1", "Pod", lab.namespace, f"app.kubernetes.io/name={component}")
            if len(pods) != number or not all(map(is_serving, pods)):
                return False
        return True

    until(is_so, 60, f"{dict(replicas)} pods are Ready", pause=0.5)
