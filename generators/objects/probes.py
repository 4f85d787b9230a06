"""The three probes of a container: the type's own, and what the component writes over them.

Readiness and liveness must differ: a slow endpoint takes a pod out of its Service, it does not restart it.
Source: Kubernetes "Configure Liveness, Readiness and Startup Probes".
"""

from __future__ import annotations

from dataclasses import dataclass

from generators.objects.body import Body
from generators.platform.values import Port, Probe, Probes, Sourced


@dataclass(frozen=True, slots=True)
class DefaultProbe:
    """A type's probe: an HTTP `path`, else `command`, else a TCP connection. `port` None is the first one. Seconds.

    `asks` False: only the numbers are the type's, for what a component writes; where it writes none, there is none.
    """

    period: int
    failures: int | Sourced[int]
    timeout: int = 1
    path: str | Sourced[str] | None = None
    command: tuple[str, ...] = ()
    port: str | None = None
    asks: bool = True


@dataclass(frozen=True, slots=True)
class DefaultProbes:
    """The three probes of a type."""

    start: DefaultProbe
    ready: DefaultProbe
    live: DefaultProbe


def probes(defaults: DefaultProbes, written: Probes, ports: tuple[Port, ...]) -> Body:
    """`startupProbe`, `readinessProbe` and `livenessProbe` of a container that listens on `ports`."""
    asked = (
        ("startupProbe", defaults.start, written.start),
        ("readinessProbe", defaults.ready, written.ready),
        ("livenessProbe", defaults.live, written.live),
    )
    return {key: _probe(default, said, ports) for key, default, said in asked if said is not None or default.asks}


def start_budget_seconds(defaults: DefaultProbes, written: Probes) -> int:
    """How long a container may take to start before the kubelet kills it: period x failures of the start-up probe."""
    period = written.start.period_seconds if written.start else None
    failures = written.start.failure_threshold if written.start else None
    return _plain(period or defaults.start.period) * _plain(failures or defaults.start.failures)


def _plain(value: int | Sourced[int]) -> int:
    return value.value if isinstance(value, Sourced) else value


def _probe(default: DefaultProbe, written: Probe | None, ports: tuple[Port, ...]) -> Body:
    if written is None:
        return {
            **_default_handler(default, ports),
            "periodSeconds": default.period,
            "timeoutSeconds": default.timeout,
            "failureThreshold": default.failures,
        }
    return {
        **_written_handler(written, ports),
        "periodSeconds": written.period_seconds or default.period,
        "timeoutSeconds": written.timeout_seconds or default.timeout,
        "failureThreshold": written.failure_threshold or default.failures,
    }


def _default_handler(default: DefaultProbe, ports: tuple[Port, ...]) -> Body:
    if default.command:
        return {"exec": {"command": [*default.command]}}
    port = next((port for port in ports if port.name == default.port), ports[0]).name
    return {"httpGet": {"path": default.path, "port": port}} if default.path else {"tcpSocket": {"port": port}}


def _written_handler(written: Probe, ports: tuple[Port, ...]) -> Body:
    if written.command:
        return {"exec": {"command": [*written.command]}}
    if written.grpc is not None:
        # The kubelet's gRPC probe takes a number, not a name.
        number = _named(written.port, ports).number
        return {"grpc": {"port": number, **({"service": written.grpc} if written.grpc.value else {})}}
    port = written.port or _named(None, ports).name
    if not written.path:
        return {"tcpSocket": {"port": port}}
    headers = [{"name": header.name, "value": header.value} for header in written.headers]
    return {"httpGet": {"path": written.path, "port": port, **({"httpHeaders": headers} if headers else {})}}


def _named(name: Sourced[str] | None, ports: tuple[Port, ...]) -> Port:
    return next((port for port in ports if name is not None and port.name == name.value), ports[0])
