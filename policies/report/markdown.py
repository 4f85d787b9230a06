"""Markdown for a comment on a pull request."""

from collections.abc import Iterable, Iterator

from policies.finding import Finding, Report
from policies.report.about import whole
from policies.report.one_line import one_line
from policies.report.order import ordered
from policies.report.text import summary

MOST_ROWS = 200
"""A comment on GitHub holds 65,536 characters; so many rows stay below that unless names are very long."""

_SPECIAL = str.maketrans({char: f"\\{char}" for char in "\\`*_[]<>|#~"})


def render_markdown(report: Report) -> str:
    """A line that counts, a table of what is open, and what is waived, not evaluated and unchecked, folded away."""
    lines = ["### roadstead check", "", _escaped(summary(report)), ""]
    for each in report.unchecked:
        lines.append(f"- could not check **{_escaped(each.directory)}**: {_escaped(each.why)}")
    lines.extend([""] if report.unchecked else [])
    lines.extend(_table(("Place", "Severity", "Object", "Finding", "Rule"), _open(report)))
    lines.extend(_folded("Waived", ("Place", "Object", "Finding", "Rule", "Until", "Owner", "Reason"), _waived(report)))
    lines.extend(_folded("Gone", ("Place", "Object", "Finding", "Rule"), _brief(report.removed)))
    lines.extend(_folded("In the baseline", ("Place", "Object", "Finding", "Rule"), _brief(report.baselined)))
    lines.extend(_folded("Not evaluated", ("Rule", "Environment", "Objects", "What is missing"), _gaps(report)))
    return "\n".join(lines).rstrip("\n") + "\n"


def _open(report: Report) -> Iterator[tuple[str, ...]]:
    for finding in ordered(report.open):
        said = f"{finding.message}. {finding.fix}"
        yield _place(finding), finding.severity.value, whole(finding), said, finding.rule


def _waived(report: Report) -> Iterator[tuple[str, ...]]:
    for finding in ordered(report.waived):
        assert finding.waiver is not None
        waiver = finding.waiver
        row = (_place(finding), whole(finding), finding.message, finding.rule)
        yield (*row, waiver.expires.isoformat(), waiver.owner, waiver.reason)


def _brief(findings: Iterable[Finding]) -> Iterator[tuple[str, ...]]:
    for finding in ordered(findings):
        yield _place(finding), whole(finding), finding.message, finding.rule


def _gaps(report: Report) -> Iterator[tuple[str, ...]]:
    for gap in sorted(report.not_evaluated, key=lambda gap: (gap.rule, gap.environment or "", gap.why)):
        yield gap.rule, gap.environment or "", ", ".join(gap.objects), gap.why


def _place(finding: Finding) -> str:
    """Where a person edits: platform.yaml if it says the field, else the file that sets it."""
    return str(finding.source or finding.location or finding.directory)


def _folded(title: str, head: tuple[str, ...], rows: Iterable[tuple[str, ...]]) -> Iterator[str]:
    found = list(rows)
    if found:
        yield from ("", f"<details><summary>{title}: {len(found)}</summary>", "")
        yield from _table(head, found)
        yield from ("", "</details>")


def _table(head: tuple[str, ...], rows: Iterable[tuple[str, ...]]) -> Iterator[str]:
    found = list(rows)
    if not found:
        return
    yield _row(head)
    yield _row(("---",) * len(head))
    for row in found[:MOST_ROWS]:
        yield _row(tuple(map(_escaped, row)))
    if len(found) > MOST_ROWS:
        yield from ("", f"and {len(found) - MOST_ROWS} more")


def _row(cells: tuple[str, ...]) -> str:
    return "| " + " | ".join(cells) + " |"


def _escaped(text: str) -> str:
    return one_line(text).translate(_SPECIAL)
