"""One container of a pod."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from generators.objects.body import Body
from generators.objects.security_context import container_security
from generators.objects.volumes import Mounted
from generators.platform.values import Port


@dataclass(frozen=True, slots=True)
class Container:
    """What a container is made of. `image` is a placeholder that the overlay resolves; `pre_stop_seconds` 0 is none."""

    name: str
    image: str
    resources: Body
    command: Sequence[Any] = ()
    args: Sequence[Any] = ()
    ports: tuple[Port, ...] = ()
    config_map: str | None = None
    env: Sequence[Body] = ()
    probes: Body | None = None
    pre_stop_seconds: int = 0
    mounted: tuple[Mounted, ...] = ()


def container(parts: Container) -> Body:
    """The container's body. `preStop.sleep` keeps it serving until its endpoint is gone everywhere (KEP-3960)."""
    body: Body = {"name": parts.name, "image": parts.image}
    if parts.command:
        body["command"] = [*parts.command]
    if parts.args:
        body["args"] = [*parts.args]
    if parts.ports:
        body["ports"] = [{"name": port.name, "containerPort": port.number} for port in parts.ports]
    if parts.config_map:
        body["envFrom"] = [{"configMapRef": {"name": parts.config_map}}]
    if parts.env:
        body["env"] = [*parts.env]
    body["resources"] = parts.resources
    mounts = [mount for mounted in parts.mounted for mount in mounted.mounts]
    if mounts:
        body["volumeMounts"] = mounts
    if parts.probes:
        body |= parts.probes
    if parts.pre_stop_seconds:
        body["lifecycle"] = {"preStop": {"sleep": {"seconds": parts.pre_stop_seconds}}}
    body["securityContext"] = container_security()
    return body
