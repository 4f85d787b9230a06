"""Which objects a kustomize patch is for."""

import re

from manifests import reader
from manifests.reader import Node, Scalar
from policies.parts import text_at
from policies.provenance.subject import Subject


def is_target(target: Node, subject: Subject, body: Node | None) -> bool:
    """Whether `target:` of a patch selects the object. `body` is the object in its base, for selectors by label.

    Names are anchored regular expressions, as kustomize reads them. A selector that is not a list of `key=value`,
    `key!=value`, `key` or `!key` counts as matching.
    """
    kind = text_at(target, "kind")
    group = text_at(target, "group")
    name = text_at(target, "name")
    namespace = text_at(target, "namespace")
    if kind is not None and not _matches(kind, (subject.kind,)):
        return False
    if group is not None and not _matches(group, (subject.group,)):
        return False
    if name is not None and not _matches(name, subject.names):
        return False
    if (
        namespace is not None
        and not subject.any_namespace
        and not _matches(namespace, (subject.namespace or "default",))
    ):
        return False
    return _selects(text_at(target, "labelSelector"), body, "labels") and _selects(
        text_at(target, "annotationSelector"), body, "annotations"
    )


def _matches(pattern: str, values: tuple[str, ...]) -> bool:
    try:
        return any(re.fullmatch(pattern, value) for value in values)
    except re.error:
        return False


def _selects(selector: str | None, body: Node | None, what: str) -> bool:
    if selector is None or body is None:
        return True
    metadata = body.get("metadata") if isinstance(body, reader.Mapping) else None
    found = metadata.get(what) if isinstance(metadata, reader.Mapping) else None
    entries = found.entries if isinstance(found, reader.Mapping) else ()
    values = {key.text: value.text for key, value in entries if isinstance(value, Scalar)}
    return all(_holds(part.strip(), values) for part in selector.split(","))


def _holds(requirement: str, values: dict[str, str]) -> bool:
    match = re.fullmatch(r"(!?)([\w./-]+)\s*(?:(==?|!=)\s*([\w.-]*))?", requirement)
    if match is None:
        return True
    negated, key, operator, value = match.groups()
    if operator is None:
        return (key in values) != bool(negated)
    return (values.get(key) == value) == (operator != "!=")
