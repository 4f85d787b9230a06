"""The proof as a whole: build, compare with the intent, look for no-ops, judge by schemas and by policies."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Generic, TypeVar

from generators.prove.builds import Built, Objects, collect, start
from generators.prove.equality import unlike_intent
from generators.prove.extras import changes, entries, without_effect
from generators.prove.fault import Fault
from generators.prove.ownership import flux_faults
from generators.prove.reachability import network_changes, network_faults
from generators.prove.schemas import StartedSchemas
from generators.prove.stage import staged
from generators.tree.tree import Tree
from manifests.kustomize.tool import KustomizeTool

Report = TypeVar("Report")


@dataclass(frozen=True, slots=True)
class Proof(Generic[Report]):
    """What the proof found. `report` is what `judge` made of the built objects; None where they could not be built.

    `tools` are the files of the programs that were run.
    """

    unbuilt: tuple[Fault, ...]
    faults: tuple[Fault, ...]
    extras: tuple[str, ...]
    report: Report | None
    judged_by: str
    tools: tuple[str, ...] = ()

    @property
    def passed(self) -> bool:
        """Whether the folders were built, and are as they were meant; what `report` says is another matter."""
        return not (self.unbuilt or self.faults)


Judge = Callable[[Mapping[str, Objects], Path], Report]


def prove(
    tree: Tree,
    bare: Callable[[], Tree],
    texts: Mapping[str, str],
    root: Path,
    tool: KustomizeTool,
    schemas: StartedSchemas,
    load_judge: Callable[[], Judge[Report]],
) -> Proof[Report]:
    """Prove a tree before it is written.

    `bare` makes the same tree without extras, `texts` the files as they will stand, `root` the repository that holds
    pins and extras. `load_judge` is called while kustomize works, because loading the checker takes as long as a small
    build; the judge gets folder -> objects as Flux will apply them, and the staged repository they were built from.
    """
    with staged(texts, root) as stage:
        with start(tree, stage, tool, [folder.directory for folder in tree.folders]) as builds:
            judge = load_judge()
            schemas.prepare(tree)
            built = collect(builds.results())
        plain = Built({}, ()) if built.faults else _without_extras(tree, bare, built, root, tool)
        if built.faults or plain.faults:
            return Proof((*built.faults, *plain.faults), (), (), None, "")
        schemas.start(built.objects, stage / ".schemas")
        faults = [fault for folder in tree.folders for fault in unlike_intent(folder, plain.objects[folder.directory])]
        faults += flux_faults(built.objects)
        faults += _no_ops(tree, built, stage, tool)
        report = judge(built.objects, stage)
        misshapen = list(schemas.faults(tree))
        faults += misshapen or network_faults(tree, plain.objects, built.objects)
        listed = () if faults else _changes(tree, plain, built)
        tools = (tool.command[0], *schemas.programs)
        return Proof((), tuple(dict.fromkeys(faults)), listed, report, schemas.judged_by, tools)


def _without_extras(tree: Tree, bare: Callable[[], Tree], built: Built, root: Path, tool: KustomizeTool) -> Built:
    """Law 3 is about the build without extras: those folders that have some are built a second time."""
    directories = [folder.directory for folder in tree.folders if folder.extras]
    if not directories:
        return built
    plain = bare()
    with (
        staged({path: file.text for path, file in plain.files.items()}, root) as stage,
        start(plain, stage, tool, directories) as builds,
    ):
        again = collect(builds.results())
    return Built({**built.objects, **again.objects}, again.faults)


def _changes(tree: Tree, plain: Built, built: Built) -> tuple[str, ...]:
    fields = (
        line
        for folder in tree.folders
        if folder.extras
        for line in changes(folder, plain.objects[folder.directory], built.objects[folder.directory])
    )
    return (*fields, *network_changes(tree, built.objects))


def _no_ops(tree: Tree, built: Built, stage: Path, tool: KustomizeTool) -> Iterator[Fault]:
    """Take one entry of an extras file away, build again: where nothing changes, the entry matched nothing (law 4)."""
    users: dict[str, list[str]] = {}
    for folder in tree.folders:
        for extras in folder.extras:
            users.setdefault(f"{extras}/kustomization.yaml", []).append(folder.directory)
    for file, directories in sorted(users.items()):
        path = stage / file
        text = path.read_text(encoding="utf-8")
        for entry in entries(file, text):
            path.write_text(entry.text_without, encoding="utf-8")
            with start(tree, stage, tool, directories) as builds:
                again = collect(builds.results())
            if not again.faults and all(again.objects[name] == built.objects[name] for name in directories):
                yield without_effect(entry)
        path.write_text(text, encoding="utf-8")
