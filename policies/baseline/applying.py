"""A report held against a baseline: what is recorded no longer counts, and a record that is too high is a finding."""

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import replace

from manifests.identity import Identity
from policies.baseline.counts import Baseline, Key, counts_of, key_of
from policies.finding import Counts, Finding, Report
from policies.rule import Severity
from policies.waiver_rules import BASELINE


def apply(report: Report, baseline: Baseline, *, complete: bool) -> Report:
    """The report with the findings that the baseline records marked as such.

    An object with more findings of a rule than are recorded has them all open: which one is new, nobody can say. One
    with fewer is a finding on the baseline, so that the count goes down and stays down; only where the whole
    repository was judged (`complete`) is that known.
    """
    found = counts_of(report)
    known = {key for key, number in found.items() if number <= baseline.counts.get(key, 0)}
    findings = tuple(
        replace(finding, baselined=True) if finding.waiver is None and key_of(finding) in known else finding
        for finding in report.findings
    )
    too_high = tuple(_too_high(baseline, found)) if complete else ()
    rules = dict(_recounted(report, findings))
    if too_high:
        rules[BASELINE.id] = Counts(failed=len(too_high))
    return replace(report, findings=(*findings, *too_high), rules=rules)


def _too_high(baseline: Baseline, found: Mapping[Key, int]) -> Iterator[Finding]:
    for key, recorded in sorted(baseline.counts.items()):
        there = found.get(key, 0)
        if there < recorded:
            kind, *_, name = key.object.split("/")
            yield Finding(
                rule=BASELINE.id,
                severity=Severity.ERROR,
                environment=key.environment or None,
                identity=Identity("", kind, None, name),
                container=None,
                field="",
                message=f"the baseline records {recorded} of {key.rule}, and there {_is(there)}",
                fix=BASELINE.fix,
                directory=baseline.places[key].file,
                location=baseline.places[key],
            )


def _is(number: int) -> str:
    return {0: "is none", 1: "is 1"}.get(number, f"are {number}")


def _recounted(report: Report, findings: tuple[Finding, ...]) -> Iterator[tuple[str, Counts]]:
    """The counts of each rule, objects whose findings are all recorded now among those that do not count."""
    still_open = {(finding.rule, finding.directory, finding.identity) for finding in findings if finding.counts}
    settled = Counter(
        rule
        for rule, directory, identity in {
            (finding.rule, finding.directory, finding.identity) for finding in findings if finding.baselined
        }
        if (rule, directory, identity) not in still_open
    )
    for rule, counts in report.rules.items():
        moved = min(settled[rule], counts.failed)
        yield rule, replace(counts, failed=counts.failed - moved, waived=counts.waived + moved)
