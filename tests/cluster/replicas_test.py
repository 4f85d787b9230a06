"""Flux and the autoscaler leave each other alone; and the generated minute, waited for as it is."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import pairwise
from typing import Any

import pytest

from tests.cluster.lab.flux import KUSTOMIZATION, NAMESPACE
from tests.cluster.lab.lab import Lab
from tests.cluster.lab.record import Record
from tests.cluster.lab.waiting import until
from tests.cluster.scaling.here import scaled_here
from tests.cluster.scaling.loads import All, constant
from tests.cluster.scaling.pace import AUTOSCALER, VERSION, paced
from tests.cluster.scaling.rounds import Trace, recorded
from tests.cluster.scaling.scaled import Scaled, doubling

pytestmark = pytest.mark.any_repository
Body = dict[str, Any]
_TIMES = 4
_PERIOD = 60.0
# One that doubles, if there is one: its first step needs no waiting, and its second shows the minute.
CHOSEN = sorted(scaled_here(), key=lambda each: (each.goal.double_above is None, -each.maximum))[:1]
TWICE = [each for each in CHOSEN if each.goal.double_above and len(doubling(each.minimum, each.maximum)) > 2]
_chosen = pytest.mark.parametrize("scaled", CHOSEN, ids=lambda each: each.component, indirect=True)
_twice = pytest.mark.parametrize("scaled", TWICE, ids=lambda each: each.component, indirect=True)


@dataclass(frozen=True, slots=True)
class Grown:
    """A component that its autoscaler has just made larger, with the generated behaviour, Flux at work."""

    scaled: Scaled
    trace: Trace
    replicas: int


@pytest.fixture(scope="module")
def scaled(request: pytest.FixtureRequest) -> Scaled:
    found: Scaled = request.param
    return found


@pytest.fixture(scope="module")
def grown(lab: Lab, scaled: Scaled, traces: dict[str, Trace]) -> Iterator[Grown]:
    loads = All(lab)
    doubles = scaled.goal.double_above
    with recorded(lab, scaled) as trace:
        loads.put(scaled, constant(scaled.target))
        with paced(lab, scaled.component):
            trace.until_replicas(scaled.minimum, 120)
        # A change of the last minute, made in quick time, would count against the generated minute.
        until(lambda: _is_quiet(lab, scaled.component), 120, f"{scaled.component} was not scaled for a minute")
        try:
            with trace.scene("as generated, while Flux reconciles again and again"):
                loads.put(scaled, constant(scaled.above(doubles) if doubles is not None else scaled.highest))
                until(lambda: trace.replicas > scaled.minimum, 60, f"{scaled.component} grows")
                if doubles is None:
                    loads.put(scaled, constant(scaled.target))
                    trace.wait(2)
                yield Grown(scaled, trace, trace.replicas)
        finally:
            traces[f"{scaled.component}, in real time"] = trace
            with paced(lab, scaled.component):
                loads.put(scaled, constant(0))
                trace.until_replicas(scaled.minimum, 120)
            lab.metrics.calm()


@_chosen
def test_flux_reconciles_again_and_again_and_leaves_the_replicas_alone(lab: Lab, grown: Grown, record: Record) -> None:
    name, component = lab.flux_name(grown.scaled.component), grown.scaled.component
    for number in range(_TIMES):
        token = f"replicas {number}"
        lab.flux.reconcile(name, token)
        until(lambda token=token: _handled(lab, name, token), 60, f"{name} is reconciled")  # type: ignore[misc]
        assert lab.replicas(component) == grown.replicas, f"after {number + 1} reconciliations"
    record.row(
        "Flux and the replicas that the autoscaler set",
        ("component", "replicas", "reconciliations", "replicas afterwards", "who owns what of the Deployment"),
        *(component, grown.replicas, _TIMES, lab.replicas(component), _owners(lab.deployment(component))),
    )


@_chosen
def test_flux_owns_the_pods_template_and_not_the_replicas(lab: Lab, grown: Grown) -> None:
    fields = _fields(lab.deployment(grown.scaled.component), "kustomize-controller")

    assert "f:template" in fields
    assert "f:replicas" not in fields


@_chosen
def test_nobody_writes_replicas_into_git(lab: Lab, grown: Grown) -> None:
    component = grown.scaled.component
    written = [
        str(path.relative_to(lab.origin.work))
        for folder in (f"base/{component}", f"overlays/{lab.environment.name}/{component}")
        for path in (lab.origin.work / folder).rglob("*.yaml")
        if "replicas:" in path.read_text(encoding="utf-8") or "/spec/replicas" in path.read_text(encoding="utf-8")
    ]

    assert not written


@_twice
def test_with_the_generated_periods_the_next_doubling_waits_a_minute(grown: Grown) -> None:
    scaled, trace = grown.scaled, grown.trace
    wanted = doubling(scaled.minimum, scaled.maximum)
    trace.until_replicas(wanted[2], 2 * _PERIOD)
    steps = [(a.seconds, b.replicas) for a, b in pairwise(trace.rounds) if a.replicas != b.replicas]
    (first, doubled), (second, again) = steps[-2:]

    assert [doubled, again] == wanted[1:3]
    assert _PERIOD - 1 < second - first < _PERIOD + 10, f"{second - first:.1f} s between the two"


def _is_quiet(lab: Lab, component: str) -> bool:
    """Whether nothing has changed for so long that no policy of the generated behaviour remembers it."""
    status = (lab.client.get(VERSION, AUTOSCALER, lab.namespace, component) or {}).get("status", {})
    last = status.get("lastScaleTime")
    return last is None or (datetime.now(UTC) - datetime.fromisoformat(last)).total_seconds() > _PERIOD + 1


def _handled(lab: Lab, name: str, token: str) -> bool:
    body = lab.client.get(KUSTOMIZATION, "Kustomization", NAMESPACE, name) or {}
    return bool(body.get("status", {}).get("lastHandledReconcileAt") == token)


def _fields(body: Body, manager: str) -> set[str]:
    """The names of the fields below `spec` that a manager owns."""
    return {
        field
        for entry in body["metadata"]["managedFields"]
        if entry["manager"] == manager and entry["operation"] == "Apply"
        for field in entry["fieldsV1"].get("f:spec", {})
    }


def _owners(body: Body) -> str:
    said = []
    for entry in body["metadata"]["managedFields"]:
        part = f" of {entry['subresource']}" if "subresource" in entry else ""
        inside = sorted(key.removeprefix("f:") for key in entry["fieldsV1"].get("f:spec", {}))
        said.append(f"{entry['manager']} ({entry['operation']}{part}): {', '.join(inside) or 'nothing of spec'}")
    return "; ".join(said)
