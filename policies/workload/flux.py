"""A Flux Kustomization, read once.

Fields: https://github.com/fluxcd/kustomize-controller/blob/main/docs/spec/v1/kustomizations.md
"""

import posixpath
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from manifests.duration import parse_duration
from policies.objects import Object, Origin
from policies.workload.field import Field, UnreadableError

GROUP = "kustomize.toolkit.fluxcd.io"
_SHORTEST_SECONDS = 30


@dataclass(frozen=True, slots=True)
class Dependency:
    """One entry of `dependsOn`; `pointer` is where its name stands."""

    namespace: str
    name: str
    pointer: str


@dataclass(frozen=True, slots=True)
class SourceReference:
    """Which source a Flux Kustomization builds from."""

    kind: str
    namespace: str
    name: str


@dataclass(frozen=True, slots=True)
class ValuesReference:
    """One entry of `postBuild.substituteFrom`."""

    kind: str
    name: str
    optional: bool


@dataclass(frozen=True, slots=True)
class PostBuild:
    """What is put in the place of variables after the build; `enabled` where Flux substitutes at all."""

    values: Mapping[str, str] = field(default_factory=dict)
    references: tuple[ValuesReference, ...] = ()

    @property
    def enabled(self) -> bool:
        return bool(self.values or self.references)


@dataclass(frozen=True, slots=True)
class Change:
    """What a Flux Kustomization changes in the kustomization of its path, in the order of Flux' own generator."""

    target_namespace: str = ""
    name_prefix: str = ""
    name_suffix: str = ""
    patches: tuple[Mapping[str, Any], ...] = ()
    images: tuple[Mapping[str, Any], ...] = ()
    components: tuple[str, ...] = ()
    ignore_missing_components: bool = False

    @property
    def is_none(self) -> bool:
        return self == Change(ignore_missing_components=self.ignore_missing_components)


@dataclass(frozen=True, eq=False, slots=True)
class FluxKustomization:
    """One Flux Kustomization. `path` is relative to the root, "." for the root itself.

    `timeout` is in seconds, Flux' default where it is not written (the interval less 30 s, at least 30 s). `checked`
    are the (apiVersion, kind) of health checks by expression. `waits` says whether Flux waits for what it applies.
    `unreadable` is "" or why the body could not be read; then the rest says nothing.
    """

    object: Object
    path: str = "."
    source: SourceReference = SourceReference("", "", "")
    depends_on: tuple[Dependency, ...] = ()
    timeout: int = 0
    timeout_pointer: str = "/spec/timeout"
    wait: bool = False
    health_checks: tuple[tuple[str, str, str], ...] = ()
    checked: frozenset[tuple[str, str]] = frozenset()
    decrypts: bool = False
    remote_cluster: bool = False
    suspended: bool = False
    change: Change = Change()
    labels: Mapping[str, str] = field(default_factory=dict)
    annotations: Mapping[str, str] = field(default_factory=dict)
    post_build: PostBuild = PostBuild()
    unreadable: str = ""

    @property
    def waits(self) -> bool:
        return self.wait or bool(self.health_checks)

    @property
    def alters(self) -> bool:
        """Whether what it applies may differ from what its path builds."""
        return not self.change.is_none or self.post_build.enabled or bool(self.labels or self.annotations)

    @property
    def origin(self) -> Origin:
        """What the objects that it applies carry as their origin."""
        cluster = self.object.origin.cluster if self.object.origin else ""
        return Origin(cluster, self.object.namespace, self.object.name)


def is_flux(object: Object) -> bool:
    """Whether an object is a Flux Kustomization, of whatever version."""
    return object.group == GROUP and object.kind == "Kustomization"


def read_flux(object: Object) -> FluxKustomization | None:
    """The Flux Kustomization that the object is, None for another object. Never raises."""
    if not is_flux(object):
        return None
    spec = Field(object.body).at("spec")
    try:
        return _read(object, spec)
    except UnreadableError as error:
        return FluxKustomization(object, unreadable=str(error))


def _read(object: Object, spec: Field) -> FluxKustomization:
    source = spec.at("sourceRef")
    metadata = spec.at("commonMetadata")
    return FluxKustomization(
        object,
        path=_path(spec.at("path").text()),
        source=SourceReference(
            source.at("kind").text(), source.at("namespace").text() or object.namespace, source.at("name").text()
        ),
        depends_on=tuple(_dependencies(object, spec.at("dependsOn"))),
        timeout=_timeout(spec),
        wait=spec.at("wait").value is True,
        health_checks=tuple(
            (each.at("kind").text(), each.at("namespace").text() or object.namespace, each.at("name").text())
            for each in spec.at("healthChecks").items()
        ),
        checked=frozenset(
            (each.at("apiVersion").text(), each.at("kind").text()) for each in spec.at("healthCheckExprs").items()
        ),
        decrypts=spec.at("decryption").value is not None,
        remote_cluster=spec.at("kubeConfig").value is not None,
        suspended=spec.at("suspend").value is True,
        change=Change(
            target_namespace=spec.at("targetNamespace").text(),
            name_prefix=spec.at("namePrefix").text(),
            name_suffix=spec.at("nameSuffix").text(),
            patches=tuple(each.mapping() for each in spec.at("patches").items()),
            images=tuple(each.mapping() for each in spec.at("images").items()),
            components=tuple(each.text() for each in spec.at("components").items()),
            ignore_missing_components=spec.at("ignoreMissingComponents").value is True,
        ),
        labels=metadata.at("labels").texts(),
        annotations=metadata.at("annotations").texts(),
        post_build=_post_build(spec.at("postBuild")),
    )


def _path(text: str) -> str:
    return posixpath.normpath(text.lstrip("/") or ".")


def _dependencies(object: Object, entries: Field) -> Iterator[Dependency]:
    for each in entries.items():
        name = each.at("name")
        yield Dependency(each.at("namespace").text() or object.namespace, name.text(), name.pointer)


def _timeout(spec: Field) -> int:
    """Source: GetTimeout of the Kustomization API of kustomize-controller."""
    written = _seconds(spec.at("timeout"))
    interval = _seconds(spec.at("interval"))
    seconds = written if written is not None else (interval or 0) - 30
    return max(seconds, _SHORTEST_SECONDS)


def _seconds(field: Field) -> int | None:
    text = field.text()
    try:
        return parse_duration(text) if text else None
    except ValueError as error:
        raise UnreadableError(f"{field.pointer}: {error}") from None


def _post_build(field: Field) -> PostBuild:
    references = tuple(
        ValuesReference(each.at("kind").text(), each.at("name").text(), each.at("optional").value is True)
        for each in field.at("substituteFrom").items()
    )
    return PostBuild(field.at("substitute").texts(), references)
