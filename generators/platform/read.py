"""platform.yaml -> Platform. Every mistake of the file is collected, and none that only follows from another."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace

from manifests.reader import Mapping, Node, read_documents

from generators.platform import top
from generators.platform.checks.catalogue import CHECKS
from generators.platform.cluster import CLUSTER
from generators.platform.component import read_component
from generators.platform.component_type import ComponentType
from generators.platform.draft import Draft
from generators.platform.environment import EnvironmentDraft, read_environment
from generators.platform.fault import Fault
from generators.platform.positions import Positions
from generators.platform.record import Fields, read_fields
from generators.platform.said import Map, said
from generators.platform.values import Cluster, Component, Environment, KubernetesVersion, Platform, Sourced
from manifests.errors import Mistake, MistakesError

__all__ = ["Positions", "read_platform"]


def read_platform(text: str, file: str, types: Sequence[ComponentType]) -> tuple[Platform, Positions]:
    """The platform that `text` says, and where each JSON pointer into it stands.

    `file` is the name that mistakes begin with. Raises MistakesError with every mistake.
    """
    root, oddities = _only_document(text, file)
    positions = Positions(root)
    platform, faults = _platform(root, {each.name: each for each in types})
    # What is wrong with an odd value follows from its oddity.
    odd = {(oddity.line, oddity.column) for oddity in oddities}
    mistakes = [fault.mistake(file, positions) for fault in faults]
    mistakes = [mistake for mistake in mistakes if (mistake.line, mistake.column) not in odd]
    if oddities or mistakes or platform is None:
        raise MistakesError([*oddities, *mistakes])
    return platform, positions


def _only_document(text: str, file: str) -> tuple[Mapping, tuple[Mistake, ...]]:
    documents = read_documents(text, file)
    roots = [document.root for document in documents if document.root is not None]
    oddities = tuple(oddity for document in documents for oddity in document.oddities)
    if not roots:
        raise MistakesError([*oddities, Mistake(file, 1, 1, "nothing is said here; write for example `name: shop`")])
    if len(documents) > 1:
        position = documents[1].root.position if documents[1].root is not None else roots[0].position
        problem = f"must be one YAML document, found {len(documents)}; leave out the `---` between them"
        raise MistakesError([*oddities, Mistake(file, position.line, position.column, problem)])
    root: Node = roots[0]
    if not isinstance(root, Mapping):
        what = "a list" if not hasattr(root, "text") else "a single value"
        problem = f"must be a mapping, found {what}; write for example `name: shop`"
        raise MistakesError([*oddities, Mistake(file, root.position.line, root.position.column, problem)])
    return root, oddities


def _platform(root: Node, types: dict[str, ComponentType]) -> tuple[Platform | None, tuple[Fault, ...]]:
    """The platform, None where there is a fault."""
    whole = said(root)
    faults = [*whole.faults]
    top_map = whole.value if isinstance(whole.value, Map) else Map({}, "")
    read = read_fields(top_map, top.KEYS, top.REQUIRED)
    fields = read.value or Fields("")
    faults += read.faults
    base = fields.of(top.COMPONENTS) or Map({}, "/components")
    there = fields.of(top.ENVIRONMENTS) or Map({}, "/environments")
    faults += (*top.name_faults(base), *top.name_faults(there))
    components: dict[str, Component] = {}
    for name, place in sorted(base.entries.items()):
        component = read_component(name, place, types)
        faults += component.faults
        if component.value is not None:
            components[name] = component.value
    environments: list[EnvironmentDraft] = []
    for name, place in sorted(there.entries.items()):
        environment = read_environment(name, place, base.entries, components, types)
        faults += environment.faults
        if environment.value is not None:
            environments.append(environment.value)
    cluster = fields.of(CLUSTER) or (None if "cluster" in fields.said else NO_CLUSTER)
    name_said, release = fields.of(top.NAME), fields.of(top.KUBERNETES)
    draft = Draft(
        name=name_said.value if name_said else None,
        kubernetes=release.value if release else None,
        cluster=cluster,
        types=types,
        declared={name: place.source for name, place in sorted(base.entries.items())},
        components=tuple(components.values()),
        environments=tuple(environments),
        environment=None,
        broken=frozenset(fault.source for fault in faults),
    )
    faults += _checked(draft)
    if faults:
        return None, tuple(dict.fromkeys(faults))
    return _build(fields, draft), ()


NO_CLUSTER = Cluster(frozenset(), None, (), "monitoring", "cnpg-system")


def _checked(base: Draft) -> Iterable[Fault]:
    """The faults of all checks, over the base and over every environment."""
    drafts = [base, *(_in_environment(base, environment) for environment in base.environments)]
    return [fault for draft in drafts for check in CHECKS for fault in check(draft)]


def _in_environment(base: Draft, environment: EnvironmentDraft) -> Draft:
    return replace(base, components=environment.components, environment=environment)


def _build(fields: Fields, draft: Draft) -> Platform:
    """The platform, from a draft without faults."""
    name = fields.plain(top.NAME, "")
    return Platform(
        name=name,
        kubernetes=fields.plain(top.KUBERNETES, KubernetesVersion(0, 0)),
        registry=fields.plain(top.REGISTRY, ""),
        branch=fields.plain(top.GIT, "main"),
        cluster=draft.cluster or NO_CLUSTER,
        components=draft.components,
        environments=tuple(
            Environment(
                name=each.name,
                namespace=(each.namespace or Sourced(f"{name}-{each.name}", each.source)).value,
                domain=each.domain,
                gpus=each.gpus,
                components=each.components,
                source=each.source,
            )
            for each in draft.environments
        ),
    )
