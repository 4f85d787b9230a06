"""Which findings are taken for the same before and after a change."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from manifests.identity import Identity
from policies.against.comparing import compared
from policies.finding import Element, Finding, Location, Report, WaiverNote
from policies.rule import Severity

ONE = Finding(
    rule="resources/memory-limit",
    severity=Severity.ERROR,
    environment="prod",
    identity=Identity("apps/v1", "Deployment", "shop", "backend"),
    container="api",
    field="/spec/template/spec/containers/0/resources/limits/memory",
    message="no memory limit",
    fix="Write one.",
    directory="overlays/prod",
    elements=(Element(4, "name", "api"),),
)
MOVED = replace(ONE, field=ONE.field.replace("/0/", "/1/"))
WAIVED = replace(ONE, waiver=WaiverNote("because", "team", date(2027, 1, 1)))


def report(findings: Sequence[Finding]) -> Report:
    return Report(tuple(findings), {}, ())


@pytest.mark.parametrize(
    "change",
    [
        {"message": "limit is 0"},
        {"location": Location("a.yaml", 7, 1)},
        {"directory": "overlays/prod-eu"},
        {"severity": Severity.WARNING},
        {"field": MOVED.field},
    ],
    ids=["another message", "another line", "another folder", "another severity", "its container moved in the list"],
)
def test_a_finding_that_was_there_is_no_news(change: dict[str, Any]) -> None:
    result = compared(report([ONE]), report([replace(ONE, **change)]), "main")
    assert (result.findings, result.removed, result.against) == ((), (), "main")


@pytest.mark.parametrize(
    "change",
    [
        {"rule": "resources/cpu-request"},
        {"environment": "dev"},
        {"identity": Identity("apps/v1", "Deployment", "shop", "frontend")},
        {"container": "sidecar"},
        {"field": "/spec/replicas"},
        {"elements": (Element(4, "name", "sidecar"),)},
    ],
    ids=["another rule", "another environment", "another object", "another container", "another field", "by its name"],
)
def test_another_finding_is_added_and_the_old_one_is_gone(change: dict[str, Any]) -> None:
    other = replace(ONE, **change)
    result = compared(report([ONE]), report([other]), "main")
    assert (result.findings, result.removed) == ((other,), (ONE,))


@pytest.mark.parametrize(
    ("before", "after", "added", "removed"),
    [
        ([ONE], [ONE, ONE], [ONE], []),
        ([ONE, ONE], [ONE], [], [ONE]),
        ([WAIVED], [ONE], [ONE], []),
        ([ONE], [WAIVED], [], []),
        ([ONE], [replace(ONE, baselined=True)], [], []),
        ([WAIVED], [], [], []),
        ([replace(ONE, baselined=True)], [ONE], [ONE], []),
    ],
    ids=[
        "one more of the same kind",
        "one less of the same kind",
        "its waiver was taken away",
        "it was waived: nobody mended it",
        "it was recorded: nobody mended it",
        "what was waived and is gone was not there",
        "it is no longer in the baseline",
    ],
)
def test_numbers_and_waivers(
    before: list[Finding], after: list[Finding], added: list[Finding], removed: list[Finding]
) -> None:
    result = compared(report(before), report(after), "main")
    assert (list(result.findings), list(result.removed)) == (added, removed)
