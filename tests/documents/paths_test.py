"""Every path that a document names is there."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
DOCUMENTS = sorted(path.name for path in ROOT.glob("*.md"))
_PATH = re.compile(
    r"`((?:base|generators|images/pins|manifests|policies|roadstead|tests|tools)/[\w./-]*)`|\]\((?!https?:)([\w./-]+)\)"
)


@pytest.mark.parametrize("document", DOCUMENTS)
def test_the_paths_in(document: str) -> None:
    named = {"".join(found) for found in _PATH.findall((ROOT / document).read_text(encoding="utf-8"))}
    assert sorted(path for path in named if not (ROOT / path).exists()) == []
