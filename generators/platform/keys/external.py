"""A database or cache that somebody else keeps: a managed one, in one environment."""

from __future__ import annotations

from typing import Final

from generators.platform.keys.network import CIDRS
from generators.platform.record import Fields, record
from generators.platform.shape import Key
from generators.platform.shapes import network, number
from generators.platform.shapes.name import SUBDOMAIN
from generators.platform.values import External

HOST: Final = Key("host", network.HOST, "The host that is called.", "host: db.example.com")
PORT: Final = Key("port", number.PORT, "The port there; the type's own where it is absent.", "port: 5432")
SECRET: Final = Key(
    "secret",
    SUBDOMAIN,
    "A Secret of the namespace whose key `uri` says how to connect. A redis without a password needs none.",
    "secret: managed-db",
)


def _external(fields: Fields) -> External:
    cidrs = tuple(sorted(cidr.value for cidr in fields.all(CIDRS)))
    return External(fields.plain(HOST, ""), fields.of(PORT), fields.of(SECRET), cidrs, fields.source)


EXTERNAL: Final = Key(
    "external",
    record((HOST, PORT, SECRET, CIDRS), _external, ("host", "cidrs")),
    "Somebody else keeps it: nothing is made here, and who needs it is told of that one.",
    "external: {host: db.example.com, secret: managed-db, cidrs: [203.0.113.0/24]}",
)
