"""What verdicts of these rules say beside their message: a fix of their own, and whom else they are about."""

from typing import Any

import pytest

from policies.rule import Rule
from policies.rules.resources import cpu_limit, quality_of_service, valid_quantity


@pytest.mark.parametrize(
    ("rule", "text", "parameters", "facts", "expected"),
    [
        pytest.param(
            cpu_limit.RULE,
            """
apiVersion: v1
kind: Pod
metadata: {name: p}
spec: {resources: {limits: {cpu: 2}}, containers: [{name: c, resources: {}}]}
""",
            {},
            {},
            ["Take the CPU limit away, and keep the request."],
            id="cpu-limit: Take the CPU limit away, and keep the request",
        ),
        pytest.param(
            cpu_limit.RULE,
            """
apiVersion: v1
kind: Pod
metadata: {name: p}
spec: {resources: {}, containers: [{name: c, resources: {limits: {cpu: 0}}}]}
""",
            {"is": "required"},
            {},
            ["Write resources.limits.cpu."],
            id="cpu-limit: Write resources.limits.cpu",
        ),
        pytest.param(
            cpu_limit.RULE,
            """
apiVersion: v1
kind: Pod
metadata: {name: p}
spec: {resources: {}, containers: [{name: c, resources: {}}]}
---
apiVersion: v1
kind: LimitRange
metadata: {name: l}
spec: {limits: [{type: Container, default: {cpu: 2}, max: {cpu: 4}}]}
""",
            {},
            {},
            ["Take cpu out of default and max."],
            id="cpu-limit: Take cpu out of default and max",
        ),
        pytest.param(
            quality_of_service.RULE,
            """
apiVersion: v1
kind: Pod
metadata: {name: p}
spec: {resources: {}, containers: [{name: c, resources: {}}]}
""",
            {},
            {},
            ["Write a CPU and a memory request."],
            id="quality-of-service: Write a CPU and a memory request",
        ),
        pytest.param(
            quality_of_service.RULE,
            """
apiVersion: v1
kind: Pod
metadata: {name: p}
spec: {resources: {}, containers: [{name: c, resources: {}}]}
""",
            {"at_least": "guaranteed"},
            {},
            ["Give every container CPU and memory limits, and requests that equal them."],
            id="quality-of-service: Give every container CPU and memory limits, and requests that equal them",
        ),
        pytest.param(
            valid_quantity.RULE,
            """
apiVersion: v1
kind: Pod
metadata: {name: p}
spec: {resources: {requests: {cpu: 2}, limits: {cpu: 1}}, containers: [{name: c, resources: {}}]}
""",
            {},
            {},
            ["Lower the request, or raise the limit."],
            id="valid-quantity: Lower the request, or raise the limit",
        ),
    ],
)
def test_beside_the_message(
    beside: Any, rule: Rule, text: str, parameters: dict[str, Any], facts: dict[str, Any], expected: list[str]
) -> None:
    assert beside(rule, text, parameters, facts) == expected
