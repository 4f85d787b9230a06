"""Law 10: a change costs what it reaches. Counted, not timed: exactly those folders are given to kustomize."""

from __future__ import annotations

import shutil
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from generators import synchronise
from manifests.kustomize.tool import KustomizeTool, find_kustomize
from tests.generators.kept.small_platform import EVERY_FOLDER, Spy, change, write

EXTRAS = """\
apiVersion: kustomize.config.k8s.io/v1alpha1
kind: Component
patches:
  - target: {kind: Deployment, name: web}
    patch: |
      - op: add
        path: /metadata/annotations
        value: {team: shop}
"""

DEV_API = "overlays/dev/api"
API = {DEV_API, "overlays/prod/api"}
NAMESPACES = {"overlays/dev/namespace", "overlays/prod/namespace"}
FLUX = {"clusters/dev/platform", "clusters/prod/platform"}


@pytest.mark.parametrize(
    ("edit", "built"),
    [
        pytest.param(
            lambda root: (root / ".roadstead/proven").unlink(),
            set(),
            id="only the answer is forgotten: nothing is built",
        ),
        pytest.param(
            lambda root: change(root, "LOG_LEVEL: debug", "LOG_LEVEL: trace"),
            {DEV_API},
            id="a setting of one environment: its overlay",
        ),
        pytest.param(
            lambda root: change(root, "LOG_LEVEL: info", "LOG_LEVEL: warning"),
            API,
            id="a setting of all: the component's overlays, though one of them says otherwise",
        ),
        pytest.param(
            lambda root: change(root, "memory: 512Mi}, limits: {memory: 512Mi}", "memory: 1Gi}, limits: {memory: 1Gi}"),
            API | NAMESPACES,
            id="a component's memory: its overlays, and the quotas",
        ),
        pytest.param(
            lambda root: change(root, "newTag: 1.0.0", "newTag: 1.0.1", "images/pins/dev/api/kustomization.yaml"),
            {DEV_API},
            id="a pin: the overlay that reads it",
        ),
        pytest.param(
            lambda root: write(root, "images/pins/dev/api/README.md", "why\n"),
            {DEV_API},
            id="a file beside a pin: kustomize might read it",
        ),
        pytest.param(
            lambda root: change(root, "    needs: [api]\n", "    needs: [api, cache]\n"),
            {f"overlays/{name}/{part}" for name in ("dev", "prod") for part in ("web", "cache")} | FLUX,
            id="a need: both ends of the connection, and Flux's order",
        ),
        pytest.param(
            lambda root: write(root, "extras/dev/web/kustomization.yaml", EXTRAS),
            {"overlays/dev/web"},
            id="extras: the overlay that includes them",
        ),
        pytest.param(
            lambda root: write(root, "policies.yaml", "profile: essential\n"), set(), id="policies.yaml: no folder"
        ),
        pytest.param(
            lambda root: change(root, '"1.35"', '"1.36"'), EVERY_FOLDER, id="the Kubernetes version: every folder"
        ),
    ],
)
def test_exactly_what_a_change_reaches_is_built(synced: Spy, edit: Callable[[Path], object], built: set[str]) -> None:
    edit(synced.root)
    assert synced.sync() == (0, built)


def test_a_folder_with_extras_is_built_each_time(synced: Spy) -> None:
    write(synced.root, "extras/dev/web/kustomization.yaml", EXTRAS)
    assert synced.sync() == (0, {"overlays/dev/web"})
    change(synced.root, "LOG_LEVEL: debug", "LOG_LEVEL: trace")
    assert synced.sync() == (0, {"overlays/dev/web", DEV_API})


def test_a_patch_of_extras_that_stops_matching_is_noticed(synced: Spy, capsys: pytest.CaptureFixture[str]) -> None:
    write(synced.root, "extras/dev/web/kustomization.yaml", EXTRAS)
    synced.sync()
    change(synced.root, "name: web", "name: wep", "extras/dev/web/kustomization.yaml")
    capsys.readouterr()
    assert synced.sync()[0] == 1
    assert "/patches/0 matches nothing" in capsys.readouterr().err


def test_another_python_or_program_knows_nothing(synced: Spy, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "version", f"{sys.version} and later")
    assert synced.sync() == (0, EVERY_FOLDER)
    monkeypatch.setattr(synchronise, "program", lambda: "one file of it was edited")
    (synced.root / ".roadstead/proven").unlink()
    assert synced.sync() == (0, EVERY_FOLDER)


def test_another_kustomize_builds_everything(synced: Spy, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    wrapper = tmp_path.parent / f"{tmp_path.name}-kustomize"
    script = f'#!/bin/sh\nexec {" ".join(find_kustomize().command)} "$@"\n'
    wrapper.write_text(script, encoding="utf-8")
    wrapper.chmod(0o755)
    monkeypatch.setattr(synchronise, "find_kustomize", lambda: KustomizeTool((str(wrapper),)))
    (synced.root / ".roadstead/proven").unlink()
    assert synced.sync() == (0, EVERY_FOLDER)
    (synced.root / ".roadstead/proven").unlink()
    assert synced.sync() == (0, set())
    wrapper.write_text(f"{script}# newer\n", encoding="utf-8")
    assert synced.sync() == (0, EVERY_FOLDER)


@pytest.mark.parametrize(
    ("rule", "lenient", "strict"),
    [
        pytest.param("scaling/autoscaler-range", "range: [1, 20]", "range: [3, 4]", id="of one object"),
        pytest.param("scaling/replica-minimum", "min: 1", "min: 9", id="of the whole set"),
    ],
)
def test_a_rule_that_changed_judges_what_was_built_before(
    rule: str, lenient: str, strict: str, synced: Spy, capsys: pytest.CaptureFixture[str]
) -> None:
    write(synced.root, "policies.yaml", f"rules:\n  {rule}: {{severity: error, {lenient}}}\n")
    shutil.rmtree(synced.root / ".roadstead")
    assert synced.sync() == (0, EVERY_FOLDER)
    write(synced.root, "policies.yaml", f"rules:\n  {rule}: {{severity: error, {strict}}}\n")
    capsys.readouterr()
    assert synced.sync() == (1, set())
    assert f"[{rule}]" in capsys.readouterr().err


def test_a_generated_file_that_was_edited_stops_sync_as_ever(synced: Spy, capsys: pytest.CaptureFixture[str]) -> None:
    change(synced.root, "kind: Deployment", "kind: DaemonSet", "base/api/deployment.yaml")
    capsys.readouterr()
    assert synced.sync() == (1, set())
    assert capsys.readouterr().err.startswith("base/api/deployment.yaml: edited by hand, and sync would lose that.")


def test_check_and_diff_use_what_is_kept_and_keep_nothing(synced: Spy) -> None:
    kept = {path: path.read_bytes() for path in (synced.root / ".roadstead/kept").iterdir()}
    change(synced.root, "LOG_LEVEL: debug", "LOG_LEVEL: trace")
    for option in ("--check", "--diff"):
        assert synced.sync(option) == (1, {DEV_API})
    assert {path: path.read_bytes() for path in (synced.root / ".roadstead/kept").iterdir()} == kept


def test_a_tree_that_fails_its_proof_is_not_kept(synced: Spy) -> None:
    change(synced.root, "LOG_LEVEL: debug", "LOG_LEVEL: trace")
    write(synced.root, "policies.yaml", "rules:\n  scaling/replica-minimum: {severity: error, min: 9}\n")
    for _ in range(2):
        assert synced.sync() == (1, {DEV_API})
    shutil.rmtree(synced.root / ".roadstead/rejected")
