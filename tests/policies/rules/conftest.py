"""What tests of rules share: a rule run over YAML text, its verdicts as lines."""

from collections.abc import Callable, Mapping
from typing import Any

import pytest
import yaml

from policies.objects import Object
from policies.rule import Outcome, Rule, Verdict
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
        chosen = {**rule.defaults, **(parameters or {})}
        return [line(verdict) for verdict in rule.judge(World(objects, facts or {}, kubernetes), chosen)]

    return run


def line(verdict: Verdict) -> str:
    parts = [verdict.object.kind, verdict.object.name, *([verdict.container] if verdict.container is not None else [])]
    head = f"{verdict.outcome.value} {'/'.join(parts)}"
    if verdict.outcome is Outcome.FAIL:
        severity = f" ({verdict.severity.value})" if verdict.severity else ""
        return f"{head}{severity} {verdict.field}: {verdict.message}"
    return f"{head}: {verdict.why_not}" if verdict.why_not else head
