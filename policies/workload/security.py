"""What a pod and its containers write about their security, and what of it holds where a container writes nothing.

Source: k8s.io/pod-security-admission, policy/ (visitor.go, helpers.go): all containers count, ephemeral ones too. The
standard's own history before Kubernetes 1.25 is left out: everything older is judged as 1.25.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from policies.workload.field import Field
from policies.workload.pod import Pod
from policies.workload.workload import Workload


@dataclass(frozen=True, slots=True)
class Holder:
    """Who can have a security context: the pod (`container` None) or one of its containers."""

    body: Field
    container: str | None

    def setting(self, *keys: str) -> Field:
        """A setting of the security context; absent where there is no such context."""
        return self.body.at("securityContext", *keys)


def pod_spec(pod: Pod) -> Field:
    """The pod's spec, to read a field of it."""
    return Field(pod.spec, pod.pointer)


def containers(pod: Pod) -> Iterator[Holder]:
    """Every container: init containers and sidecars, regular and ephemeral ones."""
    return (Holder(Field(container.body, container.pointer), container.name) for container in pod.containers)


def holders(pod: Pod) -> Iterator[Holder]:
    """The pod, then every container."""
    yield Holder(pod_spec(pod), None)
    yield from containers(pod)


def inherited(pod: Pod, container: Holder, *keys: str) -> Field:
    """The setting that holds for a container: its own, else the pod's; the container's field where neither is set."""
    own = container.setting(*keys)
    shared = pod_spec(pod).at("securityContext", *keys)
    return own if own.value is not None or shared.value is None else shared


def has_template(workload: Workload, parameters: Mapping[str, Any]) -> bool:
    """Whether the object writes its pods' specs itself: a CloudNativePG Cluster leaves them to its operator."""
    return workload.kind.kind != "Cluster"


def is_linux(workload: Workload, parameters: Mapping[str, Any]) -> bool:
    """Whether the pods need not be Windows pods, which Kubernetes lets have none of the settings for Linux."""
    return has_template(workload, parameters) and pod_spec(workload.pod).at("os", "name").value != "windows"


def has_user_namespace(pod: Pod) -> bool:
    """Whether user 0 of the pod is another user on the node (KEP-127)."""
    return pod_spec(pod).at("hostUsers").boolean() is False


def annotations(workload: Workload) -> Field:
    """The annotations of the workload's pods."""
    return Field(workload.object.body).at(*workload.kind.template, "metadata", "annotations")
