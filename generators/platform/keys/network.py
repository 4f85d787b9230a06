"""Who may call the component, and whom it calls."""

from __future__ import annotations

from typing import Final

from generators.platform.record import Fields, record
from generators.platform.sequence import list_of
from generators.platform.shape import Key
from generators.platform.shapes import network, number
from generators.platform.shapes.name import LABEL
from generators.platform.shapes.text import matching
from generators.platform.values import Egress, Route, Sourced

HOST: Final = Key(
    "host", network.HOST, "A label before the environment's domain (`learn`), or a whole name with dots.", "host: learn"
)
PATH: Final = Key(
    "path",
    matching(
        "a path that begins with /, without // or a dot segment",
        r"/|(?:/(?!\.{1,2}(?:/|$))[A-Za-z0-9._~!$&'()*+,;=:@%-]+)+/?",
        1024,
    ),
    "The beginning of the paths that come here.",
    "path: /api",
)


def _route(fields: Fields) -> Route:
    return Route(fields.of(HOST) or Sourced("", fields.source), fields.of(PATH) or Sourced("/", fields.source))


ROUTES: Final = Key(
    "routes",
    list_of(record((HOST, PATH), _route, ("host",)), "routes", lambda route: route.host.value + route.path.value),
    "The addresses at which it is reached through the gateway.",
    "routes: [{host: learn, path: /api}]",
)

DESTINATION: Final = Key("host", network.HOST, "The host that is called.", "host: payments.example.com")
PORT: Final = Key("port", number.PORT, "The port there.", "port: 443")
CIDRS: Final = Key(
    "cidrs",
    list_of(network.CIDR, "address ranges", lambda cidr: cidr.value),
    "The addresses of the host, which a NetworkPolicy needs.",
    "cidrs: [203.0.113.0/24]",
)


def _egress(fields: Fields) -> Egress:
    cidrs = sorted(cidr.value for cidr in fields.all(CIDRS))
    return Egress(fields.plain(DESTINATION, ""), fields.plain(PORT, 0), tuple(cidrs), fields.source)


EGRESS: Final = Key(
    "egress",
    list_of(
        record((DESTINATION, PORT, CIDRS), _egress, ("host", "port", "cidrs")),
        "destinations",
        lambda egress: f"{egress.host}:{egress.port}",
    ),
    "Destinations outside of the namespace that it may call.",
    "egress: [{host: payments.example.com, port: 443, cidrs: [203.0.113.0/24]}]",
)
NEEDS: Final = Key(
    "needs",
    list_of(LABEL, "component names", lambda name: name.value),
    "Components it calls: network access and connection settings follow from it.",
    "needs: [postgres, redis]",
)
