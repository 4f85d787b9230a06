"""The schema for editors and the reader agree: what one takes, the other takes."""

import json
from typing import Any

import jsonschema_rs
import pytest
import yaml

from manifests.errors import MistakesError
from policies.configuration.read import read_configuration
from policies.configuration.schema import policies_schema
from policies.rule import Kind, Parameter, Rule, Severity
from policies.rules.catalogue import RULES


def rule(parameter: Parameter) -> Rule:
    return Rule("a/b", "D.", "W.", "F.", "", "", Severity.ERROR, None, lambda world, said: iter(()), (parameter,))


PARAMETERS = {
    Kind.BOOL: Parameter("p", Kind.BOOL, True, "x"),
    Kind.INTEGER: Parameter("p", Kind.INTEGER, 2, "x", least=1),
    Kind.TEXT: Parameter("p", Kind.TEXT, "a", "x"),
    Kind.TEXTS: Parameter("p", Kind.TEXTS, ("a",), "x"),
    Kind.CHOICE: Parameter("p", Kind.CHOICE, "fail", "x", (1, "pass", "fail")),
    Kind.RANGE: Parameter("p", Kind.RANGE, (1, 2), "x", least=1),
    Kind.NUMBER: Parameter("p", Kind.NUMBER, None, "x"),
    Kind.QUANTITY: Parameter("p", Kind.QUANTITY, None, "x"),
    Kind.QUANTITY_RANGE: Parameter("p", Kind.QUANTITY_RANGE, None, "x"),
}
VALUES: tuple[Any, ...] = (
    *(None, True, 0, 1, 2, -1, 1.5, "a", "pass", "1Gi", [], ["a"], [1, 2], [0, 1], [1], [1, 2, 3], ["1Gi", "2Gi"], {}),
    ["1Gi", None],
)
# A schema has no words for these: the reader alone knows them.
ONLY_THE_READER_REFUSES = {
    (Kind.QUANTITY, "a"),
    (Kind.QUANTITY, "pass"),
    (Kind.QUANTITY, -1),
}


def reads(text: str, rules: tuple[Rule, ...]) -> bool:
    try:
        read_configuration(text, "policies.yaml", rules)
    except MistakesError:
        return False
    return True


@pytest.mark.parametrize("value", VALUES, ids=json.dumps)
@pytest.mark.parametrize("kind", list(Kind), ids=[kind.name for kind in Kind])
def test_the_schema_takes_a_value_of_a_parameter_exactly_if_the_reader_does(kind: Kind, value: Any) -> None:
    rules = (rule(PARAMETERS[kind]),)
    body = {"rules": {"a/b": {"p": value}}}
    if (kind, value) not in [pair for pair in ONLY_THE_READER_REFUSES if not isinstance(value, list | dict)]:
        taken = jsonschema_rs.is_valid(policies_schema(rules), body)
        assert taken == reads(json.dumps(body), rules)


@pytest.mark.parametrize(
    "text",
    [
        "profile: strict",
        "profiles: production",
        "kubernetes: 1.35",
        "facts: {gpus: -1}",
        "facts: {closed: 1}",
        "facts: {cpus: 1}",
        "rules: {images/tag-pinned: off}",
        "rules: {images/tag-pinned: {severity: bad}}",
        "rules: {images/tags-pinned: {}}",
        "environments: {dev: {path: [a]}}",
        "waivers: [{object: Pod/a}]",
        "waivers: [{rule: a/b, object: A/b, file: a, reason: x, owner: team, expires: 2027-01-01}]",
        "waivers: [{rule: a/b, object: Pod, reason: x, owner: team, expires: 2027-01-01}]",
        "baseline: []",
        "[]",
    ],
)
def test_both_refuse(text: str) -> None:
    body = json.loads(json.dumps(yaml.safe_load(text), default=str))
    assert not jsonschema_rs.is_valid(policies_schema(RULES), body)
    assert not reads(text, RULES)


@pytest.mark.parametrize(
    "text",
    [
        "profile: production\nkubernetes: '1.35'\nfacts: {gpus: 8, closed: true, memory: 256Gi}\nbaseline: b.yaml",
        "environments: {dev: {paths: ['a/**'], rules: {images/tag-pinned: {enabled: false}}}}",
        "waivers: [{rule: images/tag-pinned, object: Pod/x/a, field: /a, reason: x, owner: team, expires: 2027-01-01}]",
        "waivers: [{rule: kustomize/remote-pinned, file: a/b.yaml, reason: x, owner: team, expires: 2027-01-01}]",
        "rules: {images/tag-pinned: }",
    ],
    ids=["all at the top", "an environment", "a waiver", "a waiver of a file", "a rule switched on"],
)
def test_both_take(text: str) -> None:
    body = json.loads(json.dumps(yaml.safe_load(text), default=str))
    assert jsonschema_rs.is_valid(policies_schema(RULES), body)
    assert reads(text, RULES)
