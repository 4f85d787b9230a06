"""The collection of rules as a whole: nothing forgotten, every text a sentence, every example run."""

import json
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from policies.configuration import read_configuration
from policies.objects import Object
from policies.rule import LONGEST_MESSAGE, Kind, Outcome, Parameter, Rule
from policies.rules.catalogue import RULES
from policies.world import World

ROOT = Path(__file__).parents[3] / "policies" / "rules"
MakeWorld = Callable[[Rule, str], World]
each_rule = pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.id)


def test_the_catalogue_is_the_folder() -> None:
    files = {
        path.relative_to(ROOT).with_suffix("").as_posix() for path in ROOT.glob("*/*.py") if path.stem != "__init__"
    }
    assert {rule.id.replace("-", "_") for rule in RULES} == files


@each_rule
def test_a_rule_has_a_table_of_edge_cases(rule: Rule) -> None:
    table = Path(__file__).parent / f"{rule.id.replace('-', '_')}_test.py"
    assert table.is_file(), f"write {table.relative_to(ROOT.parents[1])}"


def test_no_id_is_given_twice() -> None:
    assert len({rule.id for rule in RULES}) == len(RULES)


@each_rule
def test_every_text_is_a_sentence(rule: Rule) -> None:
    texts = [rule.demands, rule.why, rule.fix, *(parameter.description for parameter in rule.parameters)]
    for text in texts:
        assert re.fullmatch(r"[A-Z*][^\n]*[^\s.]\.", text), text
        assert "  " not in text, text


@each_rule
def test_every_default_is_a_value_that_its_parameter_accepts(rule: Rule) -> None:
    for parameter in rule.parameters:
        assert parameter.accepts(parameter.default), parameter.name
        assert (parameter.kind is Kind.CHOICE) == bool(parameter.choices), parameter.name


@each_rule
def test_the_settings_of_the_examples_are_what_policies_yaml_may_say(rule: Rule) -> None:
    known = {parameter.name: parameter for parameter in rule.parameters}
    assert all(known[name].accepts(value) for name, value in rule.example_parameters.items())
    text = json.dumps({"facts": dict(rule.example_facts)})
    assert read_configuration(text, "policies.yaml").facts == dict(rule.example_facts)


@each_rule
def test_the_bad_example_is_reported_once(rule: Rule, example_world: MakeWorld) -> None:
    assert outcomes(rule, example_world(rule, rule.bad)).count(Outcome.FAIL) == 1


@each_rule
def test_the_good_example_passes(rule: Rule, example_world: MakeWorld) -> None:
    assert set(outcomes(rule, example_world(rule, rule.good))) == {Outcome.PASS}


@each_rule
def test_a_finding_has_a_fact_and_a_field_and_no_period(rule: Rule, example_world: MakeWorld) -> None:
    world = example_world(rule, rule.bad)
    for verdict in rule.judge(world, {**rule.defaults, **rule.example_parameters}):
        if verdict.outcome is Outcome.FAIL:
            assert verdict.message and not verdict.message.endswith(".")
            assert verdict.field.startswith("/")


@each_rule
def test_a_rule_that_says_nothing_of_a_namespace(rule: Rule) -> None:
    namespace = Object({"apiVersion": "v1", "kind": "Namespace", "metadata": {"name": "shop"}})
    # Schemas and names are about every object.
    expected = [Outcome.PASS] if rule.id in {"yaml/schema", "yaml/accepted-values"} else []
    assert outcomes(rule, World((namespace,), rule.example_facts)) == expected


def outcomes(rule: Rule, world: World) -> list[Outcome]:
    return [verdict.outcome for verdict in rule.judge(world, {**rule.defaults, **rule.example_parameters})]


EXAMPLES: list[Any] = [
    body
    for rule in RULES
    for text in (rule.bad, rule.good)
    for part in re.split(r"^# file: .*$", text, flags=re.MULTILINE)
    for body in yaml.safe_load_all(part)
    if body is not None
] + list(
    yaml.safe_load_all("""
{apiVersion: v1, kind: LimitRange, metadata: {name: limits}, spec: {limits: [{type: Container, default: {cpu: 1}}]}}
---
apiVersion: postgresql.cnpg.io/v1
kind: Cluster
metadata: {name: db}
spec: {instances: 3, imageName: "postgresql:17", resources: {requests: {cpu: 1}}, inheritedMetadata: {labels: {a: b}}}
---
apiVersion: argoproj.io/v1alpha1
kind: Rollout
metadata: {name: web}
spec:
  replicas: 3
  strategy: {canary: {maxSurge: 25%}}
  template:
    metadata: {labels: {app: backend}}
    spec:
      resources: {requests: {cpu: 1}}
      initContainers: [{name: proxy, restartPolicy: Always, image: "proxy:1"}]
      containers: [{name: web, image: "web:1", resources: {limits: {nvidia.com/gpu: 1}}}]
      volumes: [{name: model, image: {reference: "model:1"}}]
---
apiVersion: keda.sh/v1alpha1
kind: ScaledJob
metadata: {name: batch}
spec: {maxReplicaCount: 5, jobTargetRef: {template: {spec: {containers: [{name: batch, image: batch}]}}}}
""")
)

JUNK = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(-(10**20), 10**20),
    st.floats(),
    st.sampled_from(["", "1", "25%", "-5%", "abc", "1e99999", "0x1", "Always", "\u0661", "${VAR}", "a@b:c/d"]),
    st.text(max_size=5),
    st.just([]),
    st.just({}),
    st.lists(st.integers(), max_size=2),
    st.dictionaries(st.one_of(st.text(max_size=3), st.integers()), st.none(), max_size=2),
    st.just([None]),
    st.just([{}]),
)


@st.composite
def mutated(draw: st.DrawFn) -> Any:
    """An example object, in which a few values were replaced by values of any type."""
    body = draw(st.sampled_from(EXAMPLES))
    for _ in range(draw(st.integers(1, 3))):
        path = draw(st.sampled_from(list(paths(body))))
        body = replaced(body, path, draw(JUNK))
    return body if isinstance(body, dict) else {}


def paths(value: Any, path: tuple[Any, ...] = ()) -> Any:
    items = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for key, item in items:
        yield (*path, key)
        yield from paths(item, (*path, key))
    if not path:
        yield ("kind",)


def replaced(value: Any, path: tuple[Any, ...], new: Any) -> Any:
    if not path:
        return new
    head, *tail = path
    copy = dict(value) if isinstance(value, dict) else list(value)
    if not tail:
        copy[head] = new
    else:
        copy[head] = replaced(value[head], tuple(tail), new)
    return copy


TEXTS = ("", "*", "[", "a", "app", "cpu", "latest", "/var/run/*", "prod-*", "1.30", "\n", "nvidia.com/gpu", "x" * 300)
AMOUNTS = (0, 1, 0.1, 1.5, "1n", "500m", "2Gi", "1e3", "1e100", 10**20, "7Ei")
COUNTS = (0, 1, 2, 3, 30, 100, 10**9, 2**63)
VALUES: dict[Kind, st.SearchStrategy[Any]] = {
    Kind.BOOL: st.booleans(),
    Kind.INTEGER: st.sampled_from(COUNTS),
    Kind.TEXT: st.sampled_from(TEXTS),
    Kind.TEXTS: st.lists(st.sampled_from(TEXTS), max_size=3).map(tuple),
    Kind.RANGE: st.tuples(st.sampled_from(COUNTS), st.sampled_from(COUNTS)),
    Kind.NUMBER: st.sampled_from((0.001, 0.5, 1, 1.5, 3, 10**30)),
    Kind.QUANTITY: st.sampled_from(AMOUNTS),
    Kind.QUANTITY_RANGE: st.tuples(st.sampled_from((None, *AMOUNTS)), st.sampled_from((None, *AMOUNTS))),
}


def values_of(parameter: Parameter) -> st.SearchStrategy[Any]:
    """Values of a parameter that policies.yaml may say, the strange ones too."""
    kind = st.sampled_from(parameter.choices) if parameter.kind is Kind.CHOICE else VALUES[parameter.kind]
    return st.one_of(st.just(parameter.default), kind.filter(parameter.accepts))


SETTINGS = {
    rule.id: st.fixed_dictionaries({parameter.name: values_of(parameter) for parameter in rule.parameters})
    for rule in RULES
}


@settings(max_examples=300, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(
    st.lists(mutated(), min_size=1, max_size=4),
    st.sampled_from([{}, {"gpus": 4, "nodes": 3, "cpu": "4", "memory": "8Gi", "pods": 5}]),
    st.sampled_from(["1.33", "1.35", "1.37"]),
    st.data(),
)
def test_no_malformed_object_makes_a_rule_fail(
    bodies: list[Any], facts: dict[str, Any], kubernetes: str, data: st.DataObject
) -> None:
    objects = tuple(Object(body) for body in [*bodies, *EXAMPLES[:4]])
    world = World(objects, facts, kubernetes)
    strange = data.draw(st.sampled_from(RULES))
    for rule in RULES:
        parameters = {**rule.defaults, **rule.example_parameters}
        if rule is strange or rule.id.partition("/")[0] == strange.id.partition("/")[0]:
            parameters = data.draw(SETTINGS[rule.id], label=rule.id)
        for verdict in rule.judge(world, parameters):
            assert verdict.outcome is not Outcome.FAIL or verdict.message
            assert verdict.outcome is not Outcome.NOT_EVALUATED or verdict.why_not
            assert verdict.field == "" or verdict.field.startswith("/")
            assert len(verdict.message) + len(verdict.why_not) <= LONGEST_MESSAGE + 3
