"""yaml/unambiguous: values that kubectl and kustomize read differently."""

from typing import Any

import pytest

from manifests.oddity import OddityKind
from policies.objects import Object
from policies.rules.yaml.unambiguous import RULE
from policies.sources import Oddity, Place, SourceFile, Sources
from policies.world import World


def config_map(data: str, file: str = "map.yaml") -> str:
    return f"# file: {file}\napiVersion: v1\nkind: ConfigMap\nmetadata: {{name: a}}\ndata:\n{data}"


def odd(message: str, line: int = 5, column: int = 6, file: str = "map.yaml") -> list[str]:
    return [f"fail File/{file} /: {message} @{file}:{line}:{column}"]


PASS = ["pass File/map.yaml"]


@pytest.mark.parametrize(
    ("data", "expected"),
    [
        pytest.param("  a: yes\n", odd("'yes' is read as true by kubectl and as text by kustomize"), id="yes"),
        pytest.param("  a: Off\n", odd("'Off' is read as false by kubectl and as text by kustomize"), id="Off"),
        pytest.param("  a: 'yes'\n", PASS, id="quoted"),
        pytest.param("  a: true\n", PASS, id="true is true to both"),
        pytest.param(
            "  a: 2026-11-24\n",
            odd("'2026-11-24' is rewritten as a full timestamp by kustomize and kept by kubectl"),
            id="a date",
        ),
        pytest.param("  a: 12:30\n", PASS, id="both take a time for text"),
        pytest.param("  a: 0777\n", PASS, id="both read an octal number"),
        pytest.param(
            "  a: 12345678901234567890123\n",
            odd("'12345678901234567890123' does not fit a signed 64-bit integer, so Kubernetes rounds it"),
            id="a number that is too large",
        ),
        pytest.param("  a: .inf\n", odd("'.inf' is a number that Kubernetes cannot hold"), id="infinity"),
        pytest.param(
            "  a: [b, no]\n",
            odd("'no' is read as false by kubectl and as text by kustomize", column=10),
            id="in a list",
        ),
    ],
)
def test_unambiguous(said_of_files: Any, data: str, expected: list[str]) -> None:
    assert said_of_files(RULE, config_map(data)) == expected


def test_what_kustomize_reads_is_looked_at_too(said_of_files: Any) -> None:
    files = "# file: app/kustomization.yaml\nresources: [map.yaml]\n" + config_map("  a: on\n", "app/map.yaml")
    assert said_of_files(RULE, files) == [
        *odd("'on' is read as true by kubectl and as text by kustomize", file="app/map.yaml"),
        "pass File/app/kustomization.yaml",
    ]


def test_what_is_no_manifest_is_left_alone(said_of_files: Any) -> None:
    assert said_of_files(RULE, config_map("  a: b\n") + "# file: values.yaml\nenabled: yes\n") == PASS


def test_the_way_out_is_the_fix() -> None:
    item = Object({})
    found = SourceFile(item, (Oddity(OddityKind.READERS_DIFFER, "'y' is odd; quote it", Place("a", 1, 1)),))
    (verdict,) = RULE.judge(World((), sources=Sources(files=(found,))), {})
    assert (verdict.message, verdict.fix) == ("'y' is odd", "Quote it.")
