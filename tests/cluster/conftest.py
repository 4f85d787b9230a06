"""One lab for all scenarios: bringing it up costs seconds, and each scenario leaves it as it found it."""

import os
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.cluster.lab.lab import Lab
from tests.cluster.lab.lab import lab as running

ROOT = Path(__file__).parents[2]


@pytest.fixture(scope="session")
def lab(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Lab]:
    """The environment ENVIRONMENT (prod) of the repository REPOSITORY (this one), installed and Ready."""
    repository = Path(os.environ.get("REPOSITORY") or ROOT)
    folder = tmp_path_factory.mktemp("lab") / "run"

    def say(line: str) -> None:
        print(line, file=sys.__stderr__, flush=True)

    with running(folder, repository, os.environ.get("ENVIRONMENT") or "prod", say) as found:
        yield found
