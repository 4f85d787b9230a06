"""The engine: which rules run where, what is counted, what is waived, and what is said of waivers."""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from policies.configuration.values import Configuration, EnvironmentSettings, RuleSettings, Waiver
from policies.engine import judge
from policies.finding import Counts, Location, NotEvaluated, Report, WaiverNote
from policies.objects import Object
from policies.rule import (
    Kind,
    Outcome,
    Parameter,
    Profile,
    Rule,
    Severity,
    Verdict,
    failed,
    not_evaluated,
    passed,
)
from policies.world import World

TODAY = date(2027, 1, 1)


def _judge_size(world: World, parameters: Mapping[str, Any]) -> Iterator[Verdict]:
    for item in world.of_kind("Deployment"):
        size = item.body.get("size")
        if size is None:
            yield not_evaluated(item, "no size")
        elif size < parameters["min"]:
            yield failed(item, f"size is {size}, at least {parameters['min']} is demanded", "/size", "app")
        else:
            yield passed(item)


def a_rule(id_: str = "sizes/minimum", profile: Profile | None = Profile.ESSENTIAL, singleton: bool = True) -> Rule:
    return Rule(
        id=id_,
        demands="Sizes are large enough.",
        why="Small ones break.",
        fix="Write a larger one.",
        bad="",
        good="",
        severity=Severity.ERROR,
        profile=profile,
        judge=_judge_size,
        parameters=(Parameter("min", Kind.INTEGER, 2, "The least size."),),
        singleton_waives=singleton,
    )


def deployment(name: str, size: int | None = None, environment: str | None = None, **metadata: Any) -> Object:
    body: dict[str, Any] = {"apiVersion": "apps/v1", "kind": "Deployment", "metadata": {"name": name, **metadata}}
    if size is not None:
        body["size"] = size
    return Object(body, environment, f"overlays/{environment}" if environment else "apps")


def a_waiver(**changes: Any) -> Waiver:
    waiver = Waiver(
        rule="sizes/minimum",
        kind="Deployment",
        namespace=None,
        name="a",
        location=Location("policies.yaml", 3, 5),
        reason="it is small",
        owner="team",
        expires=date(2027, 6, 30),
    )
    return replace(waiver, **changes)


def run(
    objects: list[Object],
    configuration: Configuration | None = None,
    rules: tuple[Rule, ...] | None = None,
    complete: bool = True,
) -> Report:
    return judge(objects, configuration or Configuration(), TODAY, rules=rules or (a_rule(),), complete=complete)


def test_every_object_is_counted_once_under_one_verdict() -> None:
    service = Object({"apiVersion": "v1", "kind": "Service", "metadata": {"name": "a"}}, None, "apps")
    report = run([deployment("a", 1), deployment("b", 2), deployment("c"), service])
    assert report.rules == {"sizes/minimum": Counts(passed=1, failed=1, not_applicable=1, not_evaluated=1)}
    assert report.objects == 4
    assert report.not_evaluated == (NotEvaluated("sizes/minimum", None, "no size", ("Deployment/c",)),)


def test_a_finding_says_rule_place_fact_and_fix() -> None:
    (finding,) = run([deployment("a", 1, "prod")]).findings
    assert (finding.rule, finding.severity, finding.verdict, finding.environment) == (
        "sizes/minimum",
        Severity.ERROR,
        Outcome.FAIL,
        "prod",
    )
    assert (finding.identity.short, finding.container, finding.field) == ("Deployment/a", "app", "/size")
    assert (finding.message, finding.fix) == ("size is 1, at least 2 is demanded", "Write a larger one.")
    assert (finding.directory, finding.location, finding.waiver) == ("overlays/prod", None, None)


def test_no_findings_over_nothing_differs_from_no_findings_over_something() -> None:
    nothing, something = run([]), run([deployment("a", 2)])
    assert nothing.findings == something.findings == ()
    assert (nothing.objects, dict(nothing.rules)) == (0, {})
    assert (something.objects, something.rules["sizes/minimum"].passed) == (1, 1)


SWITCHES: list[tuple[str, Profile | None, Configuration, bool]] = [
    ("a rule of the profile runs", Profile.ESSENTIAL, Configuration(), True),
    ("a rule of a wider profile does not", Profile.PRODUCTION, Configuration(), False),
    ("a narrower profile's rule runs in a wider one", Profile.ESSENTIAL, Configuration(Profile.RESTRICTED), True),
    ("a rule without a profile does not run", None, Configuration(Profile.RESTRICTED), False),
    ("naming a rule switches it on", None, Configuration(rules={"sizes/minimum": RuleSettings()}), True),
    (
        "a disabled rule does not run",
        Profile.ESSENTIAL,
        Configuration(rules={"sizes/minimum": RuleSettings(enabled=False)}),
        False,
    ),
    (
        "what is said of an environment wins",
        Profile.ESSENTIAL,
        Configuration(
            rules={"sizes/minimum": RuleSettings(enabled=False)},
            environments=(EnvironmentSettings("dev", rules={"sizes/minimum": RuleSettings(enabled=True)}),),
        ),
        True,
    ),
    (
        "what is said of another environment does not matter",
        Profile.ESSENTIAL,
        Configuration(
            environments=(EnvironmentSettings("prod", rules={"sizes/minimum": RuleSettings(enabled=False)}),)
        ),
        True,
    ),
    ("only the rules asked for run", Profile.ESSENTIAL, Configuration(only=("other/rule",)), False),
    ("a rule asked for runs whatever its profile", None, Configuration(only=("sizes/minimum",)), True),
]


@pytest.mark.parametrize(
    ("profile", "configuration", "runs"), [case[1:] for case in SWITCHES], ids=[case[0] for case in SWITCHES]
)
def test_which_rules_run(profile: Profile | None, configuration: Configuration, runs: bool) -> None:
    report = run([deployment("a", 1, "dev")], configuration, rules=(a_rule(profile=profile),))
    assert ("sizes/minimum" in report.rules) is runs


PARAMETERS: list[tuple[str, Configuration, str]] = [
    ("the default", Configuration(), "at least 2 is"),
    ("the file's for all", Configuration(rules={"sizes/minimum": RuleSettings({"min": 3})}), "at least 3 is"),
    (
        "the environment's over the file's",
        Configuration(
            rules={"sizes/minimum": RuleSettings({"min": 3})},
            environments=(EnvironmentSettings("dev", rules={"sizes/minimum": RuleSettings({"min": 4})}),),
        ),
        "at least 4 is",
    ),
    (
        "the command line's over everything",
        Configuration(
            environments=(EnvironmentSettings("dev", rules={"sizes/minimum": RuleSettings({"min": 4})}),),
            overrides={"sizes/minimum": RuleSettings({"min": 5})},
        ),
        "at least 5 is",
    ),
]


@pytest.mark.parametrize(
    ("configuration", "message"), [case[1:] for case in PARAMETERS], ids=[case[0] for case in PARAMETERS]
)
def test_which_parameter_holds(configuration: Configuration, message: str) -> None:
    (finding,) = run([deployment("a", 1, "dev")], configuration).findings
    assert message in finding.message


def test_the_configured_severity_wins() -> None:
    configuration = Configuration(rules={"sizes/minimum": RuleSettings(severity=Severity.WARNING)})
    report = run([deployment("a", 1)], configuration)
    assert [finding.severity for finding in report.findings] == [Severity.WARNING]
    assert (report.fails(), report.fails(Severity.WARNING)) == (False, True)


def test_environments_are_judged_apart() -> None:
    seen: list[tuple[tuple[str, ...], dict[str, Any], str]] = []

    def note(world: World, parameters: Mapping[str, Any]) -> Iterator[Verdict]:
        seen.append((tuple(item.name for item in world.objects), dict(world.facts), world.kubernetes))
        yield from ()

    configuration = Configuration(
        kubernetes="1.34",
        facts={"closed": True},
        environments=(EnvironmentSettings("prod", facts={"gpus": 8}, kubernetes="1.36"),),
    )
    objects = [deployment("a", 1, "prod"), deployment("b", 1, "dev"), deployment("c", 1), deployment("d", 1, "prod")]
    run(objects, configuration, rules=(replace(a_rule(), judge=note),))
    assert seen == [
        (("c",), {"closed": True}, "1.34"),
        (("b",), {"closed": True}, "1.34"),
        (("a", "d"), {"closed": True, "gpus": 8}, "1.36"),
    ]


def test_directories_that_render_the_same_object_are_judged_apart() -> None:
    worlds: list[list[str]] = []

    def note(world: World, parameters: Mapping[str, Any]) -> Iterator[Verdict]:
        worlds.append([item.directory for item in world.objects])
        yield from ()

    def at(directory: str, name: str) -> Object:
        return replace(deployment(name), directory=directory)

    objects = [at("a/blue", "a"), at("a/green", "a"), at("b/blue", "b"), at("b/green", "b")]
    run(objects, rules=(replace(a_rule(), judge=note),))
    assert worlds == [["a/blue", "b/blue"], ["a/green", "b/green"]]


MATCHING: list[tuple[str, Waiver]] = [
    ("by kind and name", a_waiver()),
    ("by namespace", a_waiver(namespace="shop")),
    ("by container", a_waiver(container="app")),
    ("by field", a_waiver(field="/size")),
    ("by environment", a_waiver(environments=("dev", "prod"))),
    ("on its last day", a_waiver(expires=TODAY)),
]


@pytest.mark.parametrize("waiver", [case[1] for case in MATCHING], ids=[case[0] for case in MATCHING])
def test_a_waiver_permits(waiver: Waiver) -> None:
    report = run([deployment("a", 1, "prod", namespace="shop")], Configuration(waivers=(waiver,)))
    (finding,) = report.findings
    assert finding.waiver == WaiverNote("it is small", "team", waiver.expires or TODAY)
    assert report.rules == {"sizes/minimum": Counts(waived=1)}
    assert not report.fails(Severity.INFO)


NOT_MATCHING: list[tuple[str, Waiver, str]] = [
    (
        "another object",
        a_waiver(name="b"),
        "the waiver of sizes/minimum matches nothing: no such object breaks the rule",
    ),
    (
        "another container",
        a_waiver(container="sidecar"),
        "the waiver of sizes/minimum matches nothing: nothing that it covers breaks the rule",
    ),
    (
        "another field",
        a_waiver(field="/siz"),
        "the waiver of sizes/minimum matches nothing: nothing that it covers breaks the rule",
    ),
    (
        "another environment",
        a_waiver(environments=("dev",)),
        "the waiver of sizes/minimum matches nothing: nothing that it covers breaks the rule",
    ),
    ("expired", a_waiver(expires=date(2026, 12, 31)), "the waiver of sizes/minimum expired on 2026-12-31"),
    ("no reason", a_waiver(reason=""), "the waiver of sizes/minimum has no reason"),
    (
        "nobody and no end",
        a_waiver(owner="", expires=None),
        "the waiver of sizes/minimum has no owner and no expires",
    ),
    (
        "a rule that does not exist",
        a_waiver(rule="sizes/minimal"),
        "this waiver names the rule sizes/minimal, which does not exist",
    ),
]


@pytest.mark.parametrize(
    ("waiver", "message"), [case[1:] for case in NOT_MATCHING], ids=[case[0] for case in NOT_MATCHING]
)
def test_a_waiver_that_permits_nothing_is_a_finding_itself(waiver: Waiver, message: str) -> None:
    report = run([deployment("a", 1, "prod")], Configuration(waivers=(waiver,)))
    broken, about = report.findings
    assert broken.waiver is None
    assert (about.message, about.location) == (message, Location("policies.yaml", 3, 5))
    assert about.rule.startswith("waivers/")
    assert report.rules[about.rule] == Counts(failed=1)


def test_a_waiver_may_match_what_a_partial_run_did_not_see() -> None:
    assert run([deployment("b", 2)], Configuration(waivers=(a_waiver(),)), complete=False).findings == ()


def test_a_waiver_may_be_needed_where_the_rule_could_not_judge() -> None:
    assert run([deployment("a")], Configuration(waivers=(a_waiver(),))).findings == ()


def singleton(text: str) -> Object:
    return deployment("a", 1, annotations={"roadstead.dev/singleton": text})


def test_an_object_waives_rules_on_replicas_by_its_own_annotation() -> None:
    report = run([singleton("a cache; only one; team; 2027-06-30")])
    assert [finding.waiver for finding in report.findings] == [
        WaiverNote("a cache; only one", "team", date(2027, 6, 30)),
    ]


def _judge_through_service(world: World, parameters: Mapping[str, Any]) -> Iterator[Verdict]:
    (workload,) = world.of_kind("Deployment")
    for item in world.of_kind("Service"):
        yield failed(item, "it is small", "/spec/size", about=workload)


@pytest.mark.parametrize(
    ("metadata", "waivers"),
    [
        ({}, (a_waiver(),)),
        ({}, (a_waiver(kind="Service", name="s"),)),
        ({"annotations": {"roadstead.dev/singleton": "a cache; team; 2027-06-30"}}, ()),
    ],
    ids=["a waiver of the workload", "a waiver of what holds the field", "the annotation of the workload"],
)
def test_what_another_object_holds_is_waived_for_the_workload(metadata: dict[str, Any], waivers: tuple[Waiver]) -> None:
    service = Object({"apiVersion": "v1", "kind": "Service", "metadata": {"name": "s"}}, None, "apps")
    rules = (replace(a_rule(), judge=_judge_through_service),)
    report = run([deployment("a", **metadata), service], Configuration(waivers=waivers), rules)
    assert [finding.waiver is not None for finding in report.findings] == [True]


def test_the_annotation_waives_no_other_rule() -> None:
    report = run([singleton("a cache; team; 2027-06-30")], rules=(a_rule(singleton=False),))
    assert [finding.waiver for finding in report.findings] == [None]


@pytest.mark.parametrize(
    ("text", "rule", "message"),
    [
        ("a cache", "waivers/complete", "is 'a cache', which is not 'reason; owner; expires'"),
        ("a; ; 2027-06-30", "waivers/complete", "is 'a; ; 2027-06-30', which is not 'reason; owner; expires'"),
        ("a cache; team; soon", "waivers/complete", "expires on 'soon', which is no date"),
        ("a cache; team; 2026-12-31", "waivers/expired", "expired on 2026-12-31"),
    ],
)
def test_a_faulty_annotation_is_a_finding(text: str, rule: str, message: str) -> None:
    broken, about = run([singleton(text)]).findings
    assert broken.waiver is None
    assert (about.rule, about.message) == (rule, f"annotation roadstead.dev/singleton {message}")
    assert about.field == "/metadata/annotations/roadstead.dev~1singleton"


def test_a_rule_that_breaks_is_named() -> None:
    def breaks(world: World, parameters: Mapping[str, Any]) -> Iterator[Verdict]:
        raise ZeroDivisionError("by zero")
        yield

    with pytest.raises(ZeroDivisionError) as caught:
        run([deployment("a", 1, "prod")], rules=(replace(a_rule(), judge=breaks),))
    assert caught.value.__notes__ == ["while sizes/minimum judged prod"]
