"""Every mistake that platform.yaml can hold, with the exact line that answers it.

The cases lie in mistakes/*.txt, so that they can be read as a list of what is answered. A case is a sentence, what
changes in the platform of shop.py (`-` by `+`), and the lines that come of it. "(only the reader knows)" stands behind
the sentence where the JSON Schema cannot see the mistake.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import jsonschema_rs
import pytest

from generators.platform.schema import platform_schema
from manifests.errors import MistakesError
from manifests.reader import read_documents, to_plain
from tests.generators.platform.shop import SHOP, changed, mistakes
from tests.generators.platform.types_for_tests import TYPES

CASES = sorted((Path(__file__).parent / "mistakes").glob("*.txt"))
ONLY_THE_READER = "(only the reader knows)"
SCHEMA = jsonschema_rs.Draft202012Validator(platform_schema(TYPES))


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


ALL = [
    pytest.param(sentence, changes, lines, id=f"{path.stem}: {sentence}")
    for path in CASES
    for sentence, changes, lines in cases(path)
]


@pytest.mark.parametrize(("sentence", "changes", "lines"), ALL)
def test_a_mistake_is_answered(sentence: str, changes: list[tuple[str, str]], lines: list[str]) -> None:
    assert lines
    assert mistakes(changed(*changes)) == lines


@pytest.mark.parametrize(("sentence", "changes", "lines"), ALL)
def test_the_schema_answers_it_too(sentence: str, changes: list[tuple[str, str]], lines: list[str]) -> None:
    try:
        documents = read_documents(changed(*changes), "platform.yaml")
    except MistakesError:  # no YAML: no schema is ever asked
        return
    assert SCHEMA.is_valid(to_plain(documents[0].root)) == sentence.endswith(ONLY_THE_READER)


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
