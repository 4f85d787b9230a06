"""policies.yaml and the baseline with anything anywhere: a value, or mistakes with their places."""

import json
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from manifests.errors import MistakesError, UserError
from policies.baseline.file import read_baseline
from policies.configuration import read_configuration
from policies.rules.catalogue import RULES

WORDS = st.sampled_from(
    ("", "essential", "1.35", "9", "*", "dev", "gpus", "Pod/a", "2027-01-01", "[", "\0", "${X}", "../..", "x" * 300)
)
LEAVES = st.one_of(st.none(), st.booleans(), st.integers(-(10**30), 10**30), st.floats(), WORDS, st.text(max_size=5))
KEYS = st.one_of(
    WORDS,
    st.sampled_from([rule.id for rule in RULES]),
    st.sampled_from(("severity", "enabled", "min", "name", "paths", "rules", "rule", "object", "reason", "owner")),
    st.sampled_from(("expires", "profile", "kubernetes", "facts", "count", "environment", "container", "is", "exempt")),
)
ANYTHING = st.recursive(
    LEAVES, lambda below: st.lists(below, max_size=3) | st.dictionaries(KEYS, below, max_size=4), max_leaves=12
)
TOP = ("profile", "kubernetes", "rules", "facts", "environments", "waivers", "baseline", "findings", "other")


@given(st.dictionaries(st.sampled_from(TOP), ANYTHING, max_size=4) | ANYTHING)
def test_anything_in_policies_yaml_is_a_configuration_or_mistakes(said: Any) -> None:
    try:
        read_configuration(json.dumps(said), "policies.yaml")
    except MistakesError as error:
        assert error.mistakes
        assert all(each.line >= 1 and each.column >= 1 and each.message for each in error.mistakes)


@given(st.text(max_size=60))
def test_any_text_is_a_configuration_or_mistakes(text: str) -> None:
    try:
        read_configuration(text, "policies.yaml")
    except MistakesError as error:
        assert error.mistakes


@given(ANYTHING | st.fixed_dictionaries({"findings": ANYTHING}) | st.binary(max_size=40))
def test_anything_in_a_baseline_is_one_or_mistakes(said: Any) -> None:
    with TemporaryDirectory() as folder:
        content = said if isinstance(said, bytes) else json.dumps(said).encode("utf-8")
        (Path(folder) / "baseline.yaml").write_bytes(content)
        try:
            read_baseline(Path(folder), "baseline.yaml")
        except UserError as error:
            assert str(error)
