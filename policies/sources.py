"""The files of a repository as rules on files see them: parsed once by the loader, frozen."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field, replace

from manifests.oddity import OddityKind
from policies.objects import Object, Origin


@dataclass(frozen=True, slots=True, order=True)
class Place:
    """A place in a file relative to the root of the repository; line and column count from 1."""

    file: str
    line: int
    column: int


@dataclass(frozen=True, slots=True)
class Unmatched:
    """An entry of `patches` or `images` that matches nothing anywhere it is used. `shown` names what it looks for."""

    key: str
    field: str
    shown: str
    place: Place | None = None


@dataclass(frozen=True, slots=True)
class Remote:
    """What a kustomization would fetch, and whether its address names one commit or digest."""

    text: str
    pinned: bool
    field: str
    place: Place


@dataclass(frozen=True, slots=True)
class ReplicasEntry:
    """One entry of `replicas`."""

    name: str
    field: str
    place: Place


@dataclass(frozen=True, slots=True)
class GeneratedEntry:
    """One entry of `configMapGenerator` or `secretGenerator`; `hashed`: its name carries a hash of its content."""

    kind: str
    name: str
    hashed: bool
    field: str
    place: Place


@dataclass(frozen=True, eq=False)
class KustomizationFile:
    """One kustomization file. `object` stands for the file where a verdict needs an object.

    `silent` counts by key the entries that kustomize would drop in silence where they match nothing.
    """

    object: Object
    unmatched: tuple[Unmatched, ...] = ()
    silent: Mapping[str, int] = field(default_factory=dict)
    remotes: tuple[Remote, ...] = ()
    replicas: tuple[ReplicasEntry, ...] = ()
    generated: tuple[GeneratedEntry, ...] = ()


@dataclass(frozen=True, slots=True)
class Oddity:
    """What is odd in a YAML document: legal, and read differently by different readers."""

    kind: OddityKind
    message: str
    place: Place


@dataclass(frozen=True, eq=False)
class SourceFile:
    """One YAML file that was read. `object` stands for the file where a verdict needs an object."""

    object: Object
    oddities: tuple[Oddity, ...] = ()


@dataclass(frozen=True, eq=False)
class FluxBuild:
    """What became of one Flux Kustomization's path.

    `file` declares it, "" where that is not known or it changes nothing in what it builds. `foreign` is why its source
    is not this repository ("" if it is); `missing` why there is nothing to build ("" if there is); `error` what
    kustomize said ("" if it built). `undefined` are variables without a value, `unknown` those whose value is not in
    this repository, `bad_substitution` what can't be substituted at all. `encrypted` are its objects that SOPS
    encrypted. `silent` and `unmatched` are those of its own `patches` and `images`.
    """

    directory: str
    objects: tuple[Object, ...] = ()
    file: str = ""
    foreign: str = ""
    missing: str = ""
    error: str = ""
    undefined: tuple[str, ...] = ()
    unknown: tuple[str, ...] = ()
    bad_substitution: str = ""
    encrypted: tuple[str, ...] = ()
    silent: Mapping[str, int] = field(default_factory=dict)
    unmatched: tuple[Unmatched, ...] = ()


@dataclass(frozen=True, eq=False)
class Sources:
    """All files of a run, and what each Flux Kustomization built.

    `flux` are all Flux Kustomizations of all environments: one may depend on another that is judged elsewhere.
    """

    kustomizations: tuple[KustomizationFile, ...] = ()
    files: tuple[SourceFile, ...] = ()
    builds: Mapping[Origin, FluxBuild] = field(default_factory=dict)
    flux: tuple[Object, ...] = ()

    @property
    def stand_ins(self) -> tuple[Object, ...]:
        """The objects that stand for files."""
        return (*(each.object for each in self.kustomizations), *(each.object for each in self.files))

    def of(self, environment: str | None, *, shared: bool) -> "Sources":
        """Those of one environment; with `shared`, also the files that belong to none."""
        return self.within({environment, None} if shared else {environment})

    def within(self, environments: Collection[str | None]) -> "Sources":
        """Only the files of these environments; None stands for those that belong to none."""
        return replace(
            self,
            kustomizations=tuple(each for each in self.kustomizations if each.object.environment in environments),
            files=tuple(each for each in self.files if each.object.environment in environments),
        )
