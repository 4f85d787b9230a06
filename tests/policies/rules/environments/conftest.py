"""A rule run over several environments, each begun by `# environment: NAME`."""

import re
from collections.abc import Callable, Mapping
from typing import Any

import pytest
import yaml

from policies.configuration.values import Configuration
from policies.engine.worlds import worlds
from policies.objects import Object
from policies.rule import Outcome, Rule, Verdict

SaidOf = Callable[..., list[str]]


@pytest.fixture
def said_of() -> SaidOf:
    """The verdicts on one environment but for passes: "fail Kind/name /field: message"."""

    def run(rule: Rule, environment: str | None, text: str, parameters: Mapping[str, Any] | None = None) -> list[str]:
        _, *parts = re.split(r"^# environment: (\S+)(?: of (\S+))?$", text, flags=re.MULTILINE)
        objects = [
            Object(body, None if name == "none" else name, folder or f"overlays/{name}")
            for name, folder, part in zip(parts[::3], parts[1::3], parts[2::3], strict=True)
            for body in yaml.safe_load_all(part)
            if body is not None
        ]
        chosen = {**rule.defaults, **(parameters or {})}
        found = [world for name, world in worlds(objects, Configuration()) if name == environment]
        return [_line(each) for world in found for each in rule.judge(world, chosen)]

    return run


def _line(verdict: Verdict) -> str:
    head = f"{verdict.outcome.value} {verdict.object.short}"
    if verdict.outcome is Outcome.FAIL:
        return f"{head} {verdict.field}: {verdict.message}"
    return f"{head}: {verdict.why_not}" if verdict.why_not else head
