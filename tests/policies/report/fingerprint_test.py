"""A fingerprint follows what is judged, never the line it stands on."""

from dataclasses import replace
from typing import Any

import pytest

from manifests.identity import Identity
from policies.finding import Location, Report
from policies.report.fingerprint import fingerprint
from policies.rule import Severity


@pytest.mark.parametrize(
    "change",
    [
        {"location": Location("elsewhere.yaml", 1, 1)},
        {"source": None},
        {"chain": ()},
        {"fix": "Do something else."},
        {"severity": Severity.INFO},
    ],
    ids=["it moved", "no line of platform.yaml", "another chain", "another fix", "another severity"],
)
def test_it_stays(report: Report, change: dict[str, Any]) -> None:
    finding = report.findings[0]
    assert fingerprint(replace(finding, **change)) == fingerprint(finding)


@pytest.mark.parametrize(
    "change",
    [
        {"rule": "gpu/limit-set"},
        {"environment": "dev"},
        {"directory": "overlays/prod/other"},
        {"identity": Identity("apps/v1", "Deployment", "shop-prod", "other")},
        {"container": None},
        {"field": "/spec"},
        {"message": "another fault of this field"},
    ],
    ids=["rule", "environment", "directory", "object", "container", "field", "message"],
)
def test_it_differs_with_what_is_judged(report: Report, change: dict[str, Any]) -> None:
    finding = report.findings[0]
    assert fingerprint(replace(finding, **change)) != fingerprint(finding)
