"""Strict schemas over every built object: in process, and by real kubeconform where it is installed."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from generators.prove.fault import Fault
from generators.tree.intent import Folder
from generators.tree.tree import Tree
from manifests import kubeconform, pointer
from manifests.identity import Identity, identity_of
from manifests.schemas.fault import SchemaFault
from manifests.schemas.judge import prepare, validate

Body = Mapping[str, Any]


class StartedSchemas:
    """The two judges of schemas: kubeconform works while Python does."""

    def __init__(self, version: str) -> None:
        self._version = version
        self._program: Path | None = None
        self._places: list[tuple[str, Body]] = []
        self._running: kubeconform.Judging | None = None

    @property
    def judged_by(self) -> str:
        """Which judges there were, for the summary."""
        return "jsonschema-rs and kubeconform" if self._program else "jsonschema-rs (kubeconform is not installed)"

    @property
    def programs(self) -> tuple[str, ...]:
        """The files of the programs that judge."""
        return (str(self._program),) if self._program else ()

    def prepare(self, tree: Tree) -> None:
        """Find kubeconform and compile the schemas of what is meant, while kustomize works."""
        self._program = kubeconform.find_kubeconform()
        bodies = (traced.body for folder in tree.folders for traced in folder.objects)
        prepare({(body["apiVersion"], body["kind"]) for body in bodies}, self._version)

    def start(self, built: Mapping[str, Sequence[Body]], folder: Path) -> None:
        """Hand the objects to kubeconform, if it is there. Its schemas go into `folder`: milliseconds of writing."""
        self._places = [(directory, body) for directory, bodies in built.items() for body in bodies]
        if self._program:
            bodies = [body for _, body in self._places]
            self._running = kubeconform.start(self._program, bodies, self._version, folder)

    def faults(self, tree: Tree) -> Iterator[Fault]:
        """What either judge found; what both found is said once, with the field."""
        folders = {folder.directory: folder for folder in tree.folders}
        told: set[tuple[str, Identity]] = set()
        found = validate([body for _, body in self._places], self._version)
        for fault in [*found, *(self._running.results() if self._running else ())]:
            directory, body = self._places[fault.index]
            key = (directory, identity_of(body))
            if fault not in found and key in told:
                continue
            told.add(key)
            yield _fault(folders[directory], body, fault)


def _fault(folder: Folder, body: Body, fault: SchemaFault) -> Fault:
    """Where a person mends it: platform.yaml for what it means, the extras for what only they say."""
    identity = identity_of(body)
    traced = next((each for each in folder.objects if identity_of(each.body) == identity), None)
    if folder.extras and (traced is None or _at(traced.body, fault.pointer) != _at(body, fault.pointer)):
        return Fault(" or ".join(folder.extras), f"{folder.directory}: {_message(body, fault)}")
    return Fault(folder.directory, _message(body, fault), traced.source_of(fault.pointer) if traced else "")


def _at(body: Body, field: str) -> object:
    try:
        return pointer.resolve(body, field)
    except KeyError:
        return None


def _message(body: Body, fault: SchemaFault) -> str:
    field = f"{fault.pointer}: " if fault.pointer else ""
    return f"{identity_of(body).short}: {field}{fault.message}"
