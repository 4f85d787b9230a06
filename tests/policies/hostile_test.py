"""The whole command over repositories made to harm it: one line each, no wait, bounded memory, nothing read outside."""

import os
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest

CHECKOUT = Path(__file__).parents[2]
POD = "apiVersion: v1\nkind: Pod\nmetadata: {name: web}\nspec: {containers: [{name: web, image: a:1.0.0}]}\n"
FLUX = """
apiVersion: kustomize.toolkit.fluxcd.io/v1
kind: Kustomization
metadata: {name: shop, namespace: shop}
spec: {path: PATH, sourceRef: {kind: GitRepository, name: flux-system}, components: [../../../outside]}
"""
# Notes on standard output what is opened that is neither the repository nor Python's, and who runs.
WATCHED = """
import os, resource, sys
resource.setrlimit(resource.RLIMIT_AS, (2 << 30, 2 << 30))
boundary, outside = os.path.realpath("."), sys.argv[1]
def watch(event, arguments):
    if event in ("open", "os.listdir", "os.scandir") and isinstance(arguments[0], str):
        place = os.path.realpath(arguments[0])
        if place.startswith(outside):
            print("OPENED", place, flush=True)
sys.addaudithook(watch)
from policies.check import main
sys.exit(main(sys.argv[2:]))
"""


@dataclass(frozen=True)
class Said:
    code: int
    out: str
    errors: list[str]


Check = Callable[..., Said]


@pytest.fixture
def repository(tmp_path: Path) -> Path:
    """A repository with one pod, and beside it a folder `outside` with what nobody may read."""
    root, outside = tmp_path / "repository", tmp_path / "outside"
    (root / ".git").mkdir(parents=True)
    (root / "pod.yaml").write_text(POD, encoding="utf-8")
    outside.mkdir()
    for name in ("pod.yaml", "policies.yaml"):
        (outside / name).write_text(POD.replace("web", "secret"), encoding="utf-8")
    (outside / "kustomization.yaml").write_text("resources: [pod.yaml]\n", encoding="utf-8")
    return root


@pytest.fixture
def check(repository: Path) -> Check:
    def run(*arguments: str) -> Said:
        outside = os.path.realpath(repository.parent / "outside")
        done = subprocess.run(
            [sys.executable, "-c", WATCHED, outside, *arguments],
            cwd=repository,
            capture_output=True,
            timeout=120,
            check=False,
            env={**os.environ, "PYTHONPATH": str(CHECKOUT)},
        )
        out, errors = (stream.decode("utf-8", "backslashreplace") for stream in (done.stdout, done.stderr))
        return Said(done.returncode, out, errors.splitlines())

    return run


def write(root: Path, path: str, text: str) -> None:
    (root / path).parent.mkdir(parents=True, exist_ok=True)
    (root / path).write_text(text, encoding="utf-8")


def refused(folder: str, path: str) -> str:
    why = "which is not in this repository, and nothing outside of it is read: copy it here"
    return f"could not check {folder}: reads {path}, {why}"


def test_no_link_leads_out_of_the_repository(repository: Path, check: Check) -> None:
    outside = repository.parent / "outside"
    for folder, text, link, target in (
        ("file", "resources: [link.yaml]\n", "file/link.yaml", "pod.yaml"),
        ("folder", "resources: [link]\n", "folder/link", ""),
        ("through", "resources: [link/pod.yaml]\n", "through/link", ""),
        ("patch", "resources: [../ok.yaml]\npatches: [{path: link.yaml}]\n", "patch/link.yaml", "pod.yaml"),
        ("literal", "configMapGenerator: [{name: a, files: [a=link]}]\n", "literal/link", "pod.yaml"),
    ):
        write(repository, f"{folder}/kustomization.yaml", text)
        (repository / link).symlink_to(outside / target)
    (repository / "whole").mkdir()
    (repository / "whole/kustomization.yaml").symlink_to(outside / "kustomization.yaml")
    (repository / "plain.yaml").symlink_to(outside / "pod.yaml")
    write(repository, "flux/shop.yaml", FLUX.replace("PATH", "../../../outside"))
    said = check()
    assert said.errors == [
        refused("file", "file/link.yaml"),
        refused("folder", "folder/link"),
        refused("literal", "literal/link"),
        refused("patch", "patch/link.yaml"),
        refused("through", "through/link/pod.yaml"),
    ]
    assert (said.code, "OPENED" in said.out, "secret" in said.out) == (2, False, False)


def test_nothing_waits_for_a_pipe_or_reads_a_device_to_its_end(repository: Path, check: Check) -> None:
    for folder, text in (
        ("resource", "resources: [pipe]\n"),
        ("patch", "resources: [pod.yaml]\npatches: [{path: pipe}]\n"),
        ("literal", "configMapGenerator: [{name: a, files: [a=pipe]}]\n"),
    ):
        write(repository, f"{folder}/kustomization.yaml", text)
        write(repository, f"{folder}/pod.yaml", POD)
        os.mkfifo(repository / folder / "pipe")
    for name in ("flux", "empty"):
        (repository / name).mkdir()
    os.mkfifo(repository / "empty/kustomization.yaml")
    os.mkfifo(repository / ".sourceignore")
    os.mkfifo(repository / "plain.yaml")
    write(repository, "flux/shop.yaml", FLUX.replace("PATH", "./resource").replace("../../../outside", "gone"))
    said = check()
    assert (said.code, said.errors) == (
        2,
        [
            "could not check literal: reads literal/pipe, which is a pipe or a device: write a file",
            "could not check patch: reads patch/pipe, which is a pipe or a device: write a file",
            "could not check resource: reads resource/pipe, which is a pipe or a device: write a file",
        ],
    )


@pytest.mark.parametrize(
    ("arguments", "error"),
    [
        pytest.param(
            ["pipe"], "could not check pipe: is a pipe, a device or a folder: write a file", id="a pipe that is named"
        ),
        pytest.param(
            ["/dev/zero"],
            "could not check zero: is a pipe, a device or a folder: write a file",
            id="a device that is named",
        ),
        pytest.param(["loop"], "loop: no such file or directory", id="a link to itself"),
        pytest.param(["--baseline", "pipe"], "pipe: cannot be read: it is a pipe; write a file", id="a baseline"),
        pytest.param(["--config", "pipe"], "pipe: cannot be read: it is a pipe; write a file", id="a policies.yaml"),
        pytest.param(
            ["--config", "device"], "device: cannot be read: it is a device; write a file", id="a device as one"
        ),
        pytest.param(
            ["--config", "baseline.yaml"],
            "baseline.yaml: baseline ../outside/pod.yaml leads out of this repository: keep it here",
            id="a baseline that policies.yaml takes from outside",
        ),
        pytest.param(
            ["--config", "large"], "large: cannot be read: it is larger than 16 MiB; split it", id="50 MB of policies"
        ),
    ],
)
def test_what_is_named_and_is_no_file_of_the_repository(
    repository: Path, check: Check, arguments: list[str], error: str
) -> None:
    os.mkfifo(repository / "pipe")
    (repository / "device").symlink_to("/dev/zero")
    (repository / "loop").symlink_to("loop")
    write(repository, "baseline.yaml", "baseline: ../outside/pod.yaml\n")
    with (repository / "large").open("wb") as file:
        file.truncate(50 << 20)
    said = check(*arguments)
    assert (said.code, said.errors[-1:], "OPENED" in said.out) == (2, [error], False)


def test_policies_that_lie_outside_are_not_read(repository: Path, check: Check) -> None:
    (repository / "policies.yaml").symlink_to(repository.parent / "outside/policies.yaml")
    error = "policies.yaml: leads out of this repository, and nothing outside of it is read: copy it here"
    assert check() == Said(2, "", [error])


def test_folders_nested_deeper_than_python_calls(repository: Path, check: Check) -> None:
    here = os.open(repository, os.O_RDONLY)
    for _ in range(1200):
        os.mkdir("d", dir_fd=here)
        below = os.open("d", os.O_RDONLY, dir_fd=here)
        os.close(here)
        here = below
    with os.fdopen(os.open("pod.yaml", os.O_WRONLY | os.O_CREAT, dir_fd=here), "w") as file:
        file.write(POD.replace("web", "deep"))
    os.close(here)
    try:
        said = check("--rules", "resources/memory-limit", "--profile", "restricted", "--quiet")
    finally:
        # What removes temporary folders calls itself for each folder.
        subprocess.run(["rm", "-r", str(repository / "d")], check=True)
    assert (said.code, said.errors, len(said.out.splitlines())) == (1, [], 2)
