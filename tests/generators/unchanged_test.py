""" "Nothing to do" is said from hashes alone only where nothing at all has changed."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from generators import unchanged
from generators.unchanged import RECORD, Answer, answer_before, inputs_of, remember

FILES = {
    "platform.yaml": "name: shop\n",
    "policies.yaml": "profile: production\n",
    "images/pins/prod/api/kustomization.yaml": "kind: Component\n",
    "extras/all/api/kustomization.yaml": "kind: Component\n",
    "platform.schema.json": "{}\n",
    "base/api/deployment.yaml": "kind: Deployment\n",
    "overlays/prod/api/kustomization.yaml": "kind: Kustomization\n",
    "clusters/prod/platform/api.yaml": "kind: Kustomization\n",
    "clusters/prod/flux-system/gotk-sync.yaml": "kind: GitRepository\n",
    "README.md": "# Shop\n",
}
OUTPUTS = {
    path: text
    for path, text in FILES.items()
    if path.startswith(("base/", "overlays/", "clusters/prod/platform/", "platform.schema"))
}
ANSWER = Answer(("24 folders",), ("a warning",))


@pytest.fixture
def proven(tmp_path: Path) -> Path:
    """A repository that was just proven, by one tool."""
    for path, text in FILES.items():
        (tmp_path / path).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / path).write_text(text, encoding="utf-8")
    (tmp_path / ".roadstead").mkdir()
    (tmp_path / "kustomize").write_text("tool", encoding="utf-8")
    remember(tmp_path, inputs_of(tmp_path), OUTPUTS, [str(tmp_path / "kustomize")], ANSWER)
    return tmp_path


def write(path: str, text: str = "changed\n") -> Callable[[Path], None]:
    def change(root: Path) -> None:
        (root / path).parent.mkdir(parents=True, exist_ok=True)
        (root / path).write_text(text, encoding="utf-8")

    return change


def remove(path: str) -> Callable[[Path], None]:
    return lambda root: (root / path).unlink()


def link(root: Path) -> None:
    (root / "extras/all/link").symlink_to(root / "README.md")


def folder(path: str) -> Callable[[Path], None]:
    return lambda root: (root / path).mkdir(parents=True)


def touch_tool(root: Path) -> None:
    os.utime(root / "kustomize", (1, 1))


def alter_record(old: str, new: str) -> Callable[[Path], None]:
    def alter(root: Path) -> None:
        text = (root / RECORD).read_text(encoding="utf-8")
        assert old in text
        (root / RECORD).write_text(text.replace(old, new), encoding="utf-8")

    return alter


def test_the_answer_is_given_again_where_nothing_has_changed(proven: Path) -> None:
    assert answer_before(proven) == ANSWER


@pytest.mark.parametrize(
    "change",
    [
        pytest.param(write("README.md"), id="a file that sync neither reads nor writes"),
        pytest.param(write("clusters/prod/flux-system/gotk-sync.yaml"), id="a file of flux bootstrap"),
        pytest.param(write("platform.yaml", FILES["platform.yaml"]), id="a file that was saved without a change"),
    ],
)
def test_the_answer_is_given_again_after(proven: Path, change: Callable[[Path], None]) -> None:
    change(proven)
    assert answer_before(proven) == ANSWER


@pytest.mark.parametrize(
    "change",
    [
        pytest.param(write("platform.yaml"), id="platform.yaml"),
        pytest.param(write("policies.yaml"), id="policies.yaml"),
        pytest.param(remove("policies.yaml"), id="policies.yaml is gone"),
        pytest.param(write("images/pins/prod/api/kustomization.yaml"), id="a pin"),
        pytest.param(write("extras/prod/api/kustomization.yaml"), id="new extras"),
        pytest.param(write("components/pay.yaml"), id="a new file that platform.yaml may include"),
        pytest.param(write("components.schema.json"), id="the schema of included files"),
        pytest.param(folder("components/pay.yaml"), id="a folder that is named like a file of components"),
        pytest.param(folder("images/pins/prod/nobody"), id="an empty folder of pins: sync warns of it"),
        pytest.param(folder("base/empty"), id="an empty folder in base: sync removes it"),
        pytest.param(link, id="a link among the extras: where it leads is not watched"),
        pytest.param(write("base/api/deployment.yaml"), id="an edit in base"),
        pytest.param(remove("overlays/prod/api/kustomization.yaml"), id="a generated file is gone"),
        pytest.param(write("clusters/prod/platform/new.yaml"), id="a new file beside the Flux objects"),
        pytest.param(write("clusters/qa/platform/new.yaml"), id="a new environment's Flux objects"),
        pytest.param(write("platform.schema.json"), id="the schema"),
        pytest.param(touch_tool, id="another kustomize"),
        pytest.param(remove("kustomize"), id="no kustomize any more"),
        pytest.param(write(RECORD, "{"), id="a record that is torn"),
        pytest.param(write(RECORD, "[]"), id="a record that is none"),
        pytest.param(alter_record("24 folders", "25 folders"), id="a record that says something else"),
        pytest.param(alter_record("a warning", ""), id="a record without its warning"),
        pytest.param(remove(RECORD), id="no record"),
    ],
)
def test_everything_is_looked_at_again_after(proven: Path, change: Callable[[Path], None]) -> None:
    change(proven)
    assert answer_before(proven) is None


def test_everything_is_looked_at_again_on_another_day(proven: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    tomorrow = time.gmtime(time.time() + 86400)
    monkeypatch.setattr(time, "gmtime", lambda: tomorrow)
    assert answer_before(proven) is None


def test_what_a_person_changes_while_sync_runs_is_not_taken_for_proven(proven: Path) -> None:
    """The hash of the inputs is taken first, and that of the tree from what sync meant to be there."""
    before = inputs_of(proven)
    write("platform.yaml")(proven)
    write("base/api/deployment.yaml")(proven)
    remember(proven, before, OUTPUTS, [], ANSWER)
    assert answer_before(proven) is None
    write("platform.yaml", FILES["platform.yaml"])(proven)
    assert answer_before(proven) is None
    write("base/api/deployment.yaml", FILES["base/api/deployment.yaml"])(proven)
    assert answer_before(proven) == ANSWER


def test_nothing_is_kept_where_the_inputs_could_not_be_read(proven: Path) -> None:
    remember(proven, None, OUTPUTS, [], ANSWER)
    assert answer_before(proven) is None


def test_a_pipe_among_the_inputs_is_not_waited_for(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "platform.yaml")
    assert inputs_of(tmp_path) is None


@pytest.mark.parametrize("folder", ["base", "clusters", "clusters/prod", "images", "extras"])
def test_a_folder_that_became_a_link_is_looked_at_again(
    proven: Path, tmp_path_factory: pytest.TempPathFactory, folder: str
) -> None:
    assert answer_before(proven) == ANSWER
    elsewhere = tmp_path_factory.mktemp("elsewhere") / "folder"
    (proven / folder).rename(elsewhere)
    (proven / folder).symlink_to(elsewhere)
    assert answer_before(proven) is None


def test_a_record_that_cannot_be_read_or_kept_changes_no_answer(proven: Path) -> None:
    record = proven / RECORD
    record.write_text("[" * 100_000, encoding="utf-8")
    assert answer_before(proven) is None
    record.unlink()
    record.mkdir()
    assert answer_before(proven) is None
    remember(proven, "inputs", {}, [], ANSWER)


def test_an_answer_in_any_letters_is_given_again(proven: Path) -> None:
    answer = Answer(("2 Ordner für Müller", "☂"), ())
    remember(proven, inputs_of(proven), OUTPUTS, [], answer)
    assert answer_before(proven) == answer


def test_a_path_of_a_tool_that_is_no_utf_8_is_looked_at(proven: Path) -> None:
    tool = os.fsdecode(os.fsencode(str(proven)) + b"/\xe9")
    Path(tool).write_text("tool", encoding="utf-8")
    remember(proven, inputs_of(proven), OUTPUTS, [tool], ANSWER)
    assert answer_before(proven) == ANSWER
    os.utime(tool, (1, 1))
    assert answer_before(proven) is None


def test_the_answer_costs_the_start_of_nothing_else() -> None:
    """Each of these takes a tenth or more of the start of Python."""
    costly = {"argparse", "collections", "dataclasses", "hashlib", "inspect", "json", "pathlib", "re", "typing"}
    program = "import sys; import generators.sync; print(*sys.modules)"
    root = str(Path(__file__).parents[2])
    done = subprocess.run(
        (sys.executable, "-S", "-c", program), cwd=root, capture_output=True, text=True, check=True
    )  # -S: what an editable install loads is not ours
    assert costly & set(done.stdout.split()) == set()


def test_another_version_of_this_program_looks_again(
    proven: Path, tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch
) -> None:
    home = tmp_path_factory.mktemp("program")
    for path in ("generators/unchanged.py", "manifests/schemas/data/a.json", "policies/rules/a.py"):
        write(path)(home)
    monkeypatch.setattr(unchanged, "__file__", str(home / "generators/unchanged.py"))
    for path, seen in (
        ("generators/__pycache__/unchanged.pyc", False),
        ("policies/rules/a.py", True),
        ("manifests/schemas/data/a.json", True),
        ("policies/rules/b.py", True),
    ):
        remember(proven, inputs_of(proven), OUTPUTS, [], ANSWER)
        assert answer_before(proven) == ANSWER
        write(path, "another version\n")(home)
        assert (answer_before(proven) is None) == seen
