"""Write today's findings down, unless there are more than were written down before."""

from pathlib import Path

from policies.baseline.counts import counts_of, key_of
from policies.baseline.file import read_baseline, write_baseline
from policies.finding import Finding, Report


def record(root: Path, file: str, report: Report) -> tuple[Finding, ...]:
    """Write the open findings of a report of the whole repository, judged without a baseline, into `file`.

    Returns the findings that keep it from being written: those of every object that has more of a rule than `file`
    records now. Raises UserError where the file cannot be read or written.
    """
    counts = counts_of(report)
    try:
        before = read_baseline(root, file).counts
    except FileNotFoundError:
        before = counts
    risen = {key for key, number in counts.items() if number > before.get(key, 0)}
    if not risen:
        write_baseline(root, file, counts)
    return tuple(finding for finding in report.open if key_of(finding) in risen)
