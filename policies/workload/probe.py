"""The probes of a container, with the kubelet's defaults, and how long they let it start."""

from dataclasses import dataclass
from typing import Any

from policies.workload.container import Container, Role
from policies.workload.field import Field
from policies.workload.pod import Pod

PROBES = ("startupProbe", "readinessProbe", "livenessProbe")
_HANDLERS = ("exec", "httpGet", "tcpSocket", "grpc")


@dataclass(frozen=True, slots=True)
class Probe:
    """One probe. Times are seconds, written or Kubernetes' default; a written 0 is the default too.

    `handler` is "" where the probe asks nothing, which the API server refuses.
    """

    kind: str
    handler: str
    asked: Field
    initial_delay: int
    period: int
    failures: int
    pointer: str

    @property
    def budget(self) -> int:
        """Seconds until the kubelet gives the container up: initialDelaySeconds + periodSeconds x failureThreshold.

        Source: Kubernetes, "Configure Liveness, Readiness and Startup Probes". A timeout adds nothing: a program that
        does not listen yet refuses at once.
        """
        return self.initial_delay + self.period * self.failures


def read_probe(container: Container, kind: str) -> Probe | None:
    """The container's probe of that kind ("livenessProbe", ...), None where absent; raises UnreadableError."""
    field = Field(container.body, container.pointer).at(kind)
    if field.value is None:
        return None
    handler = next((name for name in _HANDLERS if field.at(name).value is not None), "")
    return Probe(
        kind=kind,
        handler=handler,
        asked=field.at(handler) if handler else Field(None, field.pointer),
        initial_delay=field.at("initialDelaySeconds").integer() or 0,
        period=field.at("periodSeconds").integer() or 10,
        failures=field.at("failureThreshold").integer() or 3,
        pointer=field.pointer,
    )


def question(probe: Probe, container: Container) -> tuple[Any, ...]:
    """What the probe asks, with Kubernetes' defaults and port names resolved, so that two can be compared.

    Raises UnreadableError.
    """
    asked = probe.asked
    match probe.handler:
        case "httpGet":
            headers = sorted(
                (item.at("name").text(), item.at("value").text()) for item in asked.at("httpHeaders").items()
            )
            path, scheme = asked.at("path").text() or "/", asked.at("scheme").text() or "HTTP"
            return "httpGet", scheme, asked.at("host").text(), _port(asked, container), path, headers
        case "tcpSocket":
            return "tcpSocket", asked.at("host").text(), _port(asked, container)
        case "grpc":
            return "grpc", asked.at("port").value, asked.at("service").text()
        case "exec":
            return "exec", [item.text() for item in asked.at("command").items()]
        case _:
            return ("",)


def port_numbers(container: Container) -> dict[str, Any]:
    """The container's named ports with their numbers; raises UnreadableError."""
    ports = Field(container.body, container.pointer).at("ports").items()
    return {port.at("name").text(): port.at("containerPort").value for port in ports if port.at("name").text()}


def start_budget(pod: Pod) -> int:
    """Seconds that the start-up probes give a pod: sidecars start one after another, then all containers together.

    0 where no container has a start-up probe. Raises UnreadableError.
    """
    sidecars = sum(_start_seconds(container) for container in pod.of(Role.SIDECAR))
    return sidecars + max((_start_seconds(container) for container in pod.of(Role.REGULAR)), default=0)


def _start_seconds(container: Container) -> int:
    probe = read_probe(container, "startupProbe")
    return probe.budget if probe is not None else 0


def _port(asked: Field, container: Container) -> Any:
    written = asked.at("port").value
    return port_numbers(container).get(written, written) if isinstance(written, str) else written
