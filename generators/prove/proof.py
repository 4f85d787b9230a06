"""The proof as a whole: build, compare with the intent, look for no-ops, judge by schemas and by policies."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Generic, Protocol, TypeVar

from generators.prove.alone import Alone, AsksRules, Whole, asked_again, judge_alone, unlike_before
from generators.prove.builds import Built, Objects, collect, start
from generators.prove.digest import digest, digest_of_folder
from generators.prove.equality import unlike_intent
from generators.prove.extras import changes, entries, without_effect
from generators.prove.fault import Fault
from generators.prove.ownership import flux_faults
from generators.prove.reachability import network_changes, network_faults, network_keys
from generators.prove.schemas import StartedSchemas
from generators.prove.stage import INPUTS, needed_files, needed_inputs, pins_of, staged
from generators.tree.intent import Folder
from generators.tree.tree import Tree
from manifests.kustomize.tool import KustomizeTool

Report = TypeVar("Report")
Given = TypeVar("Given", covariant=True)


@dataclass(frozen=True, slots=True)
class Proof(Generic[Report]):
    """What the proof found. `report` is what the rules made of the built objects; None where they could not be built.

    `tools` are the files of the programs that were run. `alone` has every folder as it was built, by its path; `fresh`
    are those that were built now, and `inputs` the hashes of the folders of pins that they were built from. `whole` and
    `networks` are as in `Known`.
    """

    unbuilt: tuple[Fault, ...]
    faults: tuple[Fault, ...]
    extras: tuple[str, ...]
    report: Report | None
    judged_by: str
    tools: tuple[str, ...] = ()
    alone: Mapping[str, Alone] = field(default_factory=dict)
    fresh: frozenset[str] = frozenset()
    inputs: Mapping[str, str] = field(default_factory=dict)
    whole: Mapping[str, Whole] = field(default_factory=dict)
    networks: Mapping[str, str] = field(default_factory=dict)

    @property
    def passed(self) -> bool:
        """Whether the folders were built, and are as they were meant; what `report` says is another matter."""
        return not (self.unbuilt or self.faults)


@dataclass(frozen=True, slots=True)
class Known:
    """Folders that were built before. Those of `as_meant` are meant as they were when they passed their proof.

    By environment: `whole` is what rules said of all its objects, `networks` the key of a network without a fault.
    """

    alone: Mapping[str, Alone]
    as_meant: frozenset[str]
    whole: Mapping[str, Whole] = field(default_factory=dict)
    networks: Mapping[str, str] = field(default_factory=dict)


NOTHING_KNOWN = Known({}, frozenset())


class Judge(AsksRules, Protocol[Given]):
    """Who knows the rules, and reports on the whole."""

    def report(
        self, alone: Mapping[str, Alone], contents: Mapping[str, str], before: Mapping[str, Whole]
    ) -> tuple[Given, dict[str, Whole]]:
        """The report on all folders, as Flux will apply them, and by environment what was said of all its objects.

        `contents` is a hash over those, `before` what was said once: it is taken where it holds.
        """


def prove(
    tree: Tree,
    bare: Callable[[], Tree],
    texts: Mapping[str, str],
    root: Path,
    tool: KustomizeTool,
    schemas: StartedSchemas,
    load_judge: Callable[[], Judge[Report]],
    known: Known = NOTHING_KNOWN,
) -> Proof[Report]:
    """Prove a tree before it is written.

    `bare` makes the same tree without extras, `texts` the files as they will stand, `root` the repository that holds
    pins and extras. `load_judge` is called while kustomize works, because loading the checker takes as long as a small
    build. `known` are folders that were built of the same files before: they are not built again.
    """
    fresh = [folder for folder in tree.folders if folder.directory not in known.alone]
    files, inputs = (needed_files(fresh, texts), needed_inputs(fresh)) if known.alone else (texts, INPUTS)
    with staged(files, root, inputs) as stage:
        built_from = {place: digest_of_folder(f"{stage}/{place}") for place in pins_of(fresh)}
        try:
            with start(fresh, stage, tool) as builds:
                judge = load_judge()
                schemas.prepare(fresh, stage / ".schemas")
                found = judge_alone(fresh, builds.arriving(), schemas, judge)
            again = Built({}, ()) if found.unbuilt else _without_extras(tree, bare, root, tool)
            if found.unbuilt or again.faults:
                return Proof((*sorted(found.unbuilt), *again.faults), (), (), None, "")
            before = [folder for folder in tree.folders if folder.directory in known.alone]
            alone = {**known.alone, **asked_again(before, known.alone, judge), **found.alone}
            otherwise = [folder for folder in before if folder.directory not in known.as_meant]
            unlike = {**found.unlike, **unlike_before(otherwise, known.alone)}
            alone = {folder.directory: alone[folder.directory] for folder in tree.folders}
            built = {directory: each.objects for directory, each in alone.items()}
            plain = {**built, **again.objects}
            faults = [fault for folder in tree.folders for fault in _unlike(folder, plain, unlike)]
            faults += flux_faults(built)
            faults += _no_ops(tree, built, stage, tool)
            contents = _contents(tree, built)
            report, whole = judge.report(alone, contents, known.whole)
            misshapen = list(schemas.faults(fresh))
        finally:
            schemas.stop()
    networks = network_keys(tree, contents)
    unproven = [
        each for each in tree.networks if networks.get(each.environment, "") != known.networks.get(each.environment)
    ]
    faults += misshapen or network_faults(tree, plain, built, unproven)
    listed = () if faults else _changes(tree, plain, built)
    tools = (tool.command[0], *schemas.programs)
    return Proof(
        unbuilt=(),
        faults=tuple(dict.fromkeys(faults)),
        extras=listed,
        report=report,
        judged_by=schemas.judged_by,
        tools=tools,
        alone=alone,
        fresh=frozenset(folder.directory for folder in fresh),
        inputs=built_from,
        whole=whole,
        networks=networks,
    )


def _contents(tree: Tree, built: Mapping[str, Objects]) -> dict[str, str]:
    """Environment -> a hash over all its objects and the folders that they are built in."""
    by_environment: dict[str, list[str]] = {}
    for folder in tree.folders:
        by_environment.setdefault(folder.environment, []).append(folder.directory)
    return {
        environment: digest((directory, each.text) for directory in directories for each in built[directory])
        for environment, directories in by_environment.items()
    }


def _unlike(folder: Folder, plain: Mapping[str, Objects], unlike: Mapping[str, list[Fault]]) -> Iterator[Fault]:
    """Where a folder is not as it is meant; with extras, its build without them is what counts."""
    if folder.extras:
        return unlike_intent(folder, [each.body for each in plain[folder.directory]])
    return iter(unlike.get(folder.directory, ()))


def _without_extras(tree: Tree, bare: Callable[[], Tree], root: Path, tool: KustomizeTool) -> Built:
    """Law 3 is about the build without extras: those folders that have some are built a second time."""
    directories = {folder.directory for folder in tree.folders if folder.extras}
    if not directories:
        return Built({}, ())
    plain = bare()
    folders = [folder for folder in plain.folders if folder.directory in directories]
    files = needed_files(folders, {path: file.text for path, file in plain.files.items()})
    with staged(files, root) as stage, start(folders, stage, tool) as builds:
        return collect(builds.results())


def _changes(tree: Tree, plain: Mapping[str, Objects], built: Mapping[str, Objects]) -> tuple[str, ...]:
    fields = (
        line
        for folder in tree.folders
        if folder.extras
        for line in changes(folder, _bodies(plain[folder.directory]), _bodies(built[folder.directory]))
    )
    return (*fields, *network_changes(tree, built))


def _bodies(objects: Objects) -> list[dict[str, object]]:
    return [each.body for each in objects]


def _no_ops(tree: Tree, built: Mapping[str, Objects], stage: Path, tool: KustomizeTool) -> Iterator[Fault]:
    """Take one entry of an extras file away, build again: where nothing changes, the entry matched nothing (law 4)."""
    users: dict[str, list[Folder]] = {}
    for folder in tree.folders:
        for extras in folder.extras:
            users.setdefault(f"{extras}/kustomization.yaml", []).append(folder)
    for file, folders in sorted(users.items()):
        path = stage / file
        text = path.read_text(encoding="utf-8")
        for entry in entries(file, text):
            path.write_text(entry.text_without, encoding="utf-8")
            with start(folders, stage, tool) as builds:
                again = collect(builds.results())
            if not again.faults and all(again.objects[each.directory] == built[each.directory] for each in folders):
                yield without_effect(entry)
        path.write_text(text, encoding="utf-8")
