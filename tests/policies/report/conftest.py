"""One report that holds everything a form must be able to say."""

from dataclasses import replace
from datetime import date

import pytest

from manifests.identity import Identity
from policies.finding import Counts, Finding, Link, Location, NotEvaluated, Report, Unchecked, WaiverNote
from policies.rule import Severity

FRACTION = Finding(
    rule="gpu/whole-number",
    severity=Severity.ERROR,
    environment="prod",
    identity=Identity("apps/v1", "Deployment", "shop-prod", "model"),
    container="serving",
    field="/spec/template/spec/containers/0/resources/limits/nvidia.com~1gpu",
    message="nvidia.com/gpu is 0.5, not a whole number",
    fix="Ask for a whole number.",
    directory="overlays/prod/model",
    location=Location("overlays/prod/a model/kustomization.yaml", 14, 9),
    source=Location("platform.yaml", 31, 5),
    chain=(
        Link(Location("base/model/deployment.yaml", 20, 13), "base"),
        Link(Location("overlays/prod/a model/kustomization.yaml", 14, 9), "patch"),
    ),
)
SHARED = replace(
    FRACTION,
    rule="scaling/replica-minimum",
    severity=Severity.WARNING,
    environment=None,
    identity=Identity("apps/v1", "Deployment", None, "model"),
    container=None,
    field="/spec/replicas",
    message="replicas is 1, 50% of 2: too | few",
    fix="Write 2.",
    location=None,
    source=None,
    chain=(),
)
WAIVED = replace(FRACTION, waiver=WaiverNote("see RUN-12", "data-team", date(2027, 6, 30)), source=None, chain=())


@pytest.fixture
def report() -> Report:
    return Report(
        findings=(FRACTION, SHARED, WAIVED),
        rules={"scaling/replica-minimum": Counts(1, 1, 0, 2, 1), "gpu/whole-number": Counts(3, 1, 1, 12, 0)},
        not_evaluated=(NotEvaluated("capacity/pool", "prod", "no fact gpus", ("Deployment/a", "Deployment/b")),),
        objects=17,
        unchecked=(Unchecked("overlays/dev/model", "does not build: no"),),
        profile="production",
        configuration="policies.yaml",
    )
