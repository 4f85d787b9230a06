"""A kustomize that hangs, dies or cannot start says so; builds go on while Python works."""

import sys
import time
from collections.abc import Callable, Mapping
from pathlib import Path

import pytest

from manifests.errors import UserError
from manifests.kustomize.build import build_directories, start_builds
from manifests.kustomize.tool import KustomizeTool

Write = Callable[[Mapping[str, str]], Path]


def python_tool(code: str) -> KustomizeTool:
    return KustomizeTool((sys.executable, "-c", code))


@pytest.fixture
def root(repository: Write) -> Path:
    return repository({"one/kustomization.yaml": "resources: []\n", "two/kustomization.yaml": "resources: []\n"})


def test_a_kustomize_that_hangs_is_stopped(root: Path) -> None:
    began = time.monotonic()
    with pytest.raises(UserError, match=r"^kustomize did not finish within 0\.3 seconds and was stopped: "):
        build_directories(root, ["one", "two"], python_tool("import time; time.sleep(60)"), seconds=0.3)
    assert time.monotonic() - began < 20


def test_a_killed_kustomize_is_no_finding_of_the_repository(root: Path) -> None:
    with pytest.raises(
        UserError, match=r"^kustomize was killed by signal 9 \(out of memory\?\), free memory and run again: "
    ):
        build_directories(root, ["one", "two"], python_tool("import os; os.kill(os.getpid(), 9)"))


def test_a_tool_that_is_gone_is_named(root: Path, tmp_path: Path) -> None:
    gone = str(tmp_path / "gone")
    with pytest.raises(UserError, match=rf"^kustomize could not be started: {gone}: No such file or directory$"):
        build_directories(root, ["one"], KustomizeTool((gone,)))


def test_leaving_the_block_stops_what_still_runs(root: Path) -> None:
    began = time.monotonic()
    with start_builds(root, ["one", "two"], python_tool("import time; time.sleep(60)"), isolated=True):
        pass
    assert time.monotonic() - began < 20


def test_builds_run_before_they_are_asked_for(root: Path, tmp_path: Path) -> None:
    code = f"open({str(tmp_path / 'began')!r}, 'w').close()"
    with start_builds(root, ["one", "two"], python_tool(code), isolated=True) as builds:
        deadline = time.monotonic() + 20
        while not (tmp_path / "began").exists() and time.monotonic() < deadline:
            time.sleep(0.01)
        assert (tmp_path / "began").exists()
        assert [build.objects for build in builds.results().values()] == [(), ()]


def test_an_output_without_its_boundaries_is_not_attributed_to_anyone(root: Path) -> None:
    builds = build_directories(root, ["one", "two"], python_tool("print('kind: Pod')"))
    assert [build.objects for build in builds.values()] == [({"kind": "Pod"},), ({"kind": "Pod"},)]
