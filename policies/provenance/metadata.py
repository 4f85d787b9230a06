"""The one-line fields of a kustomization: namespace, prefixes, labels, annotations, replicas."""

from collections.abc import Iterator

from manifests import reader
from manifests.reader import Node
from policies.files import Kustomization
from policies.finding import Location
from policies.provenance.step import Step, Strength
from policies.provenance.subject import Subject, text_at

_LABELS = ("labels", "matchLabels", "selector")
_REPLICATED = ("Deployment", "StatefulSet", "ReplicaSet", "ReplicationController")


def metadata_steps(kustomization: Kustomization, subject: Subject) -> Iterator[Step]:
    """Where these fields set the one that is looked for, in the order in which kustomize applies them."""
    tokens = subject.tokens
    if tokens == ("metadata", "namespace"):
        yield from _at(kustomization, kustomization.node, "namespace")
    elif tokens == ("metadata", "name"):
        yield from _at(kustomization, kustomization.node, "namePrefix")
        yield from _at(kustomization, kustomization.node, "nameSuffix")
    elif len(tokens) >= 2 and tokens[-2] in _LABELS:
        yield from _at(kustomization, kustomization.node.get("commonLabels"), tokens[-1])
        for entry in kustomization.entries("labels"):
            if isinstance(entry, reader.Mapping):
                yield from _at(kustomization, entry.get("pairs"), tokens[-1])
    elif len(tokens) >= 2 and tokens[-2] == "annotations":
        yield from _at(kustomization, kustomization.node.get("commonAnnotations"), tokens[-1])
    elif tokens == ("spec", "replicas") and subject.kind in _REPLICATED:
        for entry in kustomization.entries("replicas"):
            if text_at(entry, "name") in subject.names:
                yield from _at(kustomization, entry, "count")


def _at(kustomization: Kustomization, node: Node | None, key: str) -> Iterator[Step]:
    found = node.key(key) if isinstance(node, reader.Mapping) else None
    if found is not None:
        location = Location(kustomization.file, found.position.line, found.position.column)
        yield Step(location, Strength.SETS)
