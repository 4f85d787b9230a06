"""Law 9: the same input, said in any order of keys, gives the same bytes."""

from __future__ import annotations

import random
from pathlib import Path
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from generators.platform.read import read_platform
from generators.repository import TYPES_BY_NAME, read_repository
from generators.tree.parts import parts_of
from generators.tree.tree import render
from generators.types.catalogue import TYPES
from manifests.reader import read_documents, to_plain
from manifests.writer import to_yaml

ROOT = Path(__file__).parents[3]
REPOSITORY = read_repository(ROOT)
SAID = to_plain(read_documents((ROOT / "platform.yaml").read_text(encoding="utf-8"), "platform.yaml")[0].root)


def shuffled(value: Any, order: random.Random) -> Any:
    if isinstance(value, dict):
        keys = order.sample(list(value), len(value))
        return {key: shuffled(value[key], order) for key in keys}
    if isinstance(value, list):
        return [shuffled(item, order) for item in value]
    return value


@settings(max_examples=20, deadline=None)
@given(st.randoms(use_true_random=False))
def test_any_order_of_keys_gives_the_same_bytes(order: random.Random) -> None:
    text = to_yaml(shuffled(SAID, order))
    platform, _ = read_platform(text, "platform.yaml", TYPES)
    tree = render(parts_of(platform, TYPES_BY_NAME), REPOSITORY.inputs)
    assert tree.files == REPOSITORY.tree().files
