"""One sync from beginning to end: read, render, plan, prove, write, and say what happened."""

from __future__ import annotations

import json
import sys
from collections.abc import Mapping
from contextlib import nullcontext
from dataclasses import replace
from datetime import UTC, datetime
from difflib import get_close_matches
from pathlib import Path
from time import monotonic

from generators.options import Options
from generators.platform.schema import platform_schema
from generators.prove.builds import Objects
from generators.prove.fault import Fault
from generators.prove.policies import judge_built, with_sources
from generators.prove.proof import Proof, prove
from generators.prove.schemas import StartedSchemas
from generators.repository import PLATFORM_FILE, Repository, read_repository
from generators.tree.generated_file import GeneratedFile
from generators.tree.tree import Tree
from generators.types.catalogue import TYPES
from generators.write import disk
from generators.write.header import with_header
from generators.write.lock import locked
from generators.write.plan import Plan, plan
from generators.write.rejected import clear_rejected, write_rejected
from manifests.errors import UserError
from manifests.kustomize.tool import find_kustomize
from policies.finding import Report
from policies.report.text import render_text

SCHEMA_FILE = "platform.schema.json"
CACHE = ".roadstead/schemas"


def synchronise(root: Path, options: Options) -> int:
    """Sync one repository. Returns the exit code; raises UserError for what a person must put right first."""
    began = monotonic()
    repository = read_repository(root)
    _check_environment(repository, options.environment)
    for warning in repository.warnings:
        _complain(f"warning: {warning}")
    with locked(root) if options.writes else nullcontext():
        tree = repository.tree()
        files = {**tree.files, SCHEMA_FILE: GeneratedFile(_schema_text(), "")}
        present = disk.read_present(root, files)
        planned = plan(files, present.texts, options.discard)
        if _stopped(planned):
            return 1
        texts = {path: with_header(path, file.text, file.pointer) for path, file in files.items()}
        proof = _prove(repository, tree, texts)
        if not _passed(proof, repository):
            if options.writes:
                folder = write_rejected(root, texts)
                _complain(f"nothing was written; the rejected tree lies in {folder}/")
            return 2 if proof.unbuilt else 1
        chosen = _only(planned, options.environment)
        if options.writes:
            disk.apply(root, chosen, present)
            clear_rejected(root)
    _tell(chosen, proof, options, len(tree.folders), monotonic() - began)
    return 1 if chosen.drift and not options.writes else 0


def _schema_text() -> str:
    return json.dumps(platform_schema(TYPES), indent=2, ensure_ascii=False) + "\n"


def _check_environment(repository: Repository, name: str | None) -> None:
    names = [environment.name for environment in repository.platform.environments]
    if name is None or name in names:
        return
    near = get_close_matches(name, names, 1)
    raise UserError(f"--environment {name}: {PLATFORM_FILE} has {', '.join(names)}" + (f"; {near[0]}?" if near else ""))


def _stopped(planned: Plan) -> bool:
    """Whether something of a person's is in the way; each is shown with its ways out, and nothing is done."""
    for path in planned.unused_discards:
        _complain(f"warning: --discard-edits {path}: there is nothing to discard")
    for blocked in planned.blocked:
        _complain(f"{blocked.message}\n{blocked.diff}".rstrip())
    return bool(planned.blocked)


def _prove(repository: Repository, tree: Tree, texts: Mapping[str, str]) -> Proof[Report]:
    today = datetime.now(UTC).date()

    def judge(built: Mapping[str, Objects], stage: Path) -> Report:
        report = judge_built(built, tree.folders, repository.root, stage, today)
        return with_sources(report, tree.folders, repository.positions)

    return prove(
        tree,
        repository.tree_without_extras(),
        texts,
        repository.root,
        find_kustomize(),
        StartedSchemas(str(repository.platform.kubernetes), repository.root / CACHE),
        judge,
    )


def _passed(proof: Proof[Report], repository: Repository) -> bool:
    """Whether the tree may be written; all that speaks against it is said on stderr."""
    for fault in (*proof.unbuilt, *proof.faults):
        _complain(_fault_line(fault, repository))
    if proof.report and proof.report.open:
        _complain(render_text(proof.report))
    return not (proof.unbuilt or proof.faults or (proof.report and proof.report.fails()))


def _fault_line(fault: Fault, repository: Repository) -> str:
    if not fault.pointer:
        return f"{fault.place}: error: {fault.message}"
    place = repository.positions.of(fault.pointer)
    return f"{fault.place}: error: {fault.message}\n  from {PLATFORM_FILE}:{place.line}:{place.column}"


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


def _tell(planned: Plan, proof: Proof[Report], options: Options, folders: int, seconds: float) -> None:
    if options.diff and planned.drift:
        _say(planned.diff().rstrip("\n"))
    if options.quiet:
        return
    for line in proof.extras:
        _say(f"extras change {line}")
    verb = "changed" if options.writes else "would change"
    for change in planned.summary():
        _say(f"{verb} {change}")
    report = proof.report
    judged = f"{report.objects} objects, {len(report.rules)} rules" if report else ""
    state = "nothing to do" if not planned.drift else "written" if options.writes else "drift"
    _say(f"{state}: {folders} folders built by kustomize, {judged}, schemas by {proof.judged_by}, {seconds:.2f} s")


def _say(text: str) -> None:
    print(text)  # noqa: T201


def _complain(text: str) -> None:
    print(text, file=sys.stderr)  # noqa: T201
