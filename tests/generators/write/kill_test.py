"""Killed at any instant, every file is whole, and the next run finishes the work (law 8)."""

import os
import random
import signal
import time
from pathlib import Path

from generators.tree.generated_file import GeneratedFile
from generators.write.disk import apply, read_present
from generators.write.header import with_header
from generators.write.lock import locked
from generators.write.plan import plan

SECONDS = 15
MINIMUM_KILLS = 20


def version(number: int) -> dict[str, str]:
    """About fifty files, of which a quarter come and go from one version to the next."""
    paths = [f"base/{name}/{kind}.yaml" for name in "abcdefgh" for kind in ("deployment", "service", "kustomization")]
    paths += [f"overlays/{env}/{name}/kustomization.yaml" for env in ("dev", "prod") for name in "abcdefgh"]
    paths += [f"clusters/{env}/platform/{name}.yaml" for env in ("dev", "prod") for name in "abcdef"]
    kept = [path for index, path in enumerate(paths) if index % 4 or (index // 4) % 2 == number % 2]
    return {path: f"kind: Thing\nversion: {number}\npadding: {'x' * 3000}\n" for path in kept}


def sync(root: Path, number: int) -> None:
    desired = {path: GeneratedFile(text, "") for path, text in version(number).items()}
    with locked(root):
        present = read_present(root, desired.keys())
        apply(root, plan(desired, present.texts), present)


def written(number: int) -> dict[str, str]:
    return {path: with_header(path, text, "") for path, text in version(number).items()}


def on_disk(root: Path) -> dict[str, str]:
    files = (path for path in root.rglob("*") if path.is_file())
    return {path.relative_to(root).as_posix(): path.read_text() for path in files if ".roadstead/" not in str(path)}


def start(root: Path, number: int) -> int:
    child = os.fork()
    if child == 0:
        try:
            sync(root, number)
        finally:
            os._exit(0)
    return child


def test_a_killed_run_leaves_every_file_whole_and_the_next_one_finishes(tmp_path: Path) -> None:
    chance = random.Random(8)
    sync(tmp_path, 0)
    began = time.monotonic()
    os.waitpid(start(tmp_path, 1), 0)
    takes = time.monotonic() - began
    number, kills, between = 1, 0, 0
    while time.monotonic() - began < SECONDS:
        old, new = written(number), written(number + 1)
        child = start(tmp_path, number + 1)
        time.sleep(chance.uniform(0, takes))
        os.kill(child, signal.SIGKILL)
        _, status = os.waitpid(child, 0)
        kills += os.WIFSIGNALED(status)
        found = {path: text for path, text in on_disk(tmp_path).items() if not path.endswith(".roadstead-tmp")}
        assert all(text in (old.get(path), new.get(path)) for path, text in found.items())
        assert found.keys() >= old.keys() & new.keys()
        if any(path.startswith("clusters/") and text == new.get(path) != old.get(path) for path, text in found.items()):
            others = {path for path in new if not path.startswith("clusters/")}
            assert all(found.get(path) == new[path] for path in others)
        between += found not in (old, new)
        if chance.random() < 0.7:
            number += 1
            sync(tmp_path, number)
            assert on_disk(tmp_path) == new
        else:
            sync(tmp_path, number)
            assert on_disk(tmp_path) == old
    assert kills >= MINIMUM_KILLS
    assert between > 0
