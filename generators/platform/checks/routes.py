"""Every route has a host of its own and a gateway."""

from __future__ import annotations

from collections.abc import Iterator

from generators.platform.draft import Draft
from generators.platform.fault import Fault, shown
from generators.platform.values import Route


def domain(draft: Draft) -> Iterator[Fault]:
    environment = draft.environment
    if environment is None or environment.domain is not None or f"{environment.source}/domain" in draft.broken:
        return
    for component in draft.components:
        for route in component.routes:
            if "." not in route.host.value:
                yield Fault(
                    environment.source,
                    f"{component.name} has a route with the host {shown(route.host.value)}, found no key `domain`",
                    "write for example `domain: example.com`",
                )
                return


def apart(draft: Draft) -> Iterator[Fault]:
    """No two routes claim one address."""
    suffix = ""
    if draft.environment is not None and draft.environment.domain is not None:
        suffix = f".{draft.environment.domain.value}"
    owners: dict[tuple[str, str], str] = {}
    for component in draft.components:
        for route in component.routes:
            other = owners.setdefault((full_host(route, suffix), route.path.value), component.name)
            if other != component.name:
                # As written, without the domain: the same fault in every environment is said once.
                written = shown(f"{route.host.value}{route.path.value}")
                problem = f"found {written}, which is an address of {other} already"
                yield Fault(route.host.source, problem, "write another host or path")


def full_host(route: Route, suffix: str) -> str:
    return route.host.value if "." in route.host.value else f"{route.host.value}{suffix}"
