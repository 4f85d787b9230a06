"""Whether a backend's Service is there and has the port that is asked for."""

from collections.abc import Iterable

from policies.indexes.absence import Wanted, absent
from policies.indexes.present import find
from policies.objects import Object
from policies.rule import Verdict, failed, not_evaluated
from policies.workload.backend import Backend
from policies.workload.field import Field, UnreadableError
from policies.world import World


def judged(world: World, owner: Object, backend: Backend, provided: Iterable[str]) -> Verdict | None:
    """The verdict on what names the backend, None where all is well or nothing is known."""
    if (backend.group, backend.kind) not in (("", "Service"), ("core", "Service")):
        return not_evaluated(owner, f"{backend.kind}/{backend.name} is of a custom kind", backend.field)
    service = find(world, "Service", backend.namespace, backend.name)
    if service is None:
        wanted = Wanted("Service", backend.namespace, backend.name, backend.name_field)
        return absent(world, owner, wanted, provided)
    if backend.port is None:
        return None
    try:
        ports = tuple(_ports(service))
    except UnreadableError as error:
        return not_evaluated(owner, f"{service.short}: {error}", backend.port_field)
    if any(backend.port in port for port in ports):
        return None
    fix = "Correct the port, or add it to the Service."
    return failed(owner, f"{service.short} has no port {backend.port}, {_only(ports)}", backend.port_field, fix=fix)


def _ports(service: Object) -> Iterable[tuple[int | None, str]]:
    for port in Field(service.body).at("spec", "ports").items():
        yield port.at("port").integer(), port.at("name").text()


def _only(ports: tuple[tuple[int | None, str], ...]) -> str:
    if not ports:
        return "and no other either"
    texts = [f"{number} ({name})" if name else str(number) for number, name in ports]
    return "only " + ", ".join(texts[:3]) + (f" and {len(texts) - 3} more" if len(texts) > 3 else "")
