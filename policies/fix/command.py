"""`--fix`: what is fixed, written and told."""

from dataclasses import dataclass
from pathlib import Path

from manifests.errors import UserError
from policies.finding import Report
from policies.fix.fixing import fixes_for
from policies.fix.writing import diff_of, write
from policies.pipeline import Checked, Options
from policies.report.one_line import one_line


@dataclass(frozen=True, slots=True)
class Told:
    """What was done: a diff, "" where no file changed, and a line for each finding that stays for a person."""

    diff: str
    lines: tuple[str, ...]


def fix(report: Report, root: Path, options: Options, whole: Checked | None) -> Told:
    """Write the certain fixes for the open findings of a report. Raises UserError where nothing could be proven."""
    fixes = fixes_for(report, root, options, whole)
    diff = diff_of(root, fixes.texts)
    write(root, fixes.texts)
    refused = sorted({f"not fixed: {each.identity.short}: {why} [{each.rule}]" for each, why in fixes.refused})
    if not diff and not refused:
        refused = ["--fix: nothing here has a fix that is certain"]
    return Told(diff, tuple(map(one_line, refused)))


def with_fixes(report: Report, root: Path, options: Options, whole: Checked | None) -> Report:
    """The report with the fixes that --fix would make, for forms of it that can say them."""
    try:
        return fixes_for(report, root, options, whole).repaired(report, root)
    except UserError:  # what can't be proven is no fix; that it can't be checked is in the report
        return report
