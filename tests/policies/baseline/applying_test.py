"""What a baseline takes out of a report, and what it adds."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

import pytest

from manifests.identity import Identity
from policies.baseline.applying import apply
from policies.baseline.counts import Baseline, Key, counts_of
from policies.finding import Counts, Finding, Location, Report, WaiverNote
from policies.rule import Severity

RULE = "resources/memory-limit"
PLACE = Location("baseline.yaml", 4, 5)


def finding(name: str, container: str, environment: str | None = "prod") -> Finding:
    identity = Identity("apps/v1", "Deployment", "shop", name)
    return Finding(RULE, Severity.ERROR, environment, identity, container, "", "no limit", "Write one.", "overlay")


def report(*findings: Finding) -> Report:
    objects = {each.identity for each in findings}
    return Report(findings, {RULE: Counts(passed=5, failed=len(objects))}, (), objects=9)


def baseline(environment: str = "prod", **counts: int) -> Baseline:
    found = {Key(RULE, environment, f"Deployment/shop/{name}"): count for name, count in counts.items()}
    return Baseline(found, dict.fromkeys(found, PLACE))


A1, A2, B1 = finding("a", "one"), finding("a", "two"), finding("b", "one")


@pytest.mark.parametrize(
    ("findings", "recorded", "still_open"),
    [
        ([A1, A2, B1], baseline(a=2, b=1), []),
        ([A1, A2, B1], baseline(a=2), [B1]),
        ([A1, A2, B1], baseline(a=1, b=1), [A1, A2]),
        ([A1], baseline("dev", a=1), [A1]),
        ([replace(A1, environment=None)], baseline("", a=1), []),
        ([replace(A1, rule="resources/cpu-request")], baseline(a=1), [replace(A1, rule="resources/cpu-request")]),
        ([replace(A1, message="other", location=PLACE)], baseline(a=1), []),
    ],
    ids=[
        "what is recorded does not count",
        "an object that is not recorded counts",
        "one more than recorded: all of that object count, because nobody knows which is new",
        "a record of another environment says nothing",
        "no environment is recorded too",
        "a record of another rule says nothing",
        "lines and values may change",
    ],
)
def test_what_still_counts(findings: Sequence[Finding], recorded: Baseline, still_open: list[Finding]) -> None:
    assert list(apply(report(*findings), recorded, complete=False).open) == still_open


def test_a_record_that_is_too_high_is_a_finding_on_its_own_line() -> None:
    result = apply(report(A1), baseline(a=2, b=1), complete=True)
    assert [(each.identity.short, each.message, each.fix, each.location) for each in result.open] == [
        (
            "Deployment/a",
            "the baseline records 2 of resources/memory-limit, and there is 1",
            "Run `roadstead check --write-baseline FILE`, which lowers the counts.",
            PLACE,
        ),
        (
            "Deployment/b",
            "the baseline records 1 of resources/memory-limit, and there is none",
            "Run `roadstead check --write-baseline FILE`, which lowers the counts.",
            PLACE,
        ),
    ]
    assert result.rules["waivers/baseline"] == Counts(failed=2)


def test_a_run_over_a_part_says_nothing_of_what_it_did_not_look_at() -> None:
    assert apply(report(A1), baseline(a=2, b=1), complete=False).open == ()


def test_what_is_waived_is_neither_recorded_nor_marked() -> None:
    waived = replace(A1, waiver=WaiverNote("because", "team", date(2027, 1, 1)))
    assert counts_of(report(waived)) == {}
    assert apply(report(waived, A2), baseline(a=1), complete=True).baselined == (replace(A2, baselined=True),)


def test_an_object_whose_findings_are_all_recorded_has_not_failed() -> None:
    assert apply(report(A1, A2, B1), baseline(a=2), complete=True).rules[RULE] == Counts(passed=5, failed=1, waived=1)
