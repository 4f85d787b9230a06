"""A waiver of a file covers findings on that file, and is held against its day as any other."""

from collections.abc import Mapping
from datetime import date
from pathlib import Path

import pytest

from policies.pipeline import Options, check

TODAY = date(2027, 1, 1)
RULE = "kustomize/patch-matched"
FILES = {
    "base/kustomization.yaml": "resources: [map.yaml]\n",
    "base/map.yaml": "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: a}\n",
    **{
        f"overlays/{name}/kustomization.yaml": "resources: [../../base]\n"
        'patches: [{target: {kind: Job}, patch: \'[{"op": "remove", "path": "/data"}]\'}]\n'
        for name in ("dev", "prod")
    },
}
DEV, PROD = (f"overlays/{name}/kustomization.yaml" for name in ("dev", "prod"))


def found(tmp_path: Path, waiver: str, files: Mapping[str, str] = FILES) -> list[str]:
    policies = f"waivers: [{{rule: {RULE}, {waiver}, reason: x, owner: team, expires: 2027-01-01}}]\n"
    for path, text in {**files, "policies.yaml": policies}.items():
        (tmp_path / path).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / path).write_text(text, encoding="utf-8")
    report = check(tmp_path, (), Options(today=TODAY))
    told = [f"{each.rule} {each.location.file if each.location else ''}" for each in report.open]
    return sorted([*told, *(f"{each.message}" for each in report.open if each.rule.startswith("waivers/"))])


@pytest.mark.parametrize(
    ("waiver", "left"),
    [
        pytest.param(f"file: {DEV}", [f"{RULE} {PROD}"], id="the file"),
        pytest.param(f"file: ./{DEV}", [f"{RULE} {PROD}"], id="the same path, written otherwise"),
        pytest.param(f"file: {DEV}, environments: [dev]", [f"{RULE} {PROD}"], id="in its environment"),
        pytest.param(f"file: {DEV}, field: /patches/0", [f"{RULE} {PROD}"], id="at its field"),
        pytest.param(
            f"file: {DEV}, environments: [prod]",
            [
                f"{RULE} {DEV}",
                f"{RULE} {PROD}",
                f"the waiver of {RULE} matches nothing: nothing in that file breaks the rule",
                "waivers/matches policies.yaml",
            ],
            id="in another environment",
        ),
        pytest.param(
            "file: base/kustomization.yaml",
            [
                f"{RULE} {DEV}",
                f"{RULE} {PROD}",
                f"the waiver of {RULE} matches nothing: nothing in that file breaks the rule",
                "waivers/matches policies.yaml",
            ],
            id="another file",
        ),
    ],
)
def test_left_are(tmp_path: Path, waiver: str, left: list[str]) -> None:
    assert found(tmp_path, waiver) == left
