"""A component is renamed in two steps, with real kustomize: nothing is taken away before the new one is there."""

from __future__ import annotations

from pathlib import Path

import pytest
import yaml

from generators import sync
from generators.unchanged import RECORD

ENVIRONMENTS = ("dev", "staging", "prod")


def rename(root: Path, old: str, new: str) -> None:
    """Everywhere in platform.yaml, with `was`, and the pins of both."""
    path = root / "platform.yaml"
    text = path.read_text(encoding="utf-8")
    assert text.count(f"\n  {old}: ") == 1
    text = text.replace(f"\n  {old}: ", f"\n  {new}:\n    was: {old} ").replace(f"      {old}: ", f"      {new}: ")
    path.write_text(text.replace(f", {old}]", f", {new}]"), encoding="utf-8")
    for environment in ENVIRONMENTS:
        pins = root / "images/pins" / environment
        (pins / new).mkdir()
        pin = (pins / old / "kustomization.yaml").read_text(encoding="utf-8")
        (pins / new / "kustomization.yaml").write_text(pin.replace(f"name: {old}", f"name: {new}"), encoding="utf-8")


def said(root: Path, *folders: str) -> dict[str, str]:
    """Every file below the folders without what its header says of the place it follows from."""
    paths = sorted(path for folder in folders for path in (root / folder).rglob("*.yaml"))
    texts = {path.relative_to(root).as_posix(): path.read_text(encoding="utf-8") for path in paths}
    return {path: text.split("\n", 2)[2] for path, text in texts.items()}


def depends_on(root: Path, part: str) -> list[dict[str, str]]:
    flux = yaml.safe_load((root / f"clusters/prod/platform/{part}.yaml").read_text(encoding="utf-8"))
    found: list[dict[str, str]] = flux["spec"]["dependsOn"]
    return found


@pytest.mark.parametrize(
    ("old", "new", "gone"),
    [
        pytest.param("frontend", "portal", {"base/frontend/http-route.yaml"}, id="a web"),
        pytest.param("backend", "courses", {"base/backend/http-route.yaml"}, id="an api that migrates"),
    ],
)
def test_two_steps(
    repository: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    old: str,
    new: str,
    gone: set[str],
) -> None:
    monkeypatch.chdir(repository)
    assert sync.main(["--quiet"]) == 0
    before = said(repository, f"base/{old}")
    quota = said(repository, "overlays/prod/namespace")["overlays/prod/namespace/resource-quota.yaml"]

    rename(repository, old, new)
    capsys.readouterr()
    assert sync.main([]) == 0, capsys.readouterr().err
    assert capsys.readouterr().err == ""
    both = said(repository, f"base/{old}")
    listing = f"base/{old}/kustomization.yaml"
    assert before.keys() - both.keys() == gone
    assert {path: text for path, text in both.items() if path != listing} == {
        path: text for path, text in before.items() if path not in {listing, *gone}
    }
    assert both[listing] == before[listing].replace("  - http-route.yaml\n", "")
    assert (repository / f"base/{new}/http-route.yaml").is_file()
    assert {"name": f"ai-train-prod-{new}"} in depends_on(repository, old)
    assert all(each["name"] != f"ai-train-prod-{old}" for each in depends_on(repository, new))
    pods = [
        yaml.safe_load(text)["spec"]["hard"]["pods"]
        for text in (quota, said(repository, "overlays/prod/namespace")["overlays/prod/namespace/resource-quota.yaml"])
    ]
    assert int(pods[0]) < int(pods[1])
    (repository / RECORD).unlink()
    assert sync.main(["--check", "--quiet"]) == 0

    ready = {folder: said(repository, folder) for folder in (f"base/{new}", f"overlays/prod/{new}")}
    flux = said(repository, "clusters/prod/platform")[f"clusters/prod/platform/{new}.yaml"]
    path = repository / "platform.yaml"
    path.write_text(path.read_text(encoding="utf-8").replace(f"    was: {old} ", "    "), encoding="utf-8")
    capsys.readouterr()
    assert sync.main(["--quiet"]) == 0
    warnings = [f"images/pins/{each}/{old}: pins nothing that {each} runs" for each in sorted(ENVIRONMENTS)]
    assert capsys.readouterr().err.splitlines() == [
        f"warning: {line}. Remove it: roadstead unpin {each} {old}"
        for line, each in zip(warnings, sorted(ENVIRONMENTS), strict=True)
    ]
    assert not (repository / f"base/{old}").exists()
    assert not list(repository.glob(f"overlays/*/{old}"))
    assert not list(repository.glob(f"clusters/*/platform/{old}.yaml"))
    assert {folder: said(repository, folder) for folder in ready} == ready
    assert said(repository, "clusters/prod/platform")[f"clusters/prod/platform/{new}.yaml"] == flux
    after = said(repository, "overlays/prod/namespace")["overlays/prod/namespace/resource-quota.yaml"]
    assert after == quota
