"""Real repositories in temporary folders: the shipped platform, its pins, its policies."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
INPUTS = ("platform.yaml", "policies.yaml", "images/pins")


@pytest.fixture
def repository(tmp_path: Path) -> Path:
    """The inputs of the shipped platform, and nothing else."""
    root = tmp_path / "repository"
    root.mkdir()
    for name in INPUTS:
        source, target = ROOT / name, root / name
        target.parent.mkdir(parents=True, exist_ok=True)
        if source.is_dir():
            shutil.copytree(source, target)
        else:
            shutil.copyfile(source, target)
    return root
