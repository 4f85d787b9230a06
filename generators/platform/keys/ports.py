"""What the component listens on: `port: 8080`, or `ports` with names."""

from __future__ import annotations

from typing import Final

from generators.platform.fault import Fault, Outcome
from generators.platform.record import named
from generators.platform.said import Map, Said
from generators.platform.shape import Key, Shape
from generators.platform.shapes import number
from generators.platform.shapes.name import PORT_NAME_SCHEMA, port_name
from generators.platform.values import Port

_NAMED: Final = named(port_name, PORT_NAME_SCHEMA, number.PORT, Port)
SINGLE_NAME: Final = "http"


def _one(said: Said) -> Outcome[tuple[Port, ...]]:
    outcome = number.PORT.parse(said)
    return Outcome((Port(SINGLE_NAME, outcome.value),) if outcome.value else None, outcome.faults)


def _several(said: Said) -> Outcome[tuple[Port, ...]]:
    outcome = _NAMED.parse(said)
    if isinstance(said, Map) and not said.entries:
        return Outcome(None, (Fault(said.source, "must name at least one port, found an empty mapping"),))
    twice = _twice(outcome.value or ())
    if twice or outcome.value is None:
        return Outcome(None, (*outcome.faults, *twice))
    # The first port is the one that probes and routes use, and the order of keys says nothing.
    return Outcome(tuple(sorted(outcome.value, key=lambda port: (port.name != SINGLE_NAME, port.name))))


def _twice(ports: tuple[Port, ...]) -> tuple[Fault, ...]:
    names: dict[int, str] = {}
    faults: list[Fault] = []
    for port in ports:
        other = names.setdefault(port.number.value, port.name)
        if other != port.name:
            problem = f"found {port.number.value}, which is `{other}` already"
            faults.append(Fault(port.number.source, problem, "write another number"))
    return tuple(faults)


PORT: Final = Key("port", Shape(_one, number.PORT.schema), "The one port it listens on, named http.", "port: 8080")
PORTS: Final = Key(
    "ports",
    Shape(_several, {**_NAMED.schema, "minProperties": 1}),
    "The ports it listens on, by name. Routes and probes use `http` if it is there, else the first by name.",
    "ports: {http: 8080, metrics: 9090}",
)
