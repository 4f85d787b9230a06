"""One component: its type decides which keys it takes."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from generators.platform.component_type import ComponentType
from generators.platform.fault import Fault, Outcome, wrong
from generators.platform.keys import catalogue
from generators.platform.keys.database import DATABASE_NAME, DATABASE_USE, INSTANCES, MAX_CONNECTIONS, OWNER, STORAGE
from generators.platform.keys.external import EXTERNAL
from generators.platform.keys.model import MODEL
from generators.platform.keys.network import EGRESS, NEEDS, ROUTES
from generators.platform.keys.placement import ANNOTATIONS, NODE_SELECTOR, SERVICE_ACCOUNT
from generators.platform.keys.ports import PORT, PORTS
from generators.platform.keys.probes import PROBES
from generators.platform.keys.program import ARGS, COMMAND, IMAGE, IMAGE_PULL_SECRETS, RUN_AS, STOPS_WITHIN
from generators.platform.keys.renamed import WAS
from generators.platform.keys.resources import GPU, RESOURCES
from generators.platform.keys.scale import ALONE, REPLICAS, SCALE
from generators.platform.keys.schedule import CONCURRENCY, DEADLINE, SCHEDULE, TIMEZONE
from generators.platform.keys.settings import CONFIG, ENV, SECRETS
from generators.platform.keys.singleton import SINGLETON
from generators.platform.keys.storage import FILES, VOLUMES
from generators.platform.keys.version import VERSION
from generators.platform.record import Fields, read_fields
from generators.platform.said import Leaf, Map, Said, found
from generators.platform.values import Amounts, Component, Probes, Resources
from manifests.nearest import way_out

Types = Mapping[str, ComponentType]
_ALL: Final = frozenset(key.name for key in catalogue.COMPONENT_KEYS)
_AMBIGUOUS: Final = frozenset(key.name for keys in catalogue.OF_ONE_TYPE.values() for key in keys)
OF_ENVIRONMENTS: Final = frozenset({"enabled", EXTERNAL.name})
"""What only an environment says of a component."""


def read_component(name: str, said: Said, types: Types) -> Outcome[Component]:
    """A component. Where its type is known there is a value, with the keys that are right, even if there are faults."""
    if not isinstance(said, Map):
        return wrong(Fault(said.source, f"must be a mapping, found {found(said)}", "write for example `{type: web}`"))
    written = said.get("type")
    rest = said.without({"type"})
    of_type = _type(written, said, types)
    if of_type.value is None:
        keys = [key for key in catalogue.COMPONENT_KEYS if key.name not in _AMBIGUOUS]
        return wrong(*of_type.faults, *read_fields(rest.without(_AMBIGUOUS), keys).faults)
    component_type = of_type.value
    strange = {key: value for key, value in rest.entries.items() if key in _ALL - component_type.keys}
    of_environments = {key: value for key, value in rest.entries.items() if key in OF_ENVIRONMENTS}
    taken = rest.without({*strange, *of_environments})
    required = component_type.required - ({"port"} if "ports" in taken.entries else set())
    read = read_fields(taken, catalogue.keys_of(component_type), required, f" of type {component_type.name}")
    faults = [*read.faults]
    faults += [
        Fault(
            value.source,
            f"only an environment says `{key}`",
            f"write it in `environments.<environment>.components.{name}`",
            at_key=True,
        )
        for key, value in of_environments.items()
    ]
    faults += [_strange(component_type, key, value) for key, value in strange.items()]
    if "port" in taken.entries and "ports" in taken.entries:
        faults.append(Fault(taken.entries["ports"].source, "found `port` and `ports`", "keep one of them", at_key=True))
    fields = read.value or Fields(said.source)
    return Outcome(_component(name, component_type.name, fields), tuple(faults))


def _strange(component_type: ComponentType, key: str, value: Said) -> Fault:
    """A key that the type does not take. Of `was`, the type says why and what to do instead."""
    problem, remedy = f"a component of type {component_type.name} has no `{key}`", "leave it out"
    if key == WAS.name and component_type.one_name:
        why, way_out = component_type.one_name
        problem, remedy = f"{problem}: {why}", f"{remedy}, and {way_out}"
    return Fault(value.source, problem, remedy, at_key=True)


def _type(written: Said | None, said: Map, types: Types) -> Outcome[ComponentType]:
    names = ", ".join(sorted(types))
    if written is None:
        return wrong(Fault(said.source, "the key `type` is missing", f"write one of {names}"))
    if not isinstance(written, Leaf) or not isinstance(written.value, str):
        return wrong(Fault(written.source, f"must be a type, found {found(written)}", f"write one of {names}"))
    if written.value not in types:
        return wrong(Fault(written.source, f"no type is named {found(written)}", way_out(written.value, types)))
    return Outcome(types[written.value])


def _component(name: str, type_name: str, fields: Fields) -> Component:
    return Component(
        name=name,
        type=type_name,
        source=fields.source,
        was=fields.of(WAS),
        image=fields.of(IMAGE),
        command=fields.all(COMMAND),
        args=fields.all(ARGS),
        ports=fields.all(PORT) or fields.all(PORTS),
        resources=fields.of(RESOURCES) or Resources(Amounts(), Amounts()),
        gpu=fields.of(GPU),
        scale=fields.of(SCALE),
        replicas=fields.of(REPLICAS),
        alone=fields.plain(ALONE, False),
        probes=fields.of(PROBES) or Probes(),
        stops_within=fields.of(STOPS_WITHIN),
        env=fields.all(ENV),
        config=fields.all(CONFIG),
        files=fields.all(FILES),
        secrets=fields.all(SECRETS),
        volumes=fields.all(VOLUMES),
        egress=tuple(sorted(fields.all(EGRESS), key=lambda each: (each.host, each.port))),
        routes=fields.all(ROUTES),
        needs=tuple(sorted(fields.all(NEEDS), key=lambda need: need.value)),
        service_account_annotations=fields.all(SERVICE_ACCOUNT),
        image_pull_secrets=fields.all(IMAGE_PULL_SECRETS),
        node_selector=fields.all(NODE_SELECTOR),
        annotations=fields.all(ANNOTATIONS),
        run_as=fields.of(RUN_AS),
        singleton=fields.of(SINGLETON),
        database_use=fields.of(DATABASE_USE) if type_name not in catalogue.OF_ONE_TYPE else None,
        model=fields.of(MODEL),
        version=fields.of(VERSION),
        database=fields.of(DATABASE_NAME) if type_name in catalogue.OF_ONE_TYPE else None,
        owner=fields.of(OWNER),
        storage=fields.of(STORAGE),
        instances=fields.of(INSTANCES),
        max_connections=fields.of(MAX_CONNECTIONS),
        schedule=fields.of(SCHEDULE),
        timezone=fields.of(TIMEZONE),
        concurrency=fields.of(CONCURRENCY),
        deadline=fields.of(DEADLINE),
    )
