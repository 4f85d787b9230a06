"""What sync says: results on stdout, what stops it on stderr."""

from __future__ import annotations

import sys
from collections import Counter
from typing import TYPE_CHECKING

from generators.options import Options
from generators.prove.fault import Fault
from generators.prove.proof import Proof
from generators.repository import Repository
from generators.write.plan import Plan

if TYPE_CHECKING:  # the checker is loaded while kustomize works, not before
    from policies.finding import Report


def say(text: str) -> None:
    """A result."""
    print(text)  # noqa: T201


def complain(text: str) -> None:
    """A message about what is wrong."""
    print(text, file=sys.stderr)  # noqa: T201


def say_what_blocks(planned: Plan) -> None:
    """Each file that holds something of a person's, with what would be lost and the ways out."""
    for path in planned.unused_discards:
        complain(f"warning: --discard-edits {path}: there is nothing to discard")
    for blocked in planned.blocked:
        complain(f"{blocked.message}\n{blocked.diff}".rstrip())


def say_what_fails(proof: Proof[Report], repository: Repository) -> None:
    """Each fault and each finding that stops sync, with its lines."""
    for fault in (*proof.unbuilt, *proof.faults):
        complain(_fault_line(fault, repository))
    if proof.report and proof.report.fails():
        from dataclasses import replace  # noqa: PLC0415 (only a run that fails pays for this and the next two)

        from policies.report.text import render_text  # noqa: PLC0415
        from policies.rule import Severity  # noqa: PLC0415

        errors = tuple(finding for finding in proof.report.open if finding.severity is Severity.ERROR)
        complain(render_text(replace(proof.report, findings=errors), quiet=True).rstrip("\n"))


def _fault_line(fault: Fault, repository: Repository) -> str:
    if not fault.pointer:
        return f"{fault.place}: error: {fault.message}"
    place = repository.positions.of(fault.pointer)
    return f"{fault.place}: error: {fault.message}\n  from {place}"


def say_what_changed(planned: Plan, proof: Proof[Report], options: Options, folders: int, seconds: float) -> None:
    """What changes by environment, what extras do, and one line that counts."""
    if options.diff and planned.drift:
        say(planned.diff().rstrip("\n"))
    if options.quiet:
        return
    for line in what_extras_do(proof):
        say(line)
    verb = "changed" if options.writes else "would change"
    for change in planned.summary():
        say(f"{verb} {change}")
    state = "nothing to do" if not planned.drift else "written" if options.writes else "drift, which sync would write"
    say(f"{state}: {what_was_proven(proof, folders)}, {seconds:.2f} s")


def what_extras_do(proof: Proof[Report]) -> tuple[str, ...]:
    """One line for each field that hand-written extras change."""
    return tuple(f"extras change {line}" for line in proof.extras)


def what_was_proven(proof: Proof[Report], folders: int) -> str:
    """What the proof looked at, and with what."""
    counts = [f"{folders} folders built by kustomize", *_counts(proof.report), f"schemas by {proof.judged_by}"]
    return ", ".join(counts)


def _counts(report: Report | None) -> list[str]:
    if report is None:
        return []
    found = Counter(finding.severity.value for finding in report.open)
    told = [f"{count} {severity}{'s' if count > 1 and severity != 'info' else ''}" for severity, count in found.items()]
    shown = f"{' and '.join(sorted(told, reverse=True))} (roadstead check shows them)" if told else "no findings"
    return [f"{report.objects} objects", f"{len(report.rules)} rules", shown]
