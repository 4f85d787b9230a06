"""Repositories in the styles that public ones have: clean ones have no finding, and each planted fault has its own."""

from collections.abc import Callable, Mapping
from pathlib import Path

import pytest

from policies import pipeline
from policies.check import main
from policies.finding import Report
from policies.rule import Profile
from policies.rules.catalogue import RULES
from tests.repositories.bundle import STYLES, files_of
from tests.repositories.faults import FAULTS, Fault

Write = Callable[[Mapping[str, str]], Path]

NOT_EVALUATED = {
    "by_application": [
        ("references/route-backend", None, "Gateway/public is not among the objects judged"),
        (
            "flux/definition-before-use",
            None,
            "nothing here installs the definition of HTTPRoute.gateway.networking.k8s.io",
        ),
    ],
    "by_cluster": [
        ("flux/path-builds", None, "the objects of its chart are not rendered, so no rule has judged them"),
        ("yaml/schema", None, "it is encrypted by SOPS"),
    ],
    "components": [("capacity/pool", "prod", "there is no fact gpus")],
    "flat": [
        ("references/config-exists", None, "Secret/backup-token is not among the objects judged"),
        ("capacity/quota", None, "DaemonSet/log-shipper: it runs a pod on each node, and there is no fact nodes"),
    ],
    "plain": [],
}


@pytest.mark.parametrize("style", STYLES)
def test_a_clean_repository_has_no_finding(style: str, repository: Write) -> None:
    report = pipeline.check(repository(files_of(style)))
    assert (report.findings, report.unchecked) == ((), ())
    assert [(each.rule, each.environment, each.why) for each in report.not_evaluated] == NOT_EVALUATED[style]


@pytest.mark.parametrize("style", STYLES)
def test_the_command_answers_0_for_a_clean_repository(
    style: str, repository: Write, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(repository(files_of(style)))
    assert main(["--quiet"]) == 0
    assert capsys.readouterr() == ("", "")


@pytest.mark.parametrize("fault", FAULTS.values(), ids=FAULTS)
def test_a_planted_fault_is_found_on_its_line_and_nothing_else(fault: Fault, repository: Write) -> None:
    files = files_of(fault.style)
    assert files[fault.file].count(fault.old) == 1
    report = pipeline.check(repository({**files, fault.file: files[fault.file].replace(fault.old, fault.new)}))
    assert told(report) == list(fault.found)


def told(report: Report) -> list[str]:
    lines: dict[str, None] = {}
    for each in report.findings:
        assert each.location is not None
        container = f"/{each.container}" if each.container else ""
        what = f"{each.identity.kind}/{each.identity.name}{container}"
        lines[f"{each.location.file}:{each.location.line} {what} {each.rule}"] = None
    return list(lines)


def test_every_group_of_rules_with_essential_ones_has_a_planted_fault() -> None:
    essential = {rule.id.partition("/")[0] for rule in RULES if rule.profile is Profile.ESSENTIAL}
    planted = {line.rpartition(" ")[2].partition("/")[0] for fault in FAULTS.values() for line in fault.found}
    assert essential - planted == set()
