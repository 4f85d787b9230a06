"""One environment: its own keys, and the components as they are there."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Final

from generators.platform import component as components
from generators.platform.fault import Fault, Outcome, wrong
from generators.platform.keys.catalogue import COMPONENT_KEYS
from generators.platform.keys.external import EXTERNAL
from generators.platform.overrides import ENABLED, merged
from generators.platform.record import Fields, read_fields
from generators.platform.said import Map, Said, found
from generators.platform.shape import Key, Shape
from generators.platform.shapes.name import LABEL
from generators.platform.shapes.network import HOST
from generators.platform.shapes.number import BOOLEAN, whole
from generators.platform.values import Component, External, Sourced
from manifests.nearest import way_out

KNOWN: Final = frozenset(key.name for key in COMPONENT_KEYS) | {"type"}
NEEDS_SECRET: Final = frozenset({"postgres"})


def _map(said: Said) -> Outcome[Map]:
    if isinstance(said, Map):
        return Outcome(said)
    return wrong(Fault(said.source, f"must be a mapping, found {found(said)}"))


DOMAIN: Final = Key("domain", HOST, "The domain that hosts of routes are labels of.", "domain: dev.example.com")
GPUS: Final = Key("gpus", whole(0, 100_000), "How many GPUs the environment has.", "gpus: 4")
NAMESPACE: Final = Key(
    "namespace", LABEL, "The namespace; <name>-<environment> where it is absent.", "namespace: shop-dev"
)
COMPONENTS: Final = Key(
    "components",
    Shape(_map, {"type": "object"}),
    "What differs here, by component.",
    "components: {frontend: {replicas: 1}}",
)
KEYS: Final = (DOMAIN, GPUS, NAMESPACE, COMPONENTS)


@dataclass(frozen=True, slots=True)
class EnvironmentDraft:
    """An environment as far as it could be read. `disabled` are components switched off here: name -> pointer."""

    name: str
    source: str
    domain: Sourced[str] | None
    gpus: Sourced[int] | None
    namespace: Sourced[str] | None
    components: tuple[Component, ...]
    disabled: Mapping[str, str]


def read_environment(
    name: str, said: Said, base: Map | None, read: Mapping[str, Component], types: components.Types
) -> Outcome[EnvironmentDraft]:
    """An environment. `base` is what was said of the components (None: nothing of use), `read` what it gave."""
    if not isinstance(said, Map):
        return wrong(
            Fault(
                said.source, f"must be a mapping, found {found(said)}", "write for example `{domain: dev.example.com}`"
            )
        )
    fields_read = read_fields(said, KEYS)
    fields = fields_read.value or Fields(said.source)
    faults = [*fields_read.faults]
    effective = dict(read)
    disabled: dict[str, str] = {}
    overrides = fields.of(COMPONENTS) or Map({}, said.source)
    for component, over in overrides.entries.items():
        if base is None:
            break
        said_of_it = base.get(component)
        if said_of_it is None:
            remedy = way_out(component, base.entries)
            faults.append(Fault(over.source, f"no component is named `{component}`", remedy, at_key=True))
            continue
        outcome = _override(component, over, said_of_it, types)
        faults += outcome.faults
        if outcome.value is not None and outcome.value.component is not None:
            effective[component] = outcome.value.component
        if outcome.value is not None and outcome.value.disabled is not None:
            disabled[component] = outcome.value.disabled
    there = tuple(effective[each] for each in sorted(effective) if each not in disabled)
    draft = EnvironmentDraft(
        name, said.source, fields.of(DOMAIN), fields.of(GPUS), fields.of(NAMESPACE), there, disabled
    )
    return Outcome(draft, tuple(faults))


@dataclass(frozen=True, slots=True)
class _There:
    """A component here: None where it cannot be read. `disabled` is the pointer of what switches it off."""

    component: Component | None
    disabled: str | None


def _override(name: str, over: Said, base: Said, types: components.Types) -> Outcome[_There]:
    if not isinstance(over, Map):
        return wrong(Fault(over.source, f"must be a mapping, found {found(over)}", "write what differs"))
    if not isinstance(base, Map):
        return wrong()
    merge = merged(base, over, KNOWN)
    whole_map = merge.value if isinstance(merge.value, Map) else base
    enabled = _enabled(over.get(ENABLED))
    read = components.read_component(name, whole_map.without(components.OF_ENVIRONMENTS), types)
    external = _external(over.get(EXTERNAL.name), read.value, types)
    component = replace(read.value, external=external.value) if read.value else None
    faults = (*merge.faults, *enabled.faults, *read.faults, *external.faults)
    return Outcome(_There(component, enabled.value), faults)


def _external(said: Said | None, component: Component | None, types: components.Types) -> Outcome[External]:
    if said is None:
        return Outcome(None)
    if component is not None and not types[component.type].may_be_external:
        kinds = " or ".join(sorted(name for name, each in types.items() if each.may_be_external))
        problem = f"only a {kinds} may be `external`, found a component of type {component.type}"
        return wrong(Fault(said.source, problem, "leave it out", at_key=True))
    outcome = EXTERNAL.parse(said)
    if outcome.value and component and component.type in NEEDS_SECRET and outcome.value.secret is None:
        problem = f"the key `secret` is missing, and a {component.type} has a password"
        return wrong(Fault(said.source, problem, "write for example `secret: managed-db`"))
    return outcome


def _enabled(said: Said | None) -> Outcome[str]:
    """The pointer of `enabled: false`."""
    if said is None:
        return Outcome(None)
    outcome = BOOLEAN.parse(said)
    faults = tuple(Fault(fault.source, fault.problem, "write `enabled: false`") for fault in outcome.faults)
    return Outcome(said.source if outcome.value and not outcome.value.value else None, faults)
