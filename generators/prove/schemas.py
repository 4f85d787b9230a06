"""Strict schemas over every built object: in process, and by real kubeconform where it is installed."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from generators.prove.built_object import BuiltObject
from generators.prove.fault import Fault
from generators.tree.intent import Folder
from manifests import kubeconform, pointer
from manifests.identity import Identity, identity_of
from manifests.schemas.fault import SchemaFault
from manifests.schemas.judge import prepare, validate

Body = Mapping[str, Any]
_TYPICAL = 40  # folders that show which kinds there are; one that comes later costs a compilation


class StartedSchemas:
    """The two judges of schemas: objects are added as they are built, and kubeconform works while Python does."""

    def __init__(self, version: str) -> None:
        self._version = version
        self._program = kubeconform.find_kubeconform()
        self._kinds: set[tuple[str, str]] = set()
        self._places: list[tuple[str, BuiltObject]] = []
        self._found: list[SchemaFault] = []
        self._running: kubeconform.Judging | None = None

    @property
    def judged_by(self) -> str:
        """Which judges there are, for the summary."""
        return "jsonschema-rs and kubeconform" if self._program else "jsonschema-rs (kubeconform is not installed)"

    @property
    def programs(self) -> tuple[str, ...]:
        """The files of the programs that judge."""
        return (str(self._program),) if self._program else ()

    def prepare(self, folders: Sequence[Folder], schemas: Path) -> None:
        """Compile the schemas of what folders are meant to hold, while kustomize works.

        Kubeconform's are written below the folder `schemas`: milliseconds.
        """
        bodies = (traced.body for folder in folders[:_TYPICAL] for traced in folder.objects)
        self._kinds = {(body["apiVersion"], body["kind"]) for body in bodies}
        prepare(self._kinds, self._version)
        if self._program:
            self._running = kubeconform.Judging(self._program, self._version, schemas)

    def add(self, directory: str, objects: Sequence[BuiltObject], bodies: Sequence[Body]) -> None:
        """Judge the objects of one folder, `bodies` in the same order."""
        first = len(self._places)
        self._places += [(directory, each) for each in objects]
        self._kinds |= {(each.identity.api_version, each.identity.kind) for each in objects}
        self._found += [
            replace(fault, index=first + fault.index) for fault in validate(bodies, self._version, self._kinds)
        ]
        if self._running:
            self._running.add((each.identity.api_version, each.identity.kind, each.text) for each in objects)

    def faults(self, folders: Iterable[Folder]) -> Iterator[Fault]:
        """What either judge found in these folders' objects; what both found is said once, with the field."""
        by_directory = {folder.directory: folder for folder in folders}
        told: set[tuple[str, Identity]] = set()
        for fault in [*self._found, *(self._running.results() if self._running else ())]:
            directory, each = self._places[fault.index]
            key = (directory, each.identity)
            if key in told and fault not in self._found:
                continue
            told.add(key)
            yield _fault(by_directory[directory], each.body, fault)

    def stop(self) -> None:
        """End kubeconform, whatever it is doing. Safe to call twice."""
        if self._running:
            self._running.stop()


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
