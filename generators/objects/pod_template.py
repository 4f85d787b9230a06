"""A pod template: Pod Security `restricted`, no token, no environment variables made from other Services."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from generators.objects.body import Body
from generators.objects.container import Container, container
from generators.objects.labels import Labels
from generators.objects.security_context import pod_security
from generators.platform.values import Sourced


@dataclass(frozen=True, slots=True)
class Pod:
    """What a pod is made of. `grace_seconds` None leaves Kubernetes' own 30 seconds."""

    labels: Labels
    container: Container
    service_account: str
    user: int | Sourced[int]
    grace_seconds: int | None = None
    restart_policy: str | None = None
    priority_class: str | None = None
    annotations: Mapping[str, Any] | None = None
    node_selector: Mapping[str, Any] | None = None
    image_pull_secrets: Sequence[Sourced[str]] = ()
    spread: Sequence[Body] = ()
    tolerations: Sequence[Body] = ()
    affinity: Body | None = None
    claims: tuple[str, ...] = ()  # names of volumes that a StatefulSet's claims make: mounted, but no volume here


def pod_template(pod: Pod) -> Body:
    """`metadata` and `spec` of the template."""
    metadata: Body = {"labels": pod.labels.on_pod()}
    if pod.annotations:
        metadata["annotations"] = dict(pod.annotations)
    return {"metadata": metadata, "spec": _spec(pod)}


def _spec(pod: Pod) -> Body:
    volumes = [each.volume for each in pod.container.mounted if each.volume["name"] not in pod.claims]
    owns = bool(pod.claims) or any("persistentVolumeClaim" in volume for volume in volumes)
    spec: Body = {
        "serviceAccountName": pod.service_account,
        "automountServiceAccountToken": False,
        "enableServiceLinks": False,
    }
    if pod.restart_policy:
        spec["restartPolicy"] = pod.restart_policy
    if pod.grace_seconds is not None:
        spec["terminationGracePeriodSeconds"] = pod.grace_seconds
    if pod.priority_class:
        spec["priorityClassName"] = pod.priority_class
    spec["securityContext"] = pod_security(pod.user, owns_volumes=owns)
    if pod.image_pull_secrets:
        spec["imagePullSecrets"] = [{"name": name} for name in pod.image_pull_secrets]
    if pod.node_selector:
        spec["nodeSelector"] = dict(pod.node_selector)
    if pod.tolerations:
        spec["tolerations"] = [*pod.tolerations]
    if pod.affinity:
        spec["affinity"] = pod.affinity
    if pod.spread:
        spec["topologySpreadConstraints"] = [*pod.spread]
    spec["containers"] = [container(pod.container)]
    if volumes:
        spec["volumes"] = volumes
    return spec
