"""Which kustomizations build on which, so that only those are built that nothing else builds on."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from manifests import reader
from manifests.reader import Node, Scalar
from policies.files import Files, Kustomization, is_remote, join

_DIRECTORIES = ("resources", "bases", "components")
_FILES = (
    *("resources", "crds", "patchesStrategicMerge", "transformers", "generators", "validators", "configurations"),
    *("patches", "patchesJson6902", "replacements", "configMapGenerator", "secretGenerator", "helmCharts", "openapi"),
)


@dataclass(frozen=True, slots=True)
class Graph:
    """`roots` are built; `used` are files that belong to a kustomization; `remote` names, for a root, what it would
    fetch from the network."""

    roots: tuple[str, ...]
    used: frozenset[str]
    remote: dict[str, str]


def graph_of(files: Files, folders: Sequence[str], demanded: Iterable[str] = ()) -> Graph:
    """The graph of these folders. `demanded` are roots even if something else builds on them.

    A Kustomize Component is never a root. Folders that only build on each other in a circle have no root of their own:
    the first of them becomes one, so that kustomize says what is wrong.
    """
    read = {folder: files.kustomization(folder) for folder in folders}
    targets = {folder: tuple(_targets(each, read)) for folder, each in read.items() if each is not None}
    built_on = {target for reached in targets.values() for target in reached}
    demanded = set(demanded)
    roots = [
        folder
        for folder, each in read.items()
        if not _is_component(each) and (folder not in built_on or folder in demanded)
    ]
    reached = set().union(*(_reach(root, targets) for root in roots)) if roots else set()
    for folder, each in read.items():
        if folder not in reached and not _is_component(each):
            roots.append(folder)
            reached |= _reach(folder, targets)
    used = frozenset(path for each in read.values() if each is not None for path in _used(each))
    remote = {}
    for root in roots:
        for folder in sorted(_reach(root, targets)):
            fetched = next(iter(remote_references(read[folder])), None)
            if fetched is not None:
                remote[root] = fetched
    return Graph(tuple(sorted(roots)), used, remote)


def _is_component(kustomization: Kustomization | None) -> bool:
    return kustomization is not None and kustomization.is_component


def _targets(kustomization: Kustomization, known: Iterable[str]) -> Iterator[str]:
    for key in _DIRECTORIES:
        for reference in kustomization.paths(key):
            path = join(kustomization.directory, reference)
            if path is not None and path in known:
                yield path


def _reach(root: str, targets: dict[str, tuple[str, ...]]) -> set[str]:
    seen = {root}
    todo = [root]
    while todo:
        for target in targets.get(todo.pop(), ()):
            if target not in seen:
                seen.add(target)
                todo.append(target)
    return seen


def remote_references(kustomization: Kustomization | None) -> Iterator[str]:
    """What kustomize would fetch for this kustomization itself, not for those it builds on."""
    if kustomization is not None:
        for key in _DIRECTORIES:
            yield from (reference for reference in kustomization.paths(key) if is_remote(reference))


def _used(kustomization: Kustomization) -> Iterator[str]:
    for key in _FILES:
        value = kustomization.node.get(key)
        for text in _texts(value) if value is not None else ():
            # `name=path` of a generator's `files`.
            path = join(kustomization.directory, text.rpartition("=")[2])
            if path is not None:
                yield path


def _texts(node: Node) -> Iterator[str]:
    match node:
        case Scalar():
            if isinstance(node.value, str) and "\n" not in node.value:
                yield node.value
        case reader.Sequence():
            for item in node.items:
                yield from _texts(item)
        case reader.Mapping():
            for _, value in node.entries:
                yield from _texts(value)
