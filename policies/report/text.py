"""Text for people: one line a finding, then one line that counts."""

from collections import Counter
from collections.abc import Iterator
from pathlib import PurePosixPath

from policies.finding import Finding, Report
from policies.report.about import subject
from policies.report.one_line import one_line
from policies.report.order import ordered
from policies.rule import Severity


def render_text(report: Report, seconds: float | None = None, *, quiet: bool = False, verbose: bool = False) -> str:
    """The report as `FILE:LINE:COL: severity: Kind/name[/container]: fact. Fix. [rule/id]` lines.

    The environment follows the object in brackets where the file's path does not say it. The last line counts, with
    the `seconds` that the run took if they are given. `quiet` leaves that line out; `verbose` adds what was waived,
    what was not evaluated and how much each rule looked at.
    """
    lines = [line for finding in ordered(report.open) for line in _finding(finding)]
    lines.extend(_removed(report))
    if verbose:
        lines.extend(_waived(report))
        lines.extend(_baselined(report))
        lines.extend(_not_evaluated(report))
        lines.extend(_rules(report))
    if not quiet:
        lines.append(summary(report, seconds))
    return "".join(f"{line}\n" for line in lines)


def summary(report: Report, seconds: float | None = None) -> str:
    """The line that counts: findings by severity, waived, objects, rules, seconds; and an assumed profile."""
    by_severity = Counter(finding.severity for finding in report.open)
    words = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.INFO: "info"}
    found = [_count(by_severity[severity], words[severity]) for severity in Severity if by_severity[severity]]
    counted = [*(found or ["no findings"]), f"{len(report.waived)} waived"]
    if report.against is not None:
        new = [f"{each} added" for each in found] or ["no findings added"]
        counted = [*new, f"{len(report.removed)} gone since {report.against}"]
    if report.baselined:
        counted.append(f"{len(report.baselined)} in the baseline")
    if report.not_evaluated:
        counted.append(f"{sum(counts.not_evaluated for counts in report.rules.values())} not evaluated")
    if report.unchecked:
        counted.append(f"{len(report.unchecked)} could not be checked")
    counted += [_count(report.objects, "object"), _count(len(report.rules), "rule")]
    if seconds is not None:
        counted.append(f"{seconds:.1f} s")
    assumed = f" (no policies.yaml: profile {report.profile})" if report.configuration is None else ""
    return one_line(", ".join(counted) + assumed)


def _finding(finding: Finding) -> Iterator[str]:
    place = finding.location or finding.directory
    parts = [str(place), finding.severity.value, _object(finding), f"{finding.message}. {finding.fix} [{finding.rule}]"]
    yield one_line(": ".join(parts))
    if finding.source is not None:
        yield one_line(f"  from {finding.source}")


def _object(finding: Finding) -> str:
    name = subject(finding)
    file = finding.location.file if finding.location is not None else finding.directory
    if finding.environment is not None and finding.environment not in PurePosixPath(file).parts:
        name += f" ({finding.environment})"
    return name


def _waived(report: Report) -> Iterator[str]:
    for finding in ordered(report.waived):
        assert finding.waiver is not None
        until = f"until {finding.waiver.expires} by {finding.waiver.owner}: {finding.waiver.reason}"
        place = finding.location or finding.directory
        yield one_line(f"{place}: waived: {_object(finding)}: {finding.message} [{finding.rule}] ({until})")


def _removed(report: Report) -> Iterator[str]:
    for finding in ordered(report.removed):
        place = finding.location or finding.directory
        yield one_line(f"{place}: gone: {_object(finding)}: {finding.message} [{finding.rule}]")


def _baselined(report: Report) -> Iterator[str]:
    for finding in ordered(report.baselined):
        place = finding.location or finding.directory
        yield one_line(f"{place}: in the baseline: {_object(finding)}: {finding.message} [{finding.rule}]")


def _not_evaluated(report: Report) -> Iterator[str]:
    for each in sorted(report.not_evaluated, key=lambda each: (each.rule, each.environment or "", each.why)):
        where = f" in {each.environment}" if each.environment is not None else ""
        yield one_line(f"not evaluated{where}: {', '.join(each.objects)}: {each.why} [{each.rule}]")


def _rules(report: Report) -> Iterator[str]:
    for id_, counts in sorted(report.rules.items()):
        said = (
            f"{counts.passed} passed, {counts.failed} failed, {counts.waived} waived, "
            f"{counts.not_evaluated} not evaluated, {counts.not_applicable} not applicable"
        )
        yield f"{id_}: {said}"


def _count(number: int, word: str) -> str:
    return f"{number} {word}" if number == 1 or word == "info" else f"{number} {word}s"
