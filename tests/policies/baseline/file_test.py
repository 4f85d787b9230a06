"""The file: what is written is read back, and what a person broke is said with its line."""

from pathlib import Path

import pytest

from manifests.errors import MistakesError, UserError
from policies.baseline.counts import Key
from policies.baseline.file import read_baseline, write_baseline
from policies.finding import Location

COUNTS = {
    Key("scaling/replica-minimum", "", "Deployment/b"): 1,
    Key("resources/memory-limit", "prod", "Deployment/shop/a"): 2,
}
TEXT = """\
# Findings that were here before the rules were. `roadstead check --write-baseline FILE` lowers these counts;
# nothing raises them.
findings:
  - rule: resources/memory-limit
    environment: prod
    object: Deployment/shop/a
    count: 2
  - rule: scaling/replica-minimum
    object: Deployment/b
    count: 1
"""


def test_the_file_is_sorted_and_read_back(tmp_path: Path) -> None:
    write_baseline(tmp_path, "baseline.yaml", COUNTS)
    assert (tmp_path / "baseline.yaml").read_text(encoding="utf-8") == TEXT
    read = read_baseline(tmp_path, "baseline.yaml")
    assert read.counts == COUNTS
    assert read.places[Key("scaling/replica-minimum", "", "Deployment/b")] == Location("baseline.yaml", 8, 5)


def test_nothing_found_is_an_empty_list(tmp_path: Path) -> None:
    write_baseline(tmp_path, "baseline.yaml", {})
    assert read_baseline(tmp_path, "baseline.yaml").counts == {}


def test_a_file_that_cannot_be_written_is_one_line(tmp_path: Path) -> None:
    with pytest.raises(UserError) as error:
        write_baseline(tmp_path, "none/baseline.yaml", COUNTS)
    assert str(error.value) == "none/baseline.yaml: cannot be written: No such file or directory"


ENTRY = "{rule: a/b, object: Deployment/x, count: 1}"


@pytest.mark.parametrize(
    ("text", "mistakes"),
    [
        ("- a\n", ["1:1: b.yaml is a list: write a mapping"]),
        ("found: []\n", ["1:1: unknown key 'found' in b.yaml; write `findings`"]),
        (
            "findings:\n  - {rule: a/b, object: X/y, count: 0}\n",
            ["2:37: count is no whole number above 0: write it again by --write-baseline"],
        ),
        (
            "findings:\n  - {rule: a/b, object: X/y, count: true}\n",
            ["2:37: count is no whole number above 0: write it again by --write-baseline"],
        ),
        (
            "findings:\n  - {environment: dev, count: 1}\n",
            [
                "2:5: an entry of findings has no object: write it again by --write-baseline",
                "2:5: an entry of findings has no rule: write it again by --write-baseline",
            ],
        ),
        (
            f"findings:\n  - {ENTRY}\n  - {ENTRY}\n",
            ["3:5: a/b of Deployment/x is recorded twice: keep one entry"],
        ),
    ],
    ids=["a list", "an unknown key", "a count of nothing", "a count that is no number", "half an entry", "twice"],
)
def test_a_broken_file_is_answered_with_its_lines(tmp_path: Path, text: str, mistakes: list[str]) -> None:
    (tmp_path / "b.yaml").write_text(text, encoding="utf-8")
    with pytest.raises(MistakesError) as error:
        read_baseline(tmp_path, "b.yaml")
    assert str(error.value).splitlines() == [f"b.yaml:{mistake}" for mistake in mistakes]
