"""A Gateway's listeners, a route's parents, and what a ReferenceGrant permits (Gateway API v1)."""

from collections.abc import Iterator
from dataclasses import dataclass

from policies.objects import Object
from policies.workload.backend import GATEWAY
from policies.workload.field import Field


@dataclass(frozen=True, slots=True)
class Listener:
    """One listener. `from_` says routes of which namespaces may attach: Same, All, Selector or None.

    `protocol` is HTTP, HTTPS, TLS, TCP, UDP or a controller's own.
    """

    name: str
    port: int | None
    from_: str
    protocol: str = ""


@dataclass(frozen=True, slots=True)
class Parent:
    """What a route attaches to. `section` is a listener's name, `port` its port; "" and None: any."""

    group: str
    kind: str
    namespace: str
    name: str
    section: str
    port: int | None
    field: str

    def reaches(self, listener: Listener) -> bool:
        """Whether the route asks to be attached to this listener of the parent."""
        return self.section in ("", listener.name) and self.port in (None, listener.port)


def parents_of(route: Object) -> Iterator[Parent]:
    """The parents of a route; raises UnreadableError."""
    for reference in Field(route.body).at("spec", "parentRefs").items():
        group = reference.at("group")
        yield Parent(
            group=GATEWAY if group.value is None else group.text(),
            kind=reference.at("kind").text() or "Gateway",
            namespace=reference.at("namespace").text() or route.namespace,
            name=reference.at("name").text(),
            section=reference.at("sectionName").text(),
            port=reference.at("port").integer(),
            field=reference.pointer,
        )


def listeners_of(gateway: Object) -> Iterator[Listener]:
    """The listeners of a Gateway; raises UnreadableError."""
    for listener in Field(gateway.body).at("spec", "listeners").items():
        from_ = listener.at("allowedRoutes", "namespaces", "from").text() or "Same"
        name, protocol = listener.at("name").text(), listener.at("protocol").text()
        yield Listener(name, listener.at("port").integer(), from_, protocol)


def permits(grant: Object, route: Object, kind: str, name: str) -> bool:
    """Whether the grant, which stands in the target's namespace, lets the route name this core object; raises
    UnreadableError."""
    spec = Field(grant.body).at("spec")
    sources = (
        (source.at("group").text(), source.at("kind").text(), source.at("namespace").text())
        for source in spec.at("from").items()
    )
    targets = (
        target.at("group").text() == "" and target.at("kind").text() == kind and target.at("name").text() in ("", name)
        for target in spec.at("to").items()
    )
    return (route.group, route.kind, route.namespace) in sources and any(targets)
