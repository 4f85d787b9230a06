"""policies.yaml: what it may say, and the exact answer to each mistake."""

import os
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from manifests.errors import MistakesError, UserError
from policies.configuration import load_configuration, read_configuration
from policies.configuration.paths import AmbiguousPathError, environment_of, overlays_among
from policies.configuration.rule_settings import check_ids, parse_overrides, settings_of
from policies.configuration.values import Configuration, EnvironmentSettings, RuleSettings, Waiver
from policies.finding import Location
from policies.rule import Kind, Parameter, Profile, Rule, Severity


def a_rule(id_: str, *parameters: Parameter) -> Rule:
    return Rule(
        id=id_,
        demands="It is.",
        why="Because.",
        fix="Do.",
        bad="",
        good="",
        severity=Severity.ERROR,
        profile=Profile.ESSENTIAL,
        judge=lambda world, parameters: iter(()),
        parameters=parameters,
    )


RULES = (
    a_rule(
        "scaling/replica-minimum",
        Parameter("min", Kind.INTEGER, 2, "Least."),
        Parameter("max", Kind.INTEGER, None, "Most."),
        Parameter("absent", Kind.CHOICE, 1, "What absent is.", (1, "pass", "fail")),
        Parameter("kinds", Kind.TEXTS, ("Deployment",), "Which."),
        Parameter("memory", Kind.QUANTITY_RANGE, None, "Between."),
    ),
    a_rule(
        "images/tag-pinned", Parameter("taint", Kind.TEXT, "a", "Which."), Parameter("init", Kind.BOOL, True, "Too.")
    ),
    a_rule("gpu/whole-number"),
)

FULL = """\
profile: production
kubernetes: "1.34"
facts: {closed: true}
rules:
  scaling/replica-minimum: {min: 3, kinds: [Deployment, Rollout], severity: warning}
  gpu/whole-number:
environments:
  dev:
    paths: [overlays/dev/**, clusters/dev]
    rules:
      scaling/replica-minimum: {min: 1}
      images/tag-pinned: {enabled: false}
  prod:
    kubernetes: "1.36"
    facts: {gpus: 8}
waivers:
  - rule: images/tag-pinned
    object: Deployment/shop/importer
    container: app
    field: /spec
    environments: [prod]
    reason: restarts lose an hour of work, see RUN-12
    owner: data-team
    expires: 2027-06-30
  - rule: images/tag-pinned
    object: Deployment/importer
"""


def test_everything_that_the_file_may_say_is_read() -> None:
    assert read_configuration(FULL, "policies.yaml", RULES) == Configuration(
        profile=Profile.PRODUCTION,
        kubernetes="1.34",
        facts={"closed": True},
        rules={
            "scaling/replica-minimum": RuleSettings({"min": 3, "kinds": ("Deployment", "Rollout")}, Severity.WARNING),
            "gpu/whole-number": RuleSettings(),
        },
        environments=(
            EnvironmentSettings(
                "dev",
                paths=("overlays/dev/**", "clusters/dev"),
                rules={
                    "scaling/replica-minimum": RuleSettings({"min": 1}),
                    "images/tag-pinned": RuleSettings(enabled=False),
                },
            ),
            EnvironmentSettings("prod", facts={"gpus": 8}, kubernetes="1.36"),
        ),
        waivers=(
            Waiver(
                rule="images/tag-pinned",
                kind="Deployment",
                namespace="shop",
                name="importer",
                location=Location("policies.yaml", 17, 11),
                reason="restarts lose an hour of work, see RUN-12",
                owner="data-team",
                expires=date(2027, 6, 30),
                container="app",
                field="/spec",
                environments=("prod",),
            ),
            Waiver("images/tag-pinned", "Deployment", None, "importer", Location("policies.yaml", 25, 11)),
        ),
        file="policies.yaml",
    )


def test_an_empty_file_is_the_default_profile_said_by_a_file() -> None:
    assert read_configuration("# nothing yet\n", "policies.yaml") == Configuration(file="policies.yaml")


def test_no_file_is_the_default_profile(tmp_path: Path) -> None:
    assert load_configuration(tmp_path) == Configuration(profile=Profile.ESSENTIAL, file=None)


def test_a_file_that_was_asked_for_must_exist(tmp_path: Path) -> None:
    with pytest.raises(UserError) as caught:
        load_configuration(tmp_path, "other.yaml")
    assert str(caught.value) == "other.yaml: no such file: name a policies.yaml"


MISTAKES: list[tuple[str, str, str]] = [
    ("an unknown key", "profle: production\n", "1:1: unknown key 'profle' in policies.yaml; write `profile`"),
    (
        "a key far from any",
        "x: 1\n",
        "1:1: unknown key 'x' in policies.yaml; write one of `baseline`, `environments`, `facts`, `kubernetes`, "
        "`profile`, `rules`, `waivers`",
    ),
    ("no mapping", "- profile\n", "1:1: policies.yaml is a list: write a mapping"),
    (
        "an unknown profile",
        "profile: strict\n",
        "1:10: profile is 'strict': write one of essential, production, restricted",
    ),
    ("a version that is a number", "kubernetes: 1.30\n", '1:13: kubernetes is 1.30: quote it, as in "1.30"'),
    ("a version that is none", "kubernetes: latest\n", "1:13: kubernetes is 'latest': write it as in \"1.35\""),
    (
        "an unknown rule",
        "rules:\n  gpu/whole-numbers: {}\n",
        "2:3: unknown rule 'gpu/whole-numbers'; write `gpu/whole-number`",
    ),
    (
        "a rule like no other",
        "rules:\n  a/b: {}\n",
        "2:3: unknown rule 'a/b'; `roadstead explain` lists the rules",
    ),
    (
        "a rule that is switched off by a word",
        "rules:\n  gpu/whole-number: off\n",
        "2:21: gpu/whole-number is 'off': write a mapping, as in {enabled: false} or {severity: warning}",
    ),
    (
        "a rule that is a number",
        "rules:\n  gpu/whole-number: 1\n",
        "2:21: gpu/whole-number is 1: write a mapping, as in {enabled: false} or {severity: warning}",
    ),
    (
        "an unknown parameter",
        "rules:\n  scaling/replica-minimum: {mim: 2}\n",
        "2:29: unknown key 'mim' in scaling/replica-minimum; write `min`",
    ),
    (
        "a text for a number",
        "rules:\n  scaling/replica-minimum: {min: two}\n",
        "2:34: scaling/replica-minimum: min is 'two': write a whole number of at least 0",
    ),
    (
        "true for a number",
        "rules:\n  scaling/replica-minimum: {min: true}\n",
        "2:34: scaling/replica-minimum: min is true: write a whole number of at least 0",
    ),
    (
        "a number below its bound",
        "rules:\n  scaling/replica-minimum: {min: -1}\n",
        "2:34: scaling/replica-minimum: min is -1: write a whole number of at least 0",
    ),
    (
        "quantities the wrong way round",
        "rules:\n  scaling/replica-minimum: {memory: [2Gi, 1Gi]}\n",
        "2:37: scaling/replica-minimum: memory is a list: write two quantities [min, max]",
    ),
    (
        "a text for a list",
        "rules:\n  scaling/replica-minimum: {kinds: Deployment}\n",
        "2:36: scaling/replica-minimum: kinds is 'Deployment': write a list of texts",
    ),
    (
        "a value that is no choice",
        "rules:\n  scaling/replica-minimum: {absent: 2}\n",
        "2:37: scaling/replica-minimum: absent is 2: write one of 1, pass, fail",
    ),
    (
        "an unknown severity",
        "rules:\n  gpu/whole-number: {severity: bad}\n",
        "2:32: gpu/whole-number: severity is 'bad': write one of error, warning, info",
    ),
    (
        "a switch that is none",
        "rules:\n  gpu/whole-number: {enabled: 0}\n",
        "2:31: gpu/whole-number: enabled is 0: write true or false",
    ),
    (
        "an unknown key of an environment",
        "environments:\n  dev: {path: [a]}\n",
        "2:9: unknown key 'path' in environment dev; write `paths`",
    ),
    ("an unknown fact", "facts: {gpu: 8}\n", "1:9: unknown key 'gpu' in facts; write `gpus`"),
    (
        "a fact of the wrong type",
        "facts: {gpus: many}\n",
        "1:15: fact gpus is 'many': write a whole number of GPUs",
    ),
    ("half a node", "facts: {nodes: 1.5}\n", "1:16: fact nodes is 1.5: write a whole number of nodes"),
    ("fewer pods than none", "facts: {pods: -1}\n", "1:15: fact pods is -1: write a whole number of pods"),
    ("no CPU", "facts: {cpu: [1]}\n", "1:14: fact cpu is a list: write a quantity, as in 64 or 500m"),
    ("a unit that is none", "facts: {memory: 8GB}\n", "1:17: fact memory is '8GB': write a quantity, as in 256Gi"),
    ("less than none", "facts: {memory: -8Gi}\n", "1:17: fact memory is '-8Gi': write a quantity, as in 256Gi"),
    (
        "paths that are no list",
        "environments:\n  dev: {paths: overlays/dev}\n",
        "2:16: paths of dev is 'overlays/dev': write a list",
    ),
    (
        "a waiver without its place",
        "waivers:\n  - rule: gpu/whole-number\n",
        "2:5: a waiver has no object: a waiver needs rule, object (or file), reason, owner and expires",
    ),
    (
        "a waiver of no object",
        "waivers:\n  - {rule: gpu/whole-number, object: importer}\n",
        "2:38: object of the waiver is 'importer': write Kind/name or Kind/namespace/name",
    ),
    (
        "a waiver of an object and a file",
        "waivers:\n  - {rule: a/b, object: A/b, file: a.yaml}\n",
        "2:36: a waiver has an object and a file: write two waivers",
    ),
    (
        "a waiver of a file out of the repository",
        "waivers:\n  - {rule: a/b, file: ../a.yaml}\n",
        "2:23: file of the waiver is '../a.yaml': write a path from the root, as findings show it",
    ),
    (
        "a day that is none",
        "waivers:\n  - {rule: a/b, object: A/b, expires: next year}\n",
        "2:39: expires of the waiver is 'next year': write a day as YYYY-MM-DD",
    ),
    (
        "a field that is no pointer",
        "waivers:\n  - {rule: a/b, object: A/b, field: spec.replicas}\n",
        "2:37: field of the waiver is 'spec.replicas': write a JSON pointer, as in /spec/replicas",
    ),
    (
        "a reason that is a number",
        "waivers:\n  - {rule: a/b, object: A/b, reason: 12}\n",
        "2:38: reason of the waiver is 12: quote it",
    ),
]


@pytest.mark.parametrize(("text", "answer"), [case[1:] for case in MISTAKES], ids=[case[0] for case in MISTAKES])
def test_each_mistake_is_answered(text: str, answer: str) -> None:
    with pytest.raises(MistakesError) as caught:
        read_configuration(text, "policies.yaml", RULES)
    assert str(caught.value) == f"policies.yaml:{answer}"


def test_all_mistakes_are_answered_at_once() -> None:
    with pytest.raises(MistakesError) as caught:
        read_configuration("profile: x\nprofile: production\nrules: 1\nfacts: {gpus: -1}\n", "policies.yaml", RULES)
    assert [(mistake.line, mistake.column) for mistake in caught.value.mistakes] == [(2, 1), (3, 8), (4, 15)]


def test_a_bare_day_is_no_mistake_where_a_day_is_meant_and_is_one_elsewhere() -> None:
    waiver = "waivers:\n  - {rule: a/b, object: A/b, expires: 2027-06-30, owner: 2027-06-30}\n"
    with pytest.raises(MistakesError) as caught:
        read_configuration(waiver, "policies.yaml", RULES)
    assert [mistake.column for mistake in caught.value.mistakes] == [58]


PATHS: list[tuple[str, str | None]] = [
    ("overlays/dev/backend", "dev"),
    ("overlays/dev", "dev"),
    ("clusters/dev/platform", "dev"),
    ("apps/dev/backend", None),
    ("apps/prod/backend", "prod"),
    ("overlays/qa/backend", "qa"),
    ("overlays/production", "production"),
    ("base/backend", None),
    (".", None),
]
CONFIGURATION = Configuration(
    environments=(
        EnvironmentSettings("dev", paths=("overlays/dev/**", "clusters/d*")),
        EnvironmentSettings("prod"),
    ),
    file="policies.yaml",
)


@pytest.mark.parametrize(("path", "environment"), PATHS)
def test_which_environment_a_path_belongs_to(path: str, environment: str | None) -> None:
    assert environment_of(path, CONFIGURATION) == environment


def test_a_file_is_not_an_environment() -> None:
    assert environment_of("overlays/backend.yaml", CONFIGURATION, file=True) is None


@pytest.mark.parametrize(
    ("path", "environment"),
    [
        pytest.param("clusters/qa", "qa", id="an overlay of that name exists"),
        pytest.param("platform/clusters/qa/platform", "qa", id="below a folder of clusters too"),
        pytest.param("clusters/main", None, id="no overlay has that name"),
        pytest.param("clusters/dev1", "dev", id="the paths of an environment come first"),
        pytest.param("clusters", None, id="the folder of all clusters"),
    ],
)
def test_a_folder_of_a_cluster_is_of_the_environment_whose_overlays_have_its_name(
    path: str, environment: str | None
) -> None:
    assert environment_of(path, CONFIGURATION, overlays=lambda: {"qa", "prod"}) == environment


def test_overlays_are_the_folders_directly_below() -> None:
    there = ["overlays", "overlays/qa", "overlays/qa/web", "apps/web/overlays/prod", "clusters/main"]
    assert overlays_among(there) == {"qa", "prod"}


def test_a_path_of_two_environments_is_an_error() -> None:
    with pytest.raises(AmbiguousPathError) as caught:
        environment_of("overlays/dev/prod", CONFIGURATION)
    assert str(caught.value) == "belongs to the environments dev and prod: set paths for both in policies.yaml"


def test_parameters_come_from_the_command_line_too() -> None:
    assert parse_overrides(
        [
            "scaling/replica-minimum.min=3",
            "scaling/replica-minimum.kinds=[Deployment]",
            "scaling/replica-minimum.severity=info",
            "images/tag-pinned.taint=1.5",
            "gpu/whole-number.enabled=false",
        ],
        RULES,
    ) == {
        "scaling/replica-minimum": RuleSettings({"min": 3, "kinds": ("Deployment",)}, Severity.INFO),
        "images/tag-pinned": RuleSettings({"taint": "1.5"}),
        "gpu/whole-number": RuleSettings(enabled=False),
    }


@pytest.mark.parametrize(
    ("assignment", "answer"),
    [
        ("min=3", "write ID.parameter=VALUE, as in scaling/replica-minimum.min=3"),
        ("gpu/whole-numbers.a=3", "unknown rule 'gpu/whole-numbers'; write `gpu/whole-number`"),
        ("scaling/replica-minimum.mim=3", "scaling/replica-minimum has no parameter 'mim'; write `min`"),
        ("scaling/replica-minimum.min=two", "write a whole number of at least 0"),
        ("gpu/whole-number.severity=bad", "write one of error, warning, info"),
        ("gpu/whole-number.enabled=maybe", "write one of true, false"),
    ],
)
def test_a_mistaken_assignment_is_answered(assignment: str, answer: str) -> None:
    with pytest.raises(UserError) as caught:
        parse_overrides([assignment], RULES)
    assert str(caught.value) == f"--set {assignment}: {answer}"


def test_rules_asked_for_exist() -> None:
    assert check_ids(["gpu/whole-number"], RULES) == ("gpu/whole-number",)
    with pytest.raises(UserError) as caught:
        check_ids(["gpu/whole"], RULES)
    assert str(caught.value) == "--rules: unknown rule 'gpu/whole'; write `gpu/whole-number`"


def test_settings_may_be_python_values() -> None:
    assert settings_of({"scaling/replica-minimum": {"kinds": ["Job"], "severity": "info"}}, RULES) == {
        "scaling/replica-minimum": RuleSettings({"kinds": ("Job",)}, Severity.INFO)
    }
    for said, answer in (
        ({"a/b": {}}, "unknown rule 'a/b'; `roadstead explain` lists the rules"),
        (
            {"scaling/replica-minimum": {"min": "2"}},
            "scaling/replica-minimum: min is '2': write a whole number of at least 0",
        ),
        (
            {"scaling/replica-minimum": {"mn": 2}},
            "scaling/replica-minimum: unknown parameter 'mn'; write `min`",
        ),
    ):
        with pytest.raises(UserError) as caught:
            settings_of(said, RULES)
        assert str(caught.value) == answer


def test_facts_on_nodes_are_read() -> None:
    text = "facts: {gpus: 8, nodes: 0, pods: 110, cpu: 1.5, memory: 256Gi, closed: false}\n"
    expected = {"gpus": 8, "nodes": 0, "pods": 110, "cpu": 1.5, "memory": "256Gi", "closed": False}
    assert read_configuration(text, "policies.yaml", RULES).facts == expected


def test_an_environment_that_the_file_does_not_name_has_the_settings_for_all() -> None:
    configuration = replace(CONFIGURATION, kubernetes="1.33", facts={"closed": True})
    assert configuration.kubernetes_of("qa") == "1.33"
    assert configuration.facts_of("qa") == {"closed": True}


def test_a_policies_yaml_that_cannot_be_read_is_not_one_that_is_absent(tmp_path: Path) -> None:
    file = tmp_path / "policies.yaml"
    file.symlink_to("nowhere.yaml")
    with pytest.raises(UserError, match=r"^policies\.yaml: cannot be read: a link to what is not there"):
        load_configuration(tmp_path)
    file.unlink()
    file.mkdir()
    with pytest.raises(UserError, match=r"^policies\.yaml: cannot be read: Is a directory$"):
        load_configuration(tmp_path)
    file.rmdir()
    os.mkfifo(file)
    with pytest.raises(UserError, match=r"^policies\.yaml: cannot be read: it is a pipe"):
        load_configuration(tmp_path)
