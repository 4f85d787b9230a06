"""A Service: whom it selects, and which ports of the pods it names."""

from collections.abc import Iterator
from dataclasses import dataclass

from policies.objects import Object
from policies.workload.container import Role
from policies.workload.field import Field
from policies.workload.pod import Pod
from policies.workload.selector import Requirement, Selector


@dataclass(frozen=True, slots=True)
class NamedPort:
    """A target port that is a name, which some container must give to one of its ports of that protocol."""

    name: str
    protocol: str
    field: str


def service_selector(service: Object) -> Selector | None:
    """The selector, None where the Service has none or needs none (ExternalName); raises UnreadableError.

    An empty one is as none: somebody else writes the endpoints.
    """
    spec = Field(service.body).at("spec")
    labels = spec.at("selector").texts()
    if not labels or spec.at("type").value == "ExternalName":
        return None
    return Selector(tuple(Requirement(key, "In", frozenset({value})) for key, value in labels.items()))


def named_ports(service: Object) -> Iterator[NamedPort]:
    """The ports that the Service looks up by name in its pods; raises UnreadableError."""
    for port in Field(service.body).at("spec", "ports").items():
        target = port.at("targetPort")
        # A text of digits is a name as well: IntOrString keeps the type that was written.
        if isinstance(target.value, str):
            yield NamedPort(target.value, port.at("protocol").text() or "TCP", target.pointer)


def declares(pod: Pod, wanted: NamedPort) -> bool:
    """Whether a container or sidecar names such a port (FindPort of the endpoint slice controller); raises
    UnreadableError."""
    return any(
        port.at("name").text() == wanted.name and (port.at("protocol").text() or "TCP") == wanted.protocol
        for container in pod.of(Role.REGULAR, Role.SIDECAR)
        for port in Field(container.body, container.pointer).at("ports").items()
    )
