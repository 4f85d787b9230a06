"""Nothing in one container is said twice: no variable, no folder; probes ask ports that are there."""

from __future__ import annotations

from collections.abc import Iterator

from generators.platform.draft import Draft
from generators.platform.fault import Fault, shown
from manifests.nearest import way_out


def variables(draft: Draft) -> Iterator[Fault]:
    for component in draft.components:
        owners = {setting.name: "env" for setting in component.env}
        others = [("config", each.name, each.value.source) for each in component.config]
        others += [
            ("secrets", each.variable, f"{component.source}/secrets/{each.variable}") for each in component.secrets
        ]
        for key, name, source in others:
            owner = owners.setdefault(name, key)
            if owner != key:
                yield Fault(
                    source, f"found the variable {name}, which `{owner}` sets already", "keep one of them", at_key=True
                )


def mounts(draft: Draft) -> Iterator[Fault]:
    for component in draft.components:
        owners: dict[str, str] = {file.path: f"a file at {file.path}" for file in component.files}
        for volume in component.volumes:
            path = volume.path.value
            owner = owners.setdefault(path, f"the volume {volume.name}")
            if owner != f"the volume {volume.name}":
                yield Fault(volume.path.source, f"found {shown(path)}, where {owner} is already", "write another path")


def probe_ports(draft: Draft) -> Iterator[Fault]:
    for component in draft.components:
        if not draft.sound(component, "port", "ports"):
            continue
        served = draft.types[component.type].serves
        names = [port.name for port in component.ports] or [name for name, _ in served]
        for probe in (component.probes.ready, component.probes.live, component.probes.start):
            if probe is None or probe.command:
                continue
            if probe.port is not None and probe.port.value not in names:
                remedy = way_out(str(probe.port.value), names) if names else "write `ports`"
                yield Fault(probe.port.source, f"no port is named {shown(probe.port.value)}", remedy)
            elif probe.port is None and not names:
                yield Fault(probe.source, "asks a port, found none", "write for example `port: 8080` in the component")
