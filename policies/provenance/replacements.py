"""`replacements:` of a kustomization, and what a transformer of its own configuration may do."""

import re
from collections.abc import Iterator

from manifests import reader
from manifests.reader import Node, Scalar
from policies.files import Files, Kustomization, join
from policies.finding import Location
from policies.provenance.step import Entry, Step, Strength
from policies.provenance.subject import Subject
from policies.provenance.target import is_target

_PART = re.compile(r"\[[^\]]*\]|(?:[^.\[\\]|\\.)+")
"""One part of a field path: `[name=api]`, or a key with its dots escaped. Source: SmarterPathSplitter of kyaml."""
_UNKNOWN = ("transformers", "vars", "validators")


def replacement_steps(
    files: Files, kustomization: Kustomization, subject: Subject, body: Node | None
) -> Iterator[Step]:
    """Where replacements copy another field over this one, or over one above or below it."""
    for index, each in enumerate(kustomization.entries("replacements")):
        entry = Entry(kustomization.file, "replacements", index)
        for file, node in _written(files, kustomization, each):
            targets = node.get("targets") if isinstance(node, reader.Mapping) else None
            for target in targets.items if isinstance(targets, reader.Sequence) else ():
                if isinstance(target, reader.Mapping) and _selects(target, subject, body):
                    for path in _paths(target):
                        if _is_on_the_way(str(path.value), subject):
                            place = path.position
                            yield Step(
                                Location(file, place.line, place.column), Strength.SETS, "replacement", entry=entry
                            )


def unknown_steps(kustomization: Kustomization) -> Iterator[Step]:
    """Transformers with a configuration of their own, and variables: they may set anything."""
    for key in _UNKNOWN:
        for index, item in enumerate(kustomization.entries(key)):
            place = item.position
            location = Location(kustomization.file, place.line, place.column)
            yield Step(location, Strength.MAYBE, "transformer", entry=Entry(kustomization.file, key, index))


def _written(files: Files, kustomization: Kustomization, entry: Node) -> Iterator[tuple[str, Node]]:
    path = entry.get("path") if isinstance(entry, reader.Mapping) else None
    if not isinstance(path, Scalar):
        yield kustomization.file, entry
        return
    file = join(kustomization.directory, str(path.value))
    for node in files.nodes(file) if file is not None else ():
        for each in node.items if isinstance(node, reader.Sequence) else (node,):
            yield file or "", each


def _selects(target: reader.Mapping, subject: Subject, body: Node | None) -> bool:
    select, reject = target.get("select"), target.get("reject")
    rejected = reject.items if isinstance(reject, reader.Sequence) else ()
    return (
        isinstance(select, reader.Mapping)
        and is_target(select, subject, body)
        and not any(is_target(each, subject, body) for each in rejected)
    )


def _paths(target: reader.Mapping) -> Iterator[Scalar]:
    paths = target.get("fieldPaths")
    for item in paths.items if isinstance(paths, reader.Sequence) else ():
        if isinstance(item, Scalar) and isinstance(item.value, str):
            yield item


def _is_on_the_way(path: str, subject: Subject) -> bool:
    for depth, (part, token) in enumerate(zip(_PART.findall(path), subject.tokens, strict=False)):
        if part == "*":
            continue
        if part.startswith("["):
            element = subject.elements.get(depth)
            key, _, value = part[1:-1].partition("=")
            if element is not None and element.key == key and element.value != value:
                return False
        elif part.replace("\\.", ".") != token and not (part.isdecimal() and token.isdecimal()):
            return False
    return True
