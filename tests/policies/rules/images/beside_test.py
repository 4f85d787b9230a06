"""What verdicts of these rules say beside their message: a fix of their own, and whom else they are about."""

from typing import Any

import pytest

from policies.rule import Rule
from policies.rules.images import digest_pinned


@pytest.mark.parametrize(
    ("rule", "text", "parameters", "facts", "expected"),
    [
        pytest.param(
            digest_pinned.RULE,
            """
apiVersion: v1
kind: Pod
metadata: {name: p}
spec: {containers: [{name: c, image: 'app@sha256:0123'}]}
""",
            {"exempt": []},
            {},
            ["Write the digest that the registry shows: sha256: and 64 hexadecimal digits."],
            id="digest-pinned: Write the digest that the registry shows: sha256: and 64 hexadecimal digits",
        ),
    ],
)
def test_beside_the_message(
    beside: Any, rule: Rule, text: str, parameters: dict[str, Any], facts: dict[str, Any], expected: list[str]
) -> None:
    assert beside(rule, text, parameters, facts) == expected
