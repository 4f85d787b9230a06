"""gpu/not-in-limit-range: wherever a LimitRange may name a GPU."""

from typing import Any

import pytest

from policies.rules.gpu.not_in_limit_range import RULE


def limits(entries: str) -> str:
    return f"{{apiVersion: v1, kind: LimitRange, metadata: {{name: l}}, spec: {{limits: [{entries}]}}}}"


@pytest.mark.parametrize(
    ("text", "parameters", "expected"),
    [
        pytest.param(limits("{type: Container, max: {cpu: 1}}"), {}, ["pass LimitRange/l"], id="no GPU"),
        *(
            pytest.param(
                limits(f"{{type: Pod}}, {{type: Container, {key}: {{nvidia.com/gpu: 1}}}}"),
                {},
                [f"fail LimitRange/l /spec/limits/1/{key}/nvidia.com~1gpu: {key} of nvidia.com/gpu is 1"],
                id=key,
            )
            for key in ("default", "defaultRequest", "max", "min", "maxLimitRequestRatio")
        ),
        pytest.param(
            limits("{type: Pod, max: {amd.com/gpu: 4}}"),
            {},
            ["fail LimitRange/l /spec/limits/0/max/amd.com~1gpu: max of amd.com/gpu is 4"],
            id="a maximum of pods refuses every pod without a GPU",
        ),
        pytest.param(
            limits("{type: Container, max: {amd.com/gpu: 1}}"),
            {"resources": ("nvidia.com/*",)},
            ["pass LimitRange/l"],
            id="which are GPUs",
        ),
        pytest.param(limits(""), {}, ["pass LimitRange/l"], id="no entry"),
        pytest.param(
            limits("1"),
            {},
            ["not evaluated LimitRange/l: /spec/limits/0 is the number 1, not a mapping"],
            id="what can't be read",
        ),
        pytest.param(
            "{apiVersion: v1, kind: ResourceQuota, metadata: {name: q}, spec: {hard: {requests.nvidia.com/gpu: 1}}}",
            {},
            [],
            id="a quota is the right place",
        ),
    ],
)
def test_verdicts(said: Any, text: str, parameters: dict[str, Any], expected: list[str]) -> None:
    assert said(RULE, text, parameters) == expected
