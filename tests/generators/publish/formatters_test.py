"""Formatters leave what sync writes alone; what one rewrites all the same is taken for reformatted, not for edited."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from ruamel.yaml import YAML

from .conftest import Clone

OUTPUTS = ("platform.schema.json", "base", "overlays", "clusters")
SETTINGS = "overlays/dev/frontend/settings/kustomization.yaml"


def outputs(root: Path) -> dict[str, bytes]:
    files = [path for name in OUTPUTS for path in (root / name, *(root / name).rglob("*")) if path.is_file()]
    return {path.relative_to(root).as_posix(): path.read_bytes() for path in files}


def run(clone: Clone, hook: str, *arguments: str) -> tuple[int, str]:
    """One hook of pre-commit-hooks over all that sync wrote, or over the JSON alone where it is one for JSON."""
    paths = [path for path in outputs(clone.root) if path.endswith(".json") or "json" not in hook]
    command = (sys.executable, "-m", f"pre_commit_hooks.{hook}", *arguments, *paths)
    done = subprocess.run(command, cwd=clone.root, capture_output=True, text=True, check=False)
    return done.returncode, done.stdout + done.stderr


@pytest.mark.parametrize(
    "hook",
    ["end_of_file_fixer", "trailing_whitespace_fixer", "mixed_line_ending", "fix_byte_order_marker", "check_json"],
)
def test_this_hook_changes_nothing(clone: Clone, hook: str) -> None:
    before = outputs(clone.root)
    assert run(clone, hook) == (0, "")
    assert outputs(clone.root) == before


def rewritten(indent: int, *, start: bool = False, width: int = 4096) -> Callable[[Clone], None]:
    """Each YAML file through a round trip of ruamel.yaml, laid out otherwise."""

    def rewrite(clone: Clone) -> None:
        yaml = YAML()
        yaml.preserve_quotes = True
        yaml.indent(mapping=indent, sequence=indent + 2, offset=indent)
        yaml.explicit_start, yaml.width = start, width
        for path in outputs(clone.root):
            if path.endswith(".yaml"):
                value = yaml.load((clone.root / path).read_text(encoding="utf-8"))
                with (clone.root / path).open("w", encoding="utf-8") as file:
                    yaml.dump(value, file)

    return rewrite


def all_crlf(clone: Clone) -> None:
    for path, text in outputs(clone.root).items():
        (clone.root / path).write_bytes(text.replace(b"\n", b"\r\n"))


def json_sorted(clone: Clone) -> None:
    assert run(clone, "pretty_format_json", "--autofix", "--indent", "4")[0] == 1


@pytest.mark.parametrize(
    ("reformat", "written"),
    [
        pytest.param(rewritten(4), True, id="another indent"),
        pytest.param(rewritten(2, start=True), True, id="a document start below the header"),
        pytest.param(rewritten(3, width=40), True, id="folded lines"),
        pytest.param(json_sorted, True, id="the schema's keys sorted, indented by 4"),
        pytest.param(all_crlf, False, id="other line ends, which are Git's to choose"),
    ],
)
def test_what_a_formatter_rewrote_is_written_as_it_was(
    clone: Clone, reformat: Callable[[Clone], None], written: bool
) -> None:
    before = outputs(clone.root)
    reformat(clone)
    formatted = outputs(clone.root)
    assert formatted != before
    code, out, err = clone.sync()
    assert (code, err) == (0, "")
    assert (" changed (" in out or "platform.schema.json: 1 changed" in out) == written
    assert outputs(clone.root) == (before if written else formatted)


def test_an_edit_among_reformatted_files_stops_sync_and_nothing_is_written(clone: Clone) -> None:
    path = clone.root / SETTINGS
    path.write_text(path.read_text(encoding="utf-8").replace("value: 2\n", "value: 9\n"), encoding="utf-8")
    rewritten(4)(clone)
    before = outputs(clone.root)
    code, out, err = clone.sync()
    assert (code, out) == (1, "")
    assert [line for line in err.splitlines() if ": edited by hand" in line] == [
        f"{SETTINGS}: edited by hand, and sync would lose that. Say it in platform.yaml (/components/frontend) or "
        f"extras/dev/frontend/, or give it up with: roadstead sync --discard-edits {SETTINGS}"
    ]
    assert outputs(clone.root) == before
