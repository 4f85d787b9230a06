"""yaml/no-duplicate-key: keys that are set twice."""

from typing import Any

import pytest

from policies.rules.yaml.no_duplicate_key import RULE


def config_map(data: str, file: str = "map.yaml") -> str:
    return f"# file: {file}\napiVersion: v1\nkind: ConfigMap\nmetadata: {{name: a}}\ndata:\n{data}"


PASS = ["pass File/map.yaml"]


@pytest.mark.parametrize(
    ("data", "expected"),
    [
        pytest.param("  a: b\n  c: d\n", PASS, id="two keys"),
        pytest.param("  a: b\n  a: c\n", ["fail File/map.yaml /: 'a' is set twice @map.yaml:6:3"], id="one key twice"),
        pytest.param(
            "  a: b\n  'a': b\n", ["fail File/map.yaml /: 'a' is set twice @map.yaml:6:3"], id="once in quotes"
        ),
        pytest.param("  a: b\n---\na: b\n", PASS, id="in two documents"),
    ],
)
def test_no_duplicate_key(said_of_files: Any, data: str, expected: list[str]) -> None:
    assert said_of_files(RULE, config_map(data)) == expected


def test_it_is_told_where_it_stops_kustomize(said_of_files: Any) -> None:
    files = "# file: app/kustomization.yaml\nresources: [map.yaml]\n" + config_map("  a: b\n  a: c\n", "app/map.yaml")
    assert said_of_files(RULE, files) == [
        "fail File/app/map.yaml /: 'a' is set twice @app/map.yaml:6:3",
        "pass File/app/kustomization.yaml",
    ]
