"""The rendered field that a finding is about."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from manifests.identity import Identity, identity_of
from policies.finding import Element
from policies.provenance.subject import Subject, bare_name


@dataclass(frozen=True, slots=True)
class Rendered:
    """What kustomize rendered there: whether the field is present, and its value."""

    present: bool
    value: Any = None

    @property
    def is_scalar(self) -> bool:
        return self.present and not isinstance(self.value, Mapping | list)


def rendered_field(body: Mapping[str, Any], subject: Subject) -> Rendered:
    """The field of an object, its list elements found by name where they have one."""
    value: Any = body
    for depth, token in enumerate(subject.tokens):
        element = subject.elements.get(depth)
        if isinstance(value, Mapping):
            if token not in value:
                return Rendered(False)
            value = value[token]
        elif isinstance(value, list):
            found = _item(value, token, element)
            if found is None:
                return Rendered(False)
            value = found[0]
        else:
            return Rendered(False)
    return Rendered(True, value)


def object_of(bodies: Iterable[Mapping[str, Any]], identity: Identity, subject: Subject) -> Mapping[str, Any] | None:
    """The object among these, whose name may carry another hash than before."""
    names = {bare_name(identity.kind, name) for name in subject.names}
    for body in bodies:
        other = identity_of(body)
        same = (other.group, other.kind, other.namespace) == (identity.group, identity.kind, identity.namespace)
        if same and bare_name(other.kind, other.name) in names:
            return body
    return None


def _item(items: list[Any], token: str, element: Element | None) -> tuple[Any] | None:
    if element is not None:
        for item in items:
            if isinstance(item, Mapping) and element.key in item and str(item[element.key]) == element.value:
                return (item,)
        return None
    return (items[int(token)],) if token.isdecimal() and int(token) < len(items) else None
