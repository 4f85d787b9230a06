"""Which containers of a pod lack a probe."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from manifests.pointer import child
from policies.workload.container import Container, Role
from policies.workload.probe import Probe, read_probe
from policies.workload.workload import Workload


@dataclass(frozen=True, slots=True)
class Unprobed:
    """A container without the probe: its name (None: no container of the pod has it), the field, and the fact."""

    container: str | None
    field: str
    fact: str


def is_server(workload: Workload, parameters: Mapping[str, Any]) -> bool:
    """Whether the workload runs for ever and is of one of the parameter `kinds`."""
    ends = workload.object.kind == "Pod" and workload.pod.spec.get("restartPolicy", "Always") != "Always"
    return workload.object.kind in parameters["kinds"] and not ends


def unprobed(workload: Workload, kinds: tuple[str, ...], containers: str) -> Iterator[Unprobed]:
    """The containers that have none of the probes `kinds`; one for the pod if `containers` is "any".

    Init containers end before a probe could ask them; sidecars are asked. Raises UnreadableError.
    """
    lacking = []
    judged = list(workload.pod.of(Role.REGULAR, Role.SIDECAR))
    for container in judged:
        found = [probe for kind in kinds if (probe := read_probe(container, kind)) is not None]
        if not any(probe.handler for probe in found):
            lacking.append(_lack(container, kinds, found))
    if containers == "every":
        yield from lacking
    elif lacking and len(lacking) == len(judged):
        yield Unprobed(None, lacking[0].field, f"no container has {_names(kinds)}")


def _lack(container: Container, kinds: tuple[str, ...], found: list[Probe]) -> Unprobed:
    if found:
        return Unprobed(container.name, found[0].pointer, f"{found[0].kind} asks nothing")
    return Unprobed(container.name, child(container.pointer, kinds[0]), f"no {_names(kinds)}")


def _names(kinds: tuple[str, ...]) -> str:
    return kinds[0] if len(kinds) == 1 else ", ".join(kinds[:-1]) + " or " + kinds[-1]
