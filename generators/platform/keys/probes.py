"""Probes that replace the type's own."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from generators.platform.fault import Fault
from generators.platform.keys.program import WORDS
from generators.platform.record import Fields, named, record
from generators.platform.shape import Key
from generators.platform.shapes.name import HEADER_SCHEMA, PORT_NAME_SCHEMA, header
from generators.platform.shapes.number import BOOLEAN, whole
from generators.platform.shapes.text import TEXT, matching
from generators.platform.values import Probe, Probes, Setting

PORT: Final = Key(
    "port",
    matching("a port's name", PORT_NAME_SCHEMA["pattern"].strip("^$"), 15),
    "The name of the port that is asked; the first one where it is absent.",
    "port: http",
)
PATH: Final = Key(
    "path",
    matching("a path that begins with /", r"/[!-~]*", 500),
    "Asked by HTTP GET; 200 to 399 is well.",
    "path: /healthz",
)
HEADERS: Final = Key(
    "headers",
    named(header, HEADER_SCHEMA, TEXT, Setting),
    "Headers of the GET, for a program that answers some hosts alone.",
    "headers: {Host: shop.example.com}",
)
COMMAND: Final = Key("command", WORDS, "Run in the container; exit 0 is well.", "command: [redis-cli, ping]")
GRPC: Final = Key("grpc", TEXT, "Asked by gRPC's health protocol: the service's name, or an empty text.", 'grpc: ""')
TCP: Final = Key("tcp", BOOLEAN, "A connection that opens is well.", "tcp: true")
PERIOD: Final = Key("period_seconds", whole(1, 3600), "Seconds between two probes.", "period_seconds: 10")
TIMEOUT: Final = Key("timeout_seconds", whole(1, 3600), "Seconds an answer may take.", "timeout_seconds: 2")
FAILURES: Final = Key("failure_threshold", whole(1, 1000), "Failures in a row that count.", "failure_threshold: 3")
_WAYS: Final = (PATH, COMMAND, GRPC, TCP)


def _one_way(fields: Fields) -> Iterator[Fault]:
    ways = [key.name for key in _WAYS if key.name in fields.said]
    if len(ways) != 1:
        names = " and ".join(f"`{way}`" for way in ways) or "none"
        yield Fault(
            fields.source,
            f"must have one of path, command, grpc and tcp, found {names}",
            "write for example `path: /healthz`" if not ways else f"keep `{ways[0]}` alone",
        )
    tcp = fields.of(TCP)
    if tcp is not None and not tcp.value:
        yield Fault(tcp.source, "must be true, found the boolean false", "write `tcp: true`, or another way")
    if "headers" in fields.said and "path" not in ways:
        yield Fault(f"{fields.source}/headers", "headers go with a `path`, found none", "leave them out", at_key=True)
    if "command" in ways and "port" in fields.said:
        yield Fault(f"{fields.source}/port", "a command asks no port, found one", "leave it out")


def _probe(fields: Fields) -> Probe:
    return Probe(
        source=fields.source,
        port=fields.of(PORT),
        path=fields.of(PATH),
        command=fields.all(COMMAND),
        headers=fields.all(HEADERS),
        grpc=fields.of(GRPC),
        tcp=fields.plain(TCP, False),
        period_seconds=fields.of(PERIOD),
        timeout_seconds=fields.of(TIMEOUT),
        failure_threshold=fields.of(FAILURES),
    )


_SHAPE: Final = record((PORT, *_WAYS, HEADERS, PERIOD, TIMEOUT, FAILURES), _probe, checks=(_one_way,))
READY: Final = Key("ready", _SHAPE, "While it fails, the pod gets no requests.", "ready: {path: /ready}")
LIVE: Final = Key("live", _SHAPE, "When it fails, the container is started again.", "live: {path: /healthz}")
START: Final = Key("start", _SHAPE, "Until it passes once, the other two wait.", "start: {path: /healthz}")


def _probes(fields: Fields) -> Probes:
    return Probes(fields.of(READY), fields.of(LIVE), fields.of(START))


PROBES: Final = Key(
    "probes",
    record((READY, LIVE, START), _probes),
    "How Kubernetes asks whether a pod is well, where the type's own probes do not fit.",
    "probes: {ready: {path: /ready}}",
)
