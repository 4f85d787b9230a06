"""What a rule says of one object does not hang on the others: so it can be kept, and judged anew where it changed."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import fields, replace
from datetime import date
from typing import Any

import pytest

from manifests.reader import read_documents, to_plain
from policies.configuration import Configuration
from policies.engine import judge
from policies.engine.apart import OF_THE_SET, Apart, judge_apart, judge_whole
from policies.engine.verdict_text import from_json, to_json
from policies.finding import Report
from policies.objects import Object
from policies.rule import Profile, Rule, Scope, failed, not_evaluated, passed
from policies.rules.catalogue import RULES
from policies.world import World

TODAY = date(2026, 1, 1)
OF_ONE = {
    "autoscalers",
    "budgets",
    "environment",
    "facts",
    "kubernetes",
    "let_go",
    "partial",
    "members",
    "objects",
    "of_kind",
    "workloads",
}
ALONE = [rule for rule in RULES if rule.scope is Scope.OBJECT]
OF_ALL = [rule for rule in RULES if rule.scope in (Scope.SET, Scope.FILES)]


def objects_of(rule: Rule) -> list[Object]:
    """What the rule reports and what it passes, twice over, each text in a folder of its own."""
    texts = [
        rule.bad,
        rule.good,
        rule.bad.replace("name: ", "name: other-"),
        rule.good.replace("name: ", "name: other-"),
    ]
    return [
        Object(to_plain(document.root), "prod", f"overlays/prod/{number}")
        for number, text in enumerate(texts)
        for document in read_documents(text, "example")
    ]


def judged_apart(objects: list[Object], configuration: Configuration, rules: list[Rule]) -> dict[str, Apart]:
    """What each folder's objects are judged without any other, as bytes and back."""
    found: dict[str, Apart] = {}
    for directory in dict.fromkeys(item.directory for item in objects):
        own = [item for item in objects if item.directory == directory]
        [apart] = judge_apart(own, configuration, "prod", rules).values()
        found[directory] = from_json(to_json(apart, own), own)
    return found


def in_any_order(report: Report) -> Report:
    findings = sorted(
        report.findings, key=lambda each: (each.rule, each.directory, each.identity, each.field, repr(each))
    )
    return replace(report, findings=tuple(findings))


@pytest.mark.parametrize("rule", ALONE, ids=lambda rule: rule.id)
def test_a_rule_says_the_same_of_an_object_alone_and_among_others(rule: Rule) -> None:
    objects = objects_of(rule)
    configuration = Configuration(only=(rule.id,))
    apart = judged_apart(objects, configuration, [rule])
    together = judge(objects, configuration, TODAY, rules=[rule])
    assert in_any_order(judge(objects, configuration, TODAY, rules=[rule], apart=apart)) == in_any_order(together)


@pytest.mark.parametrize("rule", OF_ALL, ids=lambda rule: rule.id)
def test_what_a_rule_said_of_a_whole_environment_holds_for_the_same_objects(rule: Rule) -> None:
    objects = objects_of(rule)
    configuration = Configuration(only=(rule.id,))
    apart = judged_apart(objects, configuration, [rule])
    whole = from_json(to_json(judge_whole(objects, configuration, "prod", apart.values(), [rule]), objects), objects)
    assert set(whole.passes) == {rule.id}
    report = judge(objects, configuration, TODAY, rules=[rule], apart=apart, whole={"prod": whole})
    assert in_any_order(report) == in_any_order(judge(objects, configuration, TODAY, rules=[rule]))


def test_every_answer_of_a_world_is_known_to_be_about_one_object_or_about_others() -> None:
    answers = {name for name in (*vars(World), *(each.name for each in fields(World))) if not name.startswith("_")}
    assert answers - OF_THE_SET == OF_ONE & answers
    assert not OF_THE_SET & OF_ONE


def pod(name: str, **annotations: str) -> dict[str, Any]:
    return {"apiVersion": "v1", "kind": "Pod", "metadata": {"name": name, "annotations": annotations}}


def says_all(world: World, parameters: Any) -> Iterator[Any]:
    for item in world.of_kind("Pod"):
        if item.name == "fails":
            yield failed(item, "a fault", "/metadata/name", "app", fix="Mend it.")
        elif item.name == "unknown":
            yield not_evaluated(item, "nothing is known")
        else:
            yield passed(item)


def asks_for_others(world: World, parameters: Any) -> Iterator[Any]:
    for item in world.of_kind("Pod"):
        yield (
            passed(item) if len(world.named("Pod", item.name)) == 1 else failed(item, "there are two", "/metadata/name")
        )


RULE = replace(RULES[0], id="test/all", judge=says_all, profile=Profile.ESSENTIAL, scope=Scope.OBJECT, parameters=())
CURIOUS = replace(RULE, id="test/curious", judge=asks_for_others)


def test_what_was_said_survives_as_bytes() -> None:
    names = ("fails", "unknown", "good", "better")
    objects = [Object(pod(name), "prod", "a") for name in names]
    [apart] = judge_apart(objects, Configuration(), "prod", [RULE]).values()
    assert apart.passes == {"test/all": 2}
    assert [verdict.object.name for verdict in apart.others["test/all"]] == ["fails", "unknown"]
    assert from_json(to_json(apart, objects), objects) == apart


def test_a_rule_that_asks_for_other_objects_is_judged_with_all_of_them() -> None:
    objects = [Object(pod("same"), "prod", "a"), Object(pod("same"), "prod", "b")]
    apart = judged_apart(objects, Configuration(), [CURIOUS])
    assert [each.passes for each in apart.values()] == [{}, {}]
    report = judge(objects, Configuration(), TODAY, rules=[CURIOUS], apart=apart)
    assert [finding.directory for finding in report.findings] == ["a", "b"]


def test_a_waiver_that_an_object_carries_is_looked_at_again_each_day() -> None:
    objects = [Object(pod("one", **{"roadstead.dev/singleton": "old; me; 2025-01-01"}), "prod", "a")]
    apart = judged_apart(objects, Configuration(), [RULE])
    report = judge(objects, Configuration(), TODAY, rules=[RULE], apart=apart)
    assert [finding.message for finding in report.findings] == [
        "annotation roadstead.dev/singleton expired on 2025-01-01"
    ]
    assert judge(objects, Configuration(), date(2024, 1, 1), rules=[RULE], apart=apart).findings == ()
