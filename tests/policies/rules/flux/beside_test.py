"""What verdicts of these rules say beside their message: a fix of their own, and whom else they are about."""

from typing import Any

import pytest

from policies.rule import Rule
from policies.rules.flux import api_version


@pytest.mark.parametrize(
    ("rule", "text", "parameters", "facts", "expected"),
    [
        pytest.param(
            api_version.RULE,
            """
apiVersion: helm.toolkit.fluxcd.io/v2beta1
kind: HelmRelease
metadata: {name: x}
""",
            {},
            {},
            ["Write helm.toolkit.fluxcd.io/v2; `flux migrate -f .` does it."],
            id="api-version: Write helm.toolkit.fluxcd.io/v2; `flux migrate -f .` does it",
        ),
        pytest.param(
            api_version.RULE,
            """
apiVersion: image.toolkit.fluxcd.io/v1beta1
kind: ImagePolicy
metadata: {name: x}
""",
            {},
            {},
            ["Write image.toolkit.fluxcd.io/v1; `flux migrate -f .` does it."],
            id="api-version: Write image.toolkit.fluxcd.io/v1; `flux migrate -f .` does it",
        ),
        pytest.param(
            api_version.RULE,
            """
apiVersion: notification.toolkit.fluxcd.io/v1beta1
kind: Alert
metadata: {name: x}
""",
            {},
            {},
            ["Write notification.toolkit.fluxcd.io/v1beta3; `flux migrate -f .` does it."],
            id="api-version: Write notification.toolkit.fluxcd.io/v1beta3; `flux migrate -f .` does it",
        ),
        pytest.param(
            api_version.RULE,
            """
apiVersion: source.toolkit.fluxcd.io/v1beta1
kind: GitRepository
metadata: {name: x}
""",
            {},
            {},
            ["Write source.toolkit.fluxcd.io/v1; `flux migrate -f .` does it."],
            id="api-version: Write source.toolkit.fluxcd.io/v1; `flux migrate -f .` does it",
        ),
        pytest.param(
            api_version.RULE,
            """
apiVersion: kustomize.toolkit.fluxcd.io/v1beta1
kind: Kustomization
metadata: {name: x}
""",
            {},
            {},
            ["Write kustomize.toolkit.fluxcd.io/v1; `flux migrate -f .` does it."],
            id="api-version: Write kustomize.toolkit.fluxcd.io/v1; `flux migrate -f .` does it",
        ),
    ],
)
def test_beside_the_message(
    beside: Any, rule: Rule, text: str, parameters: dict[str, Any], facts: dict[str, Any], expected: list[str]
) -> None:
    assert beside(rule, text, parameters, facts) == expected
