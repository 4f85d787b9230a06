"""One sync from beginning to end: read, render, plan, prove, write, and say what happened."""

from __future__ import annotations

import os
from collections.abc import Mapping
from contextlib import nullcontext
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from time import monotonic
from typing import TYPE_CHECKING

from generators.answer import (
    complain,
    say_what_blocks,
    say_what_changed,
    say_what_fails,
    what_extras_do,
    what_was_proven,
)
from generators.input_files import PLATFORM_FILE
from generators.kept.memory import Memory
from generators.options import Options
from generators.platform.schema import included_schema, platform_schema
from generators.prove.proof import NOTHING_KNOWN, Judge, Known, Proof, prove
from generators.prove.schemas import StartedSchemas
from generators.repository import Repository, read_repository
from generators.torn import edited_before_the_merge
from generators.tree.generated_file import GeneratedFile
from generators.tree.tree import Tree
from generators.types.catalogue import TYPES
from generators.unchanged import Answer, fingerprints, inputs_of, program, remember
from generators.write import disk
from generators.write.header import with_header
from generators.write.lock import locked
from generators.write.plan import Plan, plan
from generators.write.rejected import clear_rejected, write_rejected
from manifests.errors import UserError
from manifests.json_writer import to_json
from manifests.kustomize.tool import KustomizeTool, find_kustomize
from manifests.nearest import way_out

if TYPE_CHECKING:  # the checker is loaded while kustomize works, not before
    from policies.finding import Report

SCHEMA_FILE = "platform.schema.json"
INCLUDED_SCHEMA_FILE = "components.schema.json"


def synchronise(root: Path, options: Options) -> int:
    """Sync one repository. Returns the exit code; raises UserError for what a person must put right first."""
    began = monotonic()
    inputs = inputs_of(root)
    repository = read_repository(root)
    _check_environment(repository, options.environment)
    for warning in repository.warnings:
        complain(f"warning: {warning}")
    with locked(root) if options.writes else nullcontext():
        tool, schemas = find_kustomize(), StartedSchemas(str(repository.platform.kubernetes))
        memory = Memory(root, _circumstances(repository, tool, schemas)) if inputs is not None else None
        tree = repository.tree(memory.renderings if memory else None)
        files = {**tree.files, **_schemas(repository)}
        present = disk.read_present(root, files)
        discard = [os.path.relpath(root / path, root) for path in options.discard]
        planned = plan(files, present.texts, discard, edited_before_the_merge(root, present.texts))
        say_what_blocks(planned)
        if planned.blocked:
            return 1
        texts = {path: with_header(path, file.text, file.pointer) for path, file in files.items()}
        _refuse_remote_extras(repository)
        known = memory.known(tree, texts) if memory else NOTHING_KNOWN
        proof = _prove(repository, tree, texts, tool, schemas, known)
        if not proof.passed or (proof.report and proof.report.fails()):
            say_what_fails(proof, repository)
            if options.writes:
                folder = write_rejected(root, texts)
                complain(f"nothing was written; the rejected tree lies in {folder}/")
            return 2 if proof.unbuilt else 1
        chosen = _only(planned, options.environment)
        if options.writes:
            disk.apply(root, chosen, present)
            clear_rejected(root)
            if memory:
                memory.keep(tree, texts, proof)
            if chosen.steps == planned.steps:
                answer = Answer(
                    (*what_extras_do(proof), what_was_proven(proof, len(tree.folders))), repository.warnings
                )
                remember(root, inputs, _outputs(present.texts, planned), proof.tools, answer)
    say_what_changed(chosen, proof, options, len(tree.folders), monotonic() - began)
    return 1 if chosen.drift and not options.writes else 0


def _outputs(present: Mapping[str, str], planned: Plan) -> dict[str, str]:
    """What stands in the output folders once the plan is done, by path."""
    gone = {prune.path for prune in planned.prunes}
    kept = {path: text for path, text in present.items() if path not in gone}
    return kept | {write.path: write.text for write in planned.writes}


def _schemas(repository: Repository) -> dict[str, GeneratedFile]:
    """The schema of platform.yaml; that of included files where there are any."""
    schemas = {SCHEMA_FILE: platform_schema(TYPES)}
    if repository.positions.elsewhere:
        schemas[INCLUDED_SCHEMA_FILE] = included_schema(SCHEMA_FILE)
    return {path: GeneratedFile(to_json(schema), "") for path, schema in schemas.items()}


def _check_environment(repository: Repository, name: str | None) -> None:
    names = [environment.name for environment in repository.platform.environments]
    if name is None or name in names:
        return
    raise UserError(f"--environment {name}: {PLATFORM_FILE} has no such environment; {way_out(name, names)}")


def _refuse_remote_extras(repository: Repository) -> None:
    if repository.inputs.extras:
        # Only extras are worth the start-up of the checker before kustomize runs.
        from generators.prove.policies import refuse_remote_extras  # noqa: PLC0415

        refuse_remote_extras(repository.root, repository.inputs.extras)


def _circumstances(repository: Repository, tool: KustomizeTool, schemas: StartedSchemas) -> str:
    """All that decides, beside the texts that a folder is built of, what is built of them and whether it is valid."""
    programs = fingerprints((tool.command[0], *schemas.programs))
    return repr([program(), tool.command, programs, str(repository.platform.kubernetes)])


def _prove(
    repository: Repository,
    tree: Tree,
    texts: Mapping[str, str],
    tool: KustomizeTool,
    schemas: StartedSchemas,
    known: Known,
) -> Proof[Report]:
    return prove(
        tree,
        repository.tree_without_extras,
        texts,
        repository.root,
        tool,
        schemas,
        lambda: _load_judge(repository, tree, texts),
        known,
    )


def _load_judge(repository: Repository, tree: Tree, texts: Mapping[str, str]) -> Judge[Report]:
    # Imported while kustomize works: the checker takes as long to load as a small build.
    from generators.prove.policies import Policies  # noqa: PLC0415

    today = datetime.now(UTC).date()
    return Policies(tree, texts, repository.platform, repository.positions, repository.root, today)


def _only(planned: Plan, environment: str | None) -> Plan:
    """The steps of one environment. What every environment builds from is never written for one of them alone."""
    if environment is None:
        return planned
    folders = (f"overlays/{environment}/", f"clusters/{environment}/")
    shared = [step.path for step in planned.steps if not step.path.startswith(("overlays/", "clusters/"))]
    if shared:
        raise UserError(
            f"--environment {environment}: {shared[0]} would change too, and every environment builds from it; "
            "sync without --environment"
        )
    return replace(planned, steps=tuple(step for step in planned.steps if step.path.startswith(folders)))
