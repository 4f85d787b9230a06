"""One lab for all scenarios: bringing it up costs seconds, and each scenario leaves it as it found it."""

import os
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.cluster.lab.installation import Installation, watched
from tests.cluster.lab.lab import Lab
from tests.cluster.lab.lab import lab as running
from tests.cluster.lab.record import Record
from tests.cluster.scaling.rounds import Trace

ROOT = Path(__file__).parents[2]


@pytest.fixture(scope="session")
def record() -> Iterator[Record]:
    """What scenarios found, written to the file ROADSTEAD_CLUSTER_RECORD at the end if that is set."""
    found = Record()
    yield found
    if file := os.environ.get("ROADSTEAD_CLUSTER_RECORD"):
        found.write(Path(file))


@pytest.fixture(scope="session")
def _running(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Lab, Installation]]:
    repository = Path(os.environ.get("REPOSITORY") or ROOT)
    folder = tmp_path_factory.mktemp("lab") / "run"

    def say(line: str) -> None:
        print(line, file=sys.__stderr__, flush=True)

    with running(folder, repository, os.environ.get("ENVIRONMENT") or "prod", say) as found:
        with watched(found.flux) as seen:
            found.wait_until_ready(found.deliver("the first installation"))
        yield found, seen


@pytest.fixture(scope="session")
def lab(_running: tuple[Lab, Installation]) -> Lab:
    """The environment ENVIRONMENT (prod) of the repository REPOSITORY (this one), installed and Ready."""
    return _running[0]


@pytest.fixture(scope="session")
def installation(_running: tuple[Lab, Installation]) -> Installation:
    """When each Flux Kustomization of the lab was applied and became Ready, the first time."""
    return _running[1]


@pytest.fixture(scope="session")
def traces() -> dict[str, Trace]:
    """The rounds of each autoscaler that was tried, by component, for the report."""
    return {}


def pytest_configure(config: pytest.Config) -> None:
    config.addinivalue_line("markers", "any_repository: makes sense in a repository other than this one")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    # What the first installation did is looked at before anything is moved; all else may come in any order.
    items.sort(key=lambda item: item.path.name != "installation_test.py")
