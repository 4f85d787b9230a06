"""The report of one run, as Markdown with pictures beside it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby
from pathlib import Path

from tests.cluster.report.limits import CANNOT_SHOW, versions
from tests.cluster.report.plot import Bounds, plot
from tests.cluster.report.proof import Proof
from tests.cluster.scaling.here import scaled_here

_MEBIBYTE = 1024 * 1024


@dataclass(frozen=True, slots=True)
class Run:
    """What surrounds a proof: `built` is what the toolchain said, empty where all programs were kept; `only`
    is what named the scenarios to run, empty for all."""

    repository: str
    environment: str
    everything: bool
    only: str
    programs_seconds: float
    built: tuple[str, ...]
    seconds: float


def write_report(path: Path, proof: Proof, run: Run) -> None:
    """Write the report, and one picture a trace beside it."""
    path.parent.mkdir(parents=True, exist_ok=True)
    pictures = []
    for name, trace in sorted(proof.traces.items()):
        scaled = next(each for each in scaled_here() if each.component == trace.component)
        goal = scaled.goal
        bounds = Bounds(scaled.target, goal.double_above, goal.shrink_below, scaled.maximum)
        file = f"scaling-{re.sub('[^a-z0-9]+', '-', name.lower())}.svg"
        (path.parent / file).write_text(plot(trace, bounds), encoding="utf-8")
        pictures.append((name, file))
    lines = [*_head(proof, run), *_proven(proof), *_pictures(pictures), *_tables(proof), *_costs(proof, run)]
    lines += _limits(proof)
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")


def _head(proof: Proof, run: Run) -> Iterator[str]:
    failed = [each for each in proof.results if each.message is not None]
    yield f"# {run.repository}, {run.environment}, on a real control plane"
    yield ""
    yield (
        f"{len(proof.results) - len(failed)} of {len(proof.results)} scenarios proven in "
        f"{_clock(run.seconds)}: etcd, the API server, the controller manager, the scheduler and Flux ran as plain "
        "processes and followed a Git repository, with nodes that have no machine."
    )
    if not run.everything:
        yield ""
        yield "Only scenarios that fit any repository ran. Of components that scale alike, one stands for all."
    if run.only:
        yield from ("", f"Not all ran: only those that `--only '{run.only}'` names.")
    for each in failed:
        yield from ("", f"## Failed: {each.sentence}", "", "```text", str(each.message), "```")


def _proven(proof: Proof) -> Iterator[str]:
    yield from ("", "## What was proven")
    for group, results in groupby(proof.results, lambda each: each.group):
        rows = [
            (each.sentence, "proven" if each.message is None else "FAILED", f"{each.seconds:.1f}") for each in results
        ]
        yield from ("", group, "")
        yield from _table(("scenario", "result", "seconds"), rows)


def _pictures(pictures: Sequence[tuple[str, str]]) -> Iterator[str]:
    if pictures:
        yield from ("", "## How the autoscalers moved", "")
        yield "What the real controller saw and did, round by round. Dashed: the bounds; dotted: the target."
    for name, file in pictures:
        yield from ("", f"![{name}: pods and load in each round]({file})")


def _tables(proof: Proof) -> Iterator[str]:
    for title, table in proof.record.tables.items():
        yield from ("", f"## {title}", "")
        yield from _table(table.columns, table.rows)


def _costs(proof: Proof, run: Run) -> Iterator[str]:
    yield from ("", "## Time and memory", "")
    times = [("the programs", "; ".join(run.built) or "kept from before, none built", f"{run.programs_seconds:.1f}")]
    if proof.lab is not None:
        times.append(("until the API server was ready", "-", f"{proof.lab.plane.seconds:.1f}"))
    if proof.installed_after is not None:
        times.append(
            ("until the platform was installed and Ready", "with the one above", f"{proof.installed_after:.1f}")
        )
    times.append(("everything", "-", f"{run.seconds:.1f}"))
    yield from _table(("time", "remark", "seconds"), times)
    held = [(name, f"{size / _MEBIBYTE:.0f}") for name, size in proof.memory.items()]
    held.append(("all together, at the most", f"{proof.most_memory / _MEBIBYTE:.0f}"))
    yield ""
    yield from _table(("process", "most memory seen, MiB"), held)


def _limits(proof: Proof) -> Iterator[str]:
    yield from ("", "## What was played", "")
    played = sorted(proof.lab.played.sentences) if proof.lab is not None else []
    yield from (f"- {each[:1].upper()}{each[1:]}." for each in played or ["nothing"])
    yield from ("", "## What this run cannot show", "")
    said = "-"
    if proof.lab is not None:
        said = f"{proof.lab.platform.kubernetes.major}.{proof.lab.platform.kubernetes.minor}"
    yield from (f"- {each}" for each in (*CANNOT_SHOW, *versions(said)))


def _table(columns: Sequence[str], rows: Sequence[Sequence[str]]) -> Iterator[str]:
    yield f"| {' | '.join(columns)} |"
    yield f"|{'|'.join('---' for _ in columns)}|"
    for row in rows:
        yield f"| {' | '.join(' '.join(cell.split()).replace('|', chr(92) + '|') for cell in row)} |"


def _clock(seconds: float) -> str:
    return f"{int(seconds) // 60} min {int(seconds) % 60} s"
