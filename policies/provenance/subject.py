"""The object and the field that are looked for, as they are called at one layer of kustomize."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace

from manifests import pointer
from manifests.reader import Node
from policies.finding import Element, Finding
from policies.parts import text_at

# Kustomize's own alphabet for the hash of a generated ConfigMap or Secret.
_HASH = re.compile(r"-[bcdfghkmt2456789]{10}$")
_GENERATED = ("ConfigMap", "Secret")


@dataclass(frozen=True, slots=True)
class Subject:
    """`names` are what the object may be called here: outside, its rendered name; inside a prefix, the name without it.

    `namespace` is checked only while no layer above has set one.
    """

    group: str
    kind: str
    names: tuple[str, ...]
    namespace: str | None
    any_namespace: bool
    tokens: tuple[str, ...]
    elements: Mapping[int, Element]

    def inside(self, prefix: str, suffix: str, sets_namespace: bool) -> "Subject":
        """The same object as the resources of a kustomization with this prefix and suffix call it."""
        names = dict.fromkeys(self.names)
        for name in self.names:
            bare = name.removeprefix(prefix).removesuffix(suffix)
            if bare:
                names[bare] = None
        return replace(self, names=tuple(names), any_namespace=self.any_namespace or sets_namespace)

    def is_named_by(self, kind: str, name: str, api_version: str | None, namespace: str | None) -> bool:
        """Whether an object so called is this one. What is None is not compared."""
        if kind != self.kind or name not in self.names:
            return False
        if api_version is not None and group_of(api_version) != self.group:
            return False
        return self.any_namespace or namespace is None or namespace == self.namespace

    def is_body(self, node: Node) -> bool:
        """Whether this YAML is the object itself, or a patch that names it."""
        kind, name = text_at(node, "kind"), text_at(node, "metadata", "name")
        if kind is None or name is None:
            return False
        return self.is_named_by(kind, name, text_at(node, "apiVersion"), text_at(node, "metadata", "namespace"))


def subject_of(finding: Finding) -> Subject:
    """What to look for, for a finding."""
    identity = finding.identity
    names = list(dict.fromkeys((identity.name, bare_name(identity.kind, identity.name))))
    return Subject(
        group=group_of(identity.api_version),
        kind=identity.kind,
        names=tuple(names),
        namespace=identity.namespace,
        any_namespace=False,
        tokens=pointer.split(finding.field),
        elements={element.depth: element for element in finding.elements},
    )


def bare_name(kind: str, name: str) -> str:
    """The name without the hash that kustomize gives to generated ConfigMaps and Secrets."""
    return _HASH.sub("", name) if kind in _GENERATED else name


def group_of(api_version: str) -> str:
    return api_version.rpartition("/")[0]
