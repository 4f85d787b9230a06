"""The keys at the top of platform.yaml."""

from __future__ import annotations

from typing import Final

from generators.platform.cluster import CLUSTER
from generators.platform.fault import Fault, Outcome, wrong
from generators.platform.include import INCLUDE
from generators.platform.record import Fields, record
from generators.platform.said import Map, Said, found
from generators.platform.shape import Key, Shape, Wrong
from generators.platform.shapes.name import LABEL, LABEL_SCHEMA, dns_label
from generators.platform.shapes.network import REGISTRY as REGISTRY_NAME
from generators.platform.shapes.text import matching
from generators.platform.shapes.version import KUBERNETES as RELEASE
from generators.platform.values import Sourced


def _named(said: Said) -> Outcome[Map]:
    """A mapping that is not empty, with names as keys. What stands under a wrong name is read all the same."""
    if not isinstance(said, Map) or not said.entries:
        return wrong(
            Fault(
                said.source,
                f"must be a mapping of at least one name, "
                f"found {'an empty mapping' if isinstance(said, Map) else found(said)}",
            )
        )
    return Outcome(said)


def name_faults(said: Map) -> tuple[Fault, ...]:
    """The faults of the keys, which must be DNS labels."""
    faults: list[Fault] = []
    for name, place in said.entries.items():
        try:
            dns_label(name)
        except Wrong as error:
            faults.append(Fault(place.source, error.problem, error.remedy, at_key=True))
    return tuple(faults)


_NAMED: Final = Shape(_named, {"type": "object", "minProperties": 1, "propertyNames": LABEL_SCHEMA})

NAME: Final = Key("name", LABEL, "The platform's name, the beginning of every namespace's.", "name: shop")
KUBERNETES: Final = Key(
    "kubernetes", RELEASE, "The release of Kubernetes that the objects are for.", 'kubernetes: "1.35"'
)
REGISTRY: Final = Key(
    "registry",
    REGISTRY_NAME,
    "Where images lie: an image is <registry>/<component>.",
    "registry: registry.example.com/shop",
)
BRANCH: Final = Key(
    "branch",
    matching("a branch's name", r"[A-Za-z0-9][A-Za-z0-9._/-]*", 200),
    "The branch Flux watches.",
    "branch: main",
)


def _git(fields: Fields) -> Sourced[str]:
    return fields.of(BRANCH) or Sourced("main", fields.source)


GIT: Final = Key("git", record((BRANCH,), _git), "The Git repository that Flux watches.", "git: {branch: main}")
COMPONENTS: Final = Key(
    "components", _NAMED, "The parts of the platform, by name.", "components: {frontend: {type: web}}"
)
ENVIRONMENTS: Final = Key(
    "environments", _NAMED, "Where the platform runs, by name.", "environments: {dev: {domain: dev.example.com}}"
)

KEYS: Final = (NAME, KUBERNETES, REGISTRY, GIT, CLUSTER, INCLUDE, COMPONENTS, ENVIRONMENTS)
REQUIRED: Final = ("name", "kubernetes", "registry", "components", "environments")
