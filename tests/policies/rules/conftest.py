"""What tests of rules share: a rule run over YAML text or over files, its verdicts as lines."""

import re
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any

import pytest
import yaml

from policies.configuration.values import Configuration
from policies.engine.worlds import worlds
from policies.load import load
from policies.objects import Object
from policies.rule import Outcome, Rule, Scope, Verdict
from policies.world import World

Said = Callable[..., list[str]]


@pytest.fixture
def said() -> Said:
    """A rule's verdicts on YAML text: "fail Kind/name/container /field: message", "pass Kind/name" and so on."""

    def run(
        rule: Rule,
        text: str,
        parameters: Mapping[str, Any] | None = None,
        facts: Mapping[str, Any] | None = None,
        kubernetes: str = "1.35",
    ) -> list[str]:
        objects = tuple(Object(body) for body in yaml.safe_load_all(text) if body is not None)
        world = World(objects, facts or {}, kubernetes)
        return [line(verdict) for verdict in rule.judge(world, chosen(rule, parameters))]

    return run


@pytest.fixture
def beside() -> Said:
    """What a rule's findings say beside their message: a fix of their own, and another object that they are about."""

    def run(
        rule: Rule,
        text: str,
        parameters: Mapping[str, Any] | None = None,
        facts: Mapping[str, Any] | None = None,
        kubernetes: str = "1.35",
    ) -> list[str]:
        objects = tuple(Object(body) for body in yaml.safe_load_all(text) if body is not None)
        found = rule.judge(World(objects, facts or {}, kubernetes), chosen(rule, parameters))
        return [_beside(verdict) for verdict in found if verdict.outcome is Outcome.FAIL]

    return run


def _beside(verdict: Verdict) -> str:
    about = f" (about {verdict.about.kind}/{verdict.about.name})" if verdict.about is not None else ""
    return (verdict.fix or "the rule's fix") + about


def chosen(rule: Rule, parameters: Mapping[str, Any] | None) -> dict[str, Any]:
    """A rule's parameters with these over the defaults; only what policies.yaml could say."""
    known = {parameter.name: parameter for parameter in rule.parameters}
    for name, value in (parameters or {}).items():
        assert known[name].accepts(value), f"policies.yaml may not say {name}: {value}"
    return {**rule.defaults, **(parameters or {})}


@pytest.fixture
def said_of_files(tmp_path: Path) -> Said:
    """A rule's verdicts on files, each begun by `# file: PATH`, sorted, with `@FILE:LINE:COLUMN` where one is given."""

    def run(
        rule: Rule,
        text: str,
        parameters: Mapping[str, Any] | None = None,
        facts: Mapping[str, Any] | None = None,
    ) -> list[str]:
        asked = chosen(rule, parameters)
        found = _worlds_of(text, tmp_path, Configuration(facts=dict(facts or {})))
        return sorted(line(verdict) for world in found for verdict in rule.judge(world, asked))

    return run


@pytest.fixture
def example_world(tmp_path: Path) -> Callable[[Rule, str], World]:
    """The world of a rule's example: of its objects, or of its files."""

    def make(rule: Rule, text: str) -> World:
        if rule.scope is Scope.FILES:
            (world,) = _worlds_of(text, tmp_path, Configuration(facts=dict(rule.example_facts)))
            return world
        if rule.scope is Scope.ENVIRONMENTS:
            return _last_environment(text)
        return World(tuple(Object(body) for body in yaml.safe_load_all(text)), rule.example_facts)

    return make


def _last_environment(text: str) -> World:
    """The world of the last of several environments, each begun by `# environment: NAME`."""
    _, *parts = re.split(r"^# environment: (.*)$", text, flags=re.MULTILINE)
    objects = [
        Object(body, name)
        for name, part in zip(parts[::2], parts[1::2], strict=True)
        for body in yaml.safe_load_all(part)
        if body is not None
    ]
    return dict(worlds(objects, Configuration()))[parts[-2]]


def _worlds_of(text: str, folder: Path, configuration: Configuration) -> Iterator[World]:
    (folder / ".git").mkdir(exist_ok=True)
    for part in re.split(r"^# file: ", text, flags=re.MULTILINE)[1:]:
        path, _, content = part.partition("\n")
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_text(content, encoding="utf-8")
    loaded = load(folder, (), configuration)
    yield from (world for _, world in worlds(loaded.objects, configuration, loaded.sources))


def line(verdict: Verdict) -> str:
    parts = [verdict.object.kind, verdict.object.name, *([verdict.container] if verdict.container is not None else [])]
    head = f"{verdict.outcome.value} {'/'.join(parts)}"
    if verdict.outcome is Outcome.FAIL:
        severity = f" ({verdict.severity.value})" if verdict.severity else ""
        place = verdict.place
        at = f" @{place.file}:{place.line}:{place.column}" if place is not None else ""
        return f"{head}{severity} {verdict.field}: {verdict.message}{at}"
    return f"{head}: {verdict.why_not}" if verdict.why_not else head
