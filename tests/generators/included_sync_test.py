"""A platform in several files, as people run it: the same tree, and every line in the file that holds it."""

from __future__ import annotations

import json
import os
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

from generators import pin, sync
from roadstead import check

MODELS = "components/models.yaml"
SCHEMA = "components.schema.json"
Split = Callable[[], None]


def files(root: Path) -> dict[str, bytes]:
    """Every generated file, by path."""
    found = [path for folder in ("base", "overlays", "clusters") for path in (root / folder).rglob("*.yaml")]
    found += root.glob("*.schema.json")
    return {path.relative_to(root).as_posix(): path.read_bytes() for path in found}


def replace(path: Path, old: str, new: str) -> None:
    text = path.read_text(encoding="utf-8")
    assert text.count(old) == 1, f"{old!r} stands {text.count(old)} times in {path.name}"
    path.write_text(text.replace(old, new), encoding="utf-8")


@pytest.fixture
def split(repository: Path, monkeypatch: pytest.MonkeyPatch) -> Split:
    """Moves the model, and what differs of it in environments, to a file of its own."""
    monkeypatch.chdir(repository)

    def move() -> None:
        path = repository / "platform.yaml"
        text = path.read_text(encoding="utf-8")
        begin, end = text.index("  model: "), text.index("  postgres:\n")
        model, text = text[begin:end], text[:begin] + text[end:]
        path.write_text(text.replace("\ncomponents:", "\ninclude: [components/*.yaml]\ncomponents:"), encoding="utf-8")
        replace(path, "      model: {scale: {between: [1, 1]}}\n", "")
        replace(path, "    components:\n      model: {scale: {between: [2, 4]}}\n", "")
        (repository / "components").mkdir()
        (repository / MODELS).write_text(
            f"components:\n{model}environments:\n"
            "  dev: {components: {model: {scale: {between: [1, 1]}}}}\n"
            "  staging: {components: {model: {scale: {between: [2, 4]}}}}\n",
            encoding="utf-8",
        )

    return move


def test_a_file_of_its_own_changes_no_byte_but_adds_its_schema(
    repository: Path, split: Split, capsys: pytest.CaptureFixture[str]
) -> None:
    assert sync.main(["--quiet"]) == 0
    before, text = files(repository), (repository / "platform.yaml").read_text(encoding="utf-8")
    split()
    capsys.readouterr()
    assert sync.main([]) == 0
    assert capsys.readouterr().out.splitlines()[0] == f"changed {SCHEMA}: 1 created"
    after = files(repository)
    assert after.pop(SCHEMA)
    assert after == before
    (repository / "platform.yaml").write_text(text, encoding="utf-8")
    assert sync.main([]) == 0
    assert capsys.readouterr().out.splitlines()[0] == f"changed {SCHEMA}: 1 removed"
    assert files(repository) == before


def test_a_change_in_it_is_no_longer_nothing_to_do(
    repository: Path, split: Split, capsys: pytest.CaptureFixture[str]
) -> None:
    split()
    assert sync.main(["--quiet"]) == 0
    capsys.readouterr()
    assert sync.main([]) == 0
    assert capsys.readouterr().out.startswith("nothing to do: the same inputs, tree and tools as when it was proven: ")
    replace(repository / MODELS, "between: [2, 4]", "between: [2, 3]")
    assert sync.main([]) == 0
    assert capsys.readouterr().out.startswith(
        "changed staging: 2 changed (model, namespace)\nchanged clusters/staging: 1 changed\nwritten: "
    )
    new = "components:\n  late:\n    type: worker\n    resources: {limits: {memory: 64Mi}}\n    replicas: 1\n"
    (repository / "components/late.yaml").write_text(new, encoding="utf-8")
    assert sync.main([]) == 2
    missing = "images/pins/dev/late/kustomization.yaml:1:1: nothing says which late dev runs. "
    assert capsys.readouterr().err.startswith(f"{missing}Pin it: roadstead pin dev late TAG")


def test_a_finding_names_the_line_of_that_file(
    repository: Path, split: Split, capsys: pytest.CaptureFixture[str]
) -> None:
    split()
    assert sync.main(["--quiet"]) == 0
    replace(repository / MODELS, "between: [2, 8]", "between: [1, 8]")
    capsys.readouterr()
    assert sync.main([]) == 1
    errors = capsys.readouterr().err.splitlines()
    assert errors[0].endswith("[scaling/replica-minimum]")
    assert errors[1] == f"  from {MODELS}:7:70"


def test_the_checker_names_the_line_of_that_file(
    repository: Path, split: Split, capsys: pytest.CaptureFixture[str]
) -> None:
    split()
    assert sync.main(["--quiet"]) == 0
    capsys.readouterr()
    assert check.main(["--format", "json"]) == 0
    findings = json.loads(capsys.readouterr().out)["findings"]
    sources = {(each["object"]["name"], each["source"]["file"]) for each in findings if each["source"]}
    assert ("model", MODELS) in sources
    assert {file for name, file in sources if name != "model"} == {"platform.yaml"}


def test_a_pin_knows_its_components(repository: Path, split: Split, capsys: pytest.CaptureFixture[str]) -> None:
    split()
    assert pin.main(["dev", "model", "9.9"]) == 0
    assert capsys.readouterr().out == "images/pins/dev/model/kustomization.yaml: model 2.20.0-gpu -> 9.9\n"


def test_an_edited_schema_of_it_is_kept(repository: Path, split: Split, capsys: pytest.CaptureFixture[str]) -> None:
    split()
    assert sync.main(["--quiet"]) == 0
    replace(repository / SCHEMA, "a file that", "my file that")
    assert sync.main(["--quiet"]) == 1
    assert capsys.readouterr().err.startswith(f"{SCHEMA}: edited by hand, and sync would lose that. ")


def test_staged_judges_the_staged_file_alone(
    repository: Path, split: Split, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    for name in [name for name in os.environ if name.startswith("GIT_")]:
        monkeypatch.delenv(name)

    def git(*arguments: str) -> None:
        subprocess.run(("git", *arguments), cwd=repository, check=True, capture_output=True)

    split()
    assert sync.main(["--quiet"]) == 0
    git("init", "--quiet")
    git("add", "--all")
    assert sync.main(["--check", "--staged", "--quiet"]) == 0
    replace(repository / MODELS, "between: [2, 4]", "between: [2, 3]")
    assert sync.main(["--check", "--staged", "--quiet"]) == 0
    git("add", MODELS)
    assert sync.main(["--check", "--staged", "--quiet"]) == 1
    git("rm", "--cached", "--force", "--quiet", MODELS)
    assert (repository / MODELS).is_file()
    capsys.readouterr()
    assert sync.main(["--check", "--staged", "--quiet"]) == 2
    said = "platform.yaml:11:11: include[0]: no file is named 'components/*.yaml'; add one, or leave it out\n"
    assert capsys.readouterr().err == said
