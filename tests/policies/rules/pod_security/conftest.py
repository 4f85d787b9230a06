"""What the tests of Pod Security share: a rule run over one pod, its verdicts as lines."""

from collections.abc import Callable, Mapping
from typing import Any

import pytest

from policies.rule import Rule

OfPod = Callable[..., list[str]]


@pytest.fixture
def of_pod(said: Any) -> OfPod:
    """A rule's verdicts on a Pod named p, of which the spec is given as YAML."""

    def run(
        rule: Rule,
        spec: str,
        parameters: Mapping[str, Any] | None = None,
        kubernetes: str = "1.35",
        annotations: str = "{}",
    ) -> list[str]:
        metadata = f"{{name: p, annotations: {annotations}}}"
        body = f"{{apiVersion: v1, kind: Pod, metadata: {metadata}, spec: {spec}}}"
        found: list[str] = said(rule, body, parameters, kubernetes=kubernetes)
        return found

    return run
