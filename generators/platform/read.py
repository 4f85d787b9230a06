"""platform.yaml -> Platform. Every mistake of its files is collected, and none that only follows from another."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace

from generators.platform import top
from generators.platform.checks.catalogue import CHECKS
from generators.platform.cluster import CLUSTER
from generators.platform.component import read_component
from generators.platform.component_type import ComponentType
from generators.platform.document import PlatformDocument, read_document
from generators.platform.draft import Draft, broken_by
from generators.platform.environment import EnvironmentDraft, read_environment
from generators.platform.fault import Fault
from generators.platform.include import INCLUDE, Find, no_files
from generators.platform.old_names import with_old_names
from generators.platform.positions import Positions
from generators.platform.record import Fields, read_fields
from generators.platform.said import Map, said
from generators.platform.values import Cluster, Component, Environment, KubernetesVersion, Platform, Sourced
from generators.platform.whole import whole
from manifests.errors import Mistake, MistakesError

__all__ = ["Positions", "read_platform"]

NO_CLUSTER = Cluster(frozenset(), None, (), "monitoring", "cnpg-system")
"""What is known of the clusters where platform.yaml says nothing of them."""


def read_platform(
    text: str, file: str, types: Sequence[ComponentType], find: Find = no_files
) -> tuple[Platform, Positions]:
    """The platform that `text` says, and where each JSON pointer into it stands.

    `file` is the name that mistakes begin with; `find` reads the files that it includes. Raises MistakesError with
    every mistake of all files.
    """
    document = read_document(text, file)
    included = _included(document, find)
    everything = whole(document, included)
    oddities = [oddity for each in (document, *included) for oddity in each.oddities]
    faults: tuple[Fault, ...] = ()
    platform = None
    if everything.complete:
        platform, faults = _platform(everything.said, {each.name: each for each in types})
    mistakes = [*everything.mistakes, *(fault.mistake(everything.positions) for fault in faults)]
    # What is wrong with an odd value follows from its oddity.
    odd = {(oddity.file, oddity.line, oddity.column) for oddity in oddities}
    mistakes = [mistake for mistake in mistakes if (mistake.file, mistake.line, mistake.column) not in odd]
    if oddities or mistakes or platform is None:
        raise MistakesError([*oddities, *mistakes])
    return platform, everything.positions


def _included(document: PlatformDocument, find: Find) -> tuple[PlatformDocument, ...]:
    """The documents of the files that the platform includes. Raises MistakesError where one cannot be read at all."""
    written = document.root.get(INCLUDE.name)
    if written is None:
        return ()
    patterns = INCLUDE.parse(said(written, f"/{INCLUDE.name}"))
    files = find(patterns.value or ())
    faults = (*patterns.faults, *files.faults)
    if faults:
        raise MistakesError([*document.oddities, *(fault.mistake(document.positions) for fault in faults)])
    documents: list[PlatformDocument] = []
    mistakes: list[Mistake] = []
    for name, text in files.texts.items():
        try:
            documents.append(read_document(text, name, top.COMPONENTS.example))
        except MistakesError as error:
            mistakes += error.mistakes
    if mistakes:
        raise MistakesError([*document.oddities, *mistakes])
    return tuple(documents)


def _platform(everything: Map, types: dict[str, ComponentType]) -> tuple[Platform | None, tuple[Fault, ...]]:
    """The platform, None where there is a fault."""
    read = read_fields(everything, top.KEYS, top.REQUIRED)
    fields = read.value or Fields("")
    draft, faults = _draft(fields, read.faults, types)
    every = tuple(dict.fromkeys([*faults, *_checked(draft)]))
    return (None, every) if every else (_build(fields, draft), ())


def _draft(
    fields: Fields, top_faults: tuple[Fault, ...], types: dict[str, ComponentType]
) -> tuple[Draft, tuple[Fault, ...]]:
    """What could be read, and the faults of each key for itself, those of the top included."""
    faults = [*top_faults]
    base = fields.of(top.COMPONENTS)
    written = base.entries if base else {}
    there = fields.of(top.ENVIRONMENTS)
    faults += [fault for names in (base, there) if names for fault in top.name_faults(names)]
    components: dict[str, Component] = {}
    for name, place in sorted(written.items()):
        component = read_component(name, place, types)
        faults += component.faults
        if component.value is not None:
            components[name] = component.value
    environments: list[EnvironmentDraft] = []
    for name, place in sorted(there.entries.items() if there else ()):
        environment = read_environment(name, place, base, components, types)
        faults += environment.faults
        if environment.value is not None:
            environments.append(environment.value)
    broken = broken_by(faults)
    name_said, release = fields.of(top.NAME), fields.of(top.KUBERNETES)
    draft = Draft(
        name=name_said.value if name_said else None,
        kubernetes=release.value if release else None,
        cluster=fields.of(CLUSTER) or (None if "/cluster" in broken else NO_CLUSTER),
        types=types,
        declared={name: place.source for name, place in sorted(written.items())},
        components=tuple(components.values()),
        environments=tuple(environments),
        environment=None,
        broken=broken,
    )
    return draft, tuple(faults)


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
        components=with_old_names(draft.components),
        environments=tuple(
            Environment(
                name=each.name,
                namespace=(each.namespace or Sourced(f"{name}-{each.name}", each.source)).value,
                domain=each.domain,
                gpus=each.gpus,
                components=with_old_names(each.components),
                source=each.source,
            )
            for each in draft.environments
        ),
    )
