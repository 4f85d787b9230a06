"""Where an Ingress or a route of the Gateway API sends requests."""

from collections.abc import Iterator
from dataclasses import dataclass

from policies.objects import Object
from policies.workload.field import Field

GATEWAY = "gateway.networking.k8s.io"
ROUTES = ("HTTPRoute", "GRPCRoute", "TLSRoute", "TCPRoute", "UDPRoute")


@dataclass(frozen=True, slots=True)
class Backend:
    """One backend. `port` is a number or a name as written, None where absent; `field` the reference's JSON pointer."""

    group: str
    kind: str
    namespace: str
    name: str
    port: int | str | None
    field: str
    name_field: str
    port_field: str


def backends_of(item: Object) -> tuple[Backend, ...]:
    """The backends of an Ingress or a route, none of another object; raises UnreadableError."""
    spec = Field(item.body.get("spec"), "/spec")
    if (item.group, item.kind) == ("networking.k8s.io", "Ingress"):
        return tuple(_of_ingress(item, spec))
    if item.group == GATEWAY and item.kind in ROUTES:
        return tuple(_of_route(item, spec))
    return ()


def _of_ingress(item: Object, spec: Field) -> Iterator[Backend]:
    yield from _service(item, spec.at("defaultBackend"))
    for rule in spec.at("rules").items():
        for path in rule.at("http", "paths").items():
            yield from _service(item, path.at("backend"))


def _service(item: Object, backend: Field) -> Iterator[Backend]:
    service, resource = backend.at("service"), backend.at("resource")
    if service.value is not None:
        name, port = service.at("name"), service.at("port")
        chosen = port.at("name") if port.at("name").value else port.at("number")
        asked = port.at("name").text() or port.at("number").integer()
        yield Backend("", "Service", item.namespace, name.text(), asked, service.pointer, name.pointer, chosen.pointer)
    elif resource.value is not None:
        name = resource.at("name")
        group, kind = resource.at("apiGroup").text(), resource.at("kind").text()
        yield Backend(group, kind, item.namespace, name.text(), None, resource.pointer, name.pointer, "")


def _of_route(item: Object, spec: Field) -> Iterator[Backend]:
    for rule in spec.at("rules").items():
        yield from _mirrors(item, rule)
        for reference in rule.at("backendRefs").items():
            yield _reference(item, reference)
            yield from _mirrors(item, reference)


def _mirrors(item: Object, holder: Field) -> Iterator[Backend]:
    for entry in holder.at("filters").items():
        mirror = entry.at("requestMirror", "backendRef")
        if mirror.value is not None:
            yield _reference(item, mirror)


def _reference(item: Object, reference: Field) -> Backend:
    """A BackendObjectReference: the core group, kind Service and the route's namespace where nothing is written."""
    name, port = reference.at("name"), reference.at("port")
    return Backend(
        group=reference.at("group").text(),
        kind=reference.at("kind").text() or "Service",
        namespace=reference.at("namespace").text() or item.namespace,
        name=name.text(),
        port=port.integer(),
        field=reference.pointer,
        name_field=name.pointer,
        port_field=port.pointer,
    )
