import os
import socket
import stat
from collections.abc import Callable, Mapping
from pathlib import Path

import pytest

from generators.tree.generated_file import GeneratedFile
from generators.write.disk import apply, read_present, remove_file, replace_file
from generators.write.header import with_header
from generators.write.plan import Plan, plan
from manifests.errors import UserError

BASE = "base/backend/deployment.yaml"
FLUX = "clusters/prod/platform/backend.yaml"


def generated(text: str) -> GeneratedFile:
    return GeneratedFile(text, "/components/backend")


def sync(root: Path, texts: Mapping[str, str], change: Callable[[], object] = lambda: None) -> Plan:
    """What sync does, with something happening between reading and writing."""
    desired = {path: generated(text) for path, text in texts.items()}
    present = read_present(root, desired.keys())
    made = plan(desired, present.texts)
    change()
    apply(root, made, present)
    return made


def put(root: Path, path: str, text: str) -> None:
    (root / path).parent.mkdir(parents=True, exist_ok=True)
    (root / path).write_bytes(text.encode("utf-8", "surrogateescape"))


def tree(root: Path) -> dict[str, str]:
    """Every file, link and empty folder below the root."""
    found = {}
    for path in sorted(root.rglob("*")):
        name = path.relative_to(root).as_posix()
        if path.is_symlink():
            found[name] = f"-> {path.readlink()}"
        elif path.is_file():
            found[name] = path.read_bytes().decode("utf-8", "surrogateescape")
        elif path.is_dir() and not any(path.iterdir()):
            found[name] = "(empty)"
    return found


def test_a_tree_is_written_and_changed_and_pruned(tmp_path: Path) -> None:
    put(tmp_path, "base/notes.md", "mine\n")
    first = {BASE: "a: 1\n", FLUX: "a: 1\n", "overlays/prod/old/a.yaml": "a: 1\n", "platform.schema.json": '{"a": 1}\n'}
    sync(tmp_path, first)
    second = {BASE: "a: 2\n", FLUX: "a: 1\n", "platform.schema.json": '{"a": 1}\n'}
    made = sync(tmp_path, second)
    assert (len(made.writes), len(made.prunes), len(made.unchanged)) == (1, 1, 2)
    written = {path: with_header(path, text, "/components/backend") for path, text in second.items()}
    assert tree(tmp_path) == written | {"base/notes.md": "mine\n", "overlays": "(empty)"}
    assert not sync(tmp_path, second).drift


def test_the_flux_folder_of_an_environment_that_is_gone_goes_and_what_flux_put_beside_it_stays(tmp_path: Path) -> None:
    put(tmp_path, "clusters/qa/flux-system/gotk-sync.yaml", "kind: GitRepository\n")
    sync(tmp_path, {"clusters/qa/platform/api.yaml": "a: 1\n"})
    sync(tmp_path, {})
    assert tree(tmp_path) == {"clusters/qa/flux-system/gotk-sync.yaml": "kind: GitRepository\n"}


def test_files_are_readable_for_all_whatever_the_mask_says(tmp_path: Path) -> None:
    before = os.umask(0o077)
    try:
        sync(tmp_path, {BASE: "a: 1\n"})
    finally:
        os.umask(before)
    assert stat.filemode((tmp_path / BASE).stat().st_mode) == "-rw-r--r--"


def test_only_the_output_is_read(tmp_path: Path) -> None:
    ours = [BASE, "overlays/dev/a/b.yaml", FLUX, "clusters/dev/platform/deep/a.yaml", "platform.schema.json"]
    others = [
        "platform.yaml",
        "clusters/prod/flux-system/gotk-sync.yaml",
        "clusters/prod/apps.yaml",
        "extras/all/backend/kustomization.yaml",
        "images/pins/prod/backend/kustomization.yaml",
        "base/.git/config",
        ".git/base/a.yaml",
        "overlays/submodule/.git",
        "overlays/submodule/a.yaml",
    ]
    for path in ours + others:
        put(tmp_path, path, "a: 1\n")
    (tmp_path / "base/.git/config").unlink()
    (tmp_path / "base/.git").rmdir()
    assert sorted(read_present(tmp_path, []).texts) == sorted(ours)


def test_a_text_is_read_byte_for_byte(tmp_path: Path) -> None:
    text = "\ufeffa: caf\udce9\r\nb: 1\r"
    put(tmp_path, BASE, text)
    assert read_present(tmp_path, []).texts == {BASE: text}


def test_links_are_never_followed(tmp_path: Path) -> None:
    outside = tmp_path / "outside"
    root = tmp_path / "root"
    put(outside, "secret.yaml", "mine\n")
    put(root, "base/a/a.yaml", "mine\n")
    (root / "base/link").symlink_to(outside)
    (root / "base/a/link.yaml").symlink_to(outside / "secret.yaml")
    (root / "overlays").symlink_to(outside)
    assert read_present(root, []).texts == {"base/a/a.yaml": "mine\n"}


def a_folder(at: Path) -> None:
    at.mkdir()


def a_link(at: Path) -> None:
    at.symlink_to("/tmp")


def a_file(at: Path) -> None:
    at.write_text("mine\n")


def a_pipe(at: Path) -> None:
    os.mkfifo(at)


def a_socket(at: Path) -> None:
    before = Path.cwd()
    os.chdir(at.parent)
    try:
        with socket.socket(socket.AF_UNIX) as made:
            made.bind(at.name)
    finally:
        os.chdir(before)


@pytest.mark.parametrize(
    ("path", "make", "message"),
    [
        (BASE, a_folder, f"{BASE}: a folder stands where sync writes a file. Move it away, then sync again"),
        (BASE, a_link, f"{BASE}: a symbolic link stands where sync writes a file. Move it away, then sync again"),
        (BASE, a_pipe, f"{BASE}: a device or socket stands where sync writes a file. Move it away, then sync again"),
        (BASE, a_socket, f"{BASE}: a device or socket stands where sync writes a file. Move it away, then sync again"),
        (
            "base/backend",
            a_file,
            "base/backend: a file stands where sync needs a folder. Move it away, then sync again",
        ),
        (
            "base/backend",
            a_link,
            "base/backend: a symbolic link stands where sync needs a folder. Move it away, then sync again",
        ),
        ("base", a_link, "base: a symbolic link stands where sync needs a folder. Move it away, then sync again"),
        (
            "base/backend/Deployment.yaml",
            a_file,
            f"base/backend/Deployment.yaml: differs only in case from {BASE}, which sync writes; where case does not "
            "count they are one file. Move it away, then sync again",
        ),
        (
            "base/Backend",
            a_folder,
            "base/Backend: differs only in case from base/backend, which sync writes; where case does not "
            "count they are one file. Move it away, then sync again",
        ),
    ],
    ids=[
        "a folder where a file must go",
        "a link where a file must go",
        "a pipe where a file must go",
        "a socket where a file must go",
        "a file where a folder must be",
        "a link where a folder must be",
        "a link where the outermost folder must be",
        "a file whose name differs only in case",
        "a folder whose name differs only in case",
    ],
)
def test_what_stands_in_the_way_stops_sync(
    tmp_path: Path, path: str, make: Callable[[Path], None], message: str
) -> None:
    (tmp_path / path).parent.mkdir(parents=True, exist_ok=True)
    make(tmp_path / path)
    before = tree(tmp_path)
    with pytest.raises(UserError) as error:
        sync(tmp_path, {BASE: "a: 1\n"})
    assert str(error.value) == message
    assert tree(tmp_path) == before


def test_two_wanted_paths_that_differ_only_in_case_are_refused(tmp_path: Path) -> None:
    with pytest.raises(UserError) as error:
        sync(tmp_path, {"base/a/b.yaml": "a: 1\n", "base/A/b.yaml": "a: 1\n"})
    assert str(error.value).split("\n") == [
        "base/A/b.yaml: sync would write base/a too, and the two differ only in case. Rename one",
        "base/A/b.yaml: sync would write base/a/b.yaml too, and the two differ only in case. Rename one",
    ]


def test_what_a_killed_run_left_is_removed_and_nothing_else(tmp_path: Path) -> None:
    left = ["base/backend/.deployment.yaml.roadstead-tmp", ".platform.schema.json.roadstead-tmp"]
    for path in [*left, "base/backend/.mine.tmp", "src/.a.roadstead-tmp"]:
        put(tmp_path, path, "torn")
    (tmp_path / "overlays/prod/gone/deep").mkdir(parents=True)
    sync(tmp_path, {BASE: "a: 1\n"})
    written = with_header(BASE, "a: 1\n", "/components/backend")
    assert tree(tmp_path) == {
        BASE: written,
        "base/backend/.mine.tmp": "torn",
        "src/.a.roadstead-tmp": "torn",
        "overlays": "(empty)",
    }


def test_a_file_that_a_person_saves_meanwhile_is_not_overwritten(tmp_path: Path) -> None:
    sync(tmp_path, {BASE: "a: 1\n"})
    with pytest.raises(UserError) as error:
        sync(tmp_path, {BASE: "a: 2\n"}, lambda: put(tmp_path, BASE, "mine\n"))
    assert str(error.value) == f"{BASE}: changed while sync was running, so it was left as it is. Run sync again"
    assert tree(tmp_path) == {BASE: "mine\n"}


def test_a_file_that_a_person_creates_meanwhile_is_not_overwritten(tmp_path: Path) -> None:
    with pytest.raises(UserError, match="changed while sync was running"):
        sync(tmp_path, {BASE: "a: 1\n"}, lambda: put(tmp_path, BASE, "mine\n"))
    assert tree(tmp_path) == {BASE: "mine\n"}


def test_an_orphan_that_a_person_edits_meanwhile_is_not_pruned(tmp_path: Path) -> None:
    sync(tmp_path, {BASE: "a: 1\n"})
    with pytest.raises(UserError, match="changed while sync was running"):
        sync(tmp_path, {}, lambda: put(tmp_path, BASE, "mine\n"))
    assert tree(tmp_path) == {BASE: "mine\n"}


def test_a_folder_that_is_put_in_the_way_meanwhile_changes_nothing(tmp_path: Path) -> None:
    with pytest.raises(UserError) as error:
        sync(tmp_path, {BASE: "a: 1\n", "overlays/a/b/c.yaml": "a: 1\n"}, lambda: put(tmp_path, "overlays", "mine\n"))
    assert str(error.value) == "overlays: no folder, but sync needs one there. Move it away, then run it again"
    assert tree(tmp_path) == {"overlays": "mine\n"}


def test_a_plan_with_something_blocked_is_never_applied(tmp_path: Path) -> None:
    put(tmp_path, BASE, "mine\n")
    with pytest.raises(ValueError, match="blocked"):
        sync(tmp_path, {BASE: "a: 1\n", FLUX: "a: 1\n"})
    assert tree(tmp_path) == {BASE: "mine\n"}


def test_one_file_is_replaced_and_removed_with_its_folder(tmp_path: Path) -> None:
    path = "images/pins/prod/backend/kustomization.yaml"
    replace_file(tmp_path, path, "a: 1\n")
    replace_file(tmp_path, path, "a: 2\n")
    assert tree(tmp_path) == {path: "a: 2\n"}
    remove_file(tmp_path, path)
    assert tree(tmp_path) == {"images/pins/prod": "(empty)"}
