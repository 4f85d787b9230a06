"""Every mistake that platform.yaml can hold, with the exact line that answers it.

The cases lie in mistakes/*.txt, so that they can be read as a list of what is answered. A case is a sentence, what
changes in the platform of shop.py (`-` by `+`), and the lines that come of it.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.generators.platform.shop import SHOP, changed, mistakes

CASES = sorted((Path(__file__).parent / "mistakes").glob("*.txt"))


def cases(path: Path) -> Iterator[tuple[str, list[tuple[str, str]], list[str]]]:
    """(sentence, changes, lines) of each case of a file."""
    for block in path.read_text(encoding="utf-8").split("\n\n"):
        sentence, *rest = block.strip("\n").split("\n")
        changes: list[tuple[list[str], list[str]]] = []
        lines: list[str] = []
        for line in rest:
            if line.startswith("-"):
                if not changes or changes[-1][1]:
                    changes.append(([], []))
                changes[-1][0].append(line[2:])
            elif line.startswith("+"):
                changes[-1][1].append(line[2:])
            else:
                lines.append(line)
        yield sentence.removeprefix("## "), [("\n".join(old), "\n".join(new)) for old, new in changes], lines


@pytest.mark.parametrize(
    ("changes", "lines"),
    [
        pytest.param(changes, lines, id=f"{path.stem}: {sentence}")
        for path in CASES
        for sentence, changes, lines in cases(path)
    ],
)
def test_a_mistake_is_answered(changes: list[tuple[str, str]], lines: list[str]) -> None:
    assert lines
    assert mistakes(changed(*changes)) == lines


def test_the_platform_that_is_changed_is_right() -> None:
    assert mistakes(SHOP) == []


@pytest.mark.parametrize(
    ("text", "line"),
    [
        pytest.param("", "1:1: must be a mapping, found an empty file; write for example `name: shop`", id="empty"),
        pytest.param(
            "# later\n",
            "1:1: must be a mapping, found an empty file; write for example `name: shop`",
            id="a comment only",
        ),
        pytest.param("- name\n", "1:1: must be a mapping, found a list; write for example `name: shop`", id="a list"),
        pytest.param(
            "shop\n",
            "1:1: must be a mapping, found a single value; write for example `name: shop`",
            id="a single value",
        ),
        pytest.param(
            f"{SHOP}---\nname: other\n",
            "51:1: must be one YAML document, found 2; leave out the `---` before this one",
            id="two documents",
        ),
        pytest.param("name: \x00\n", "1:7: a NUL character cannot stand in YAML; remove it", id="binary"),
    ],
)
def test_what_is_no_mapping_at_all(text: str, line: str) -> None:
    assert mistakes(text) == [f"platform.yaml:{line}"]
