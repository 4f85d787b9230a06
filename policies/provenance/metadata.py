"""The one-line fields of a kustomization: namespace, prefixes, labels, annotations, replicas."""

from collections.abc import Iterator

from manifests import reader
from manifests.reader import Node, Scalar
from policies.files import Kustomization
from policies.finding import Location
from policies.parts import text_at
from policies.provenance.embedded import Text
from policies.provenance.step import Spot, Step, Strength
from policies.provenance.subject import Subject

_LABELS = ("labels", "matchLabels", "selector")
_REPLICATED = ("Deployment", "StatefulSet", "ReplicaSet", "ReplicationController")
_NAMESPACE = ("namespace", "targetNamespace")
"""`targetNamespace` is what a Flux Kustomization calls it."""


def metadata_steps(kustomization: Kustomization, subject: Subject) -> Iterator[Step]:
    """Where these fields set the one that is looked for, in the order in which kustomize applies them."""
    tokens, node = subject.tokens, kustomization.node
    common = node.get("commonMetadata")
    if tokens == ("metadata", "namespace"):
        for key in _NAMESPACE:
            yield from _at(kustomization, node, key, "namespace")
    elif tokens == ("metadata", "name"):
        yield from _at(kustomization, node, "namePrefix", "namePrefix")
        yield from _at(kustomization, node, "nameSuffix", "nameSuffix")
    elif len(tokens) >= 2 and tokens[-2] in _LABELS:
        yield from _at(kustomization, node.get("commonLabels"), tokens[-1], "labels")
        for entry in kustomization.entries("labels"):
            if isinstance(entry, reader.Mapping) and _reaches(entry, tokens):
                yield from _at(kustomization, entry.get("pairs"), tokens[-1], "labels")
        if tokens[:-1] == ("metadata", "labels") and isinstance(common, reader.Mapping):
            yield from _at(kustomization, common.get("labels"), tokens[-1], "labels")
    elif len(tokens) >= 2 and tokens[-2] == "annotations":
        yield from _at(kustomization, node.get("commonAnnotations"), tokens[-1], "annotations")
        if tokens[:-1] == ("metadata", "annotations") and isinstance(common, reader.Mapping):
            yield from _at(kustomization, common.get("annotations"), tokens[-1], "annotations")


def replica_steps(kustomization: Kustomization, subject: Subject) -> Iterator[Step]:
    """Where `replicas:` sets the number of replicas."""
    if subject.tokens == ("spec", "replicas") and subject.kind in _REPLICATED:
        for entry in kustomization.entries("replicas"):
            if text_at(entry, "name") in subject.names:
                yield from _at(kustomization, entry, "count", "replicas")


def _reaches(entry: reader.Mapping, tokens: tuple[str, ...]) -> bool:
    """Whether an entry of `labels` sets labels there: without a word more, only those of the object itself."""
    if tokens[:-1] == ("metadata", "labels"):
        return True
    more = [entry.get(key) for key in ("includeSelectors", "includeTemplates")]
    is_more = any(isinstance(each, Scalar) and each.value is True for each in more)
    return is_more or entry.get("fields") is not None


def _at(kustomization: Kustomization, node: Node | None, key: str, role: str) -> Iterator[Step]:
    found = node.key(key) if isinstance(node, reader.Mapping) else None
    if found is not None and isinstance(node, reader.Mapping):
        location = Location(kustomization.file, found.position.line, found.position.column)
        value = node.get(key)
        spot = Spot(Text(kustomization.file, ()), value) if isinstance(value, Scalar) else None
        yield Step(location, Strength.SETS, role, spot=spot)
