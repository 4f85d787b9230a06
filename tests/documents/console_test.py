"""The commands in the documents are run, and must print what the documents show."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).parents[2]
REPOSITORY = (
    "platform.yaml",
    "platform.schema.json",
    "policies.yaml",
    "images",
    "base",
    "overlays",
    "clusters",
)
# The set-up is what runs this test; what it leads to is run here. The tests are not run inside of the tests.
STANDS_FOR = {"make sync": ".venv/bin/python -m generators.sync"}


def test_every_command_in_the_readme_prints_what_it_shows(tmp_path: Path) -> None:
    root = tmp_path / "repository"
    root.mkdir()
    for name in REPOSITORY:
        source = ROOT / name
        (shutil.copytree if source.is_dir() else shutil.copyfile)(source, root / name)
    scripts = root / ".venv" / "bin"
    scripts.mkdir(parents=True)
    for name in ("python", "roadstead"):
        module = "" if name == "python" else " -m roadstead"
        script = scripts / name
        script.write_text(f'#!/bin/sh\nexec "{sys.executable}"{module} "$@"\n')
        script.chmod(0o755)
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    commands = list(console_commands((ROOT / "README.md").read_text(encoding="utf-8")))
    assert len(commands) > 10
    for command, shown in commands:
        if command == "make test":
            assert re.fullmatch(r"=+ \d+ passed in [\d.]+s \(\d:\d\d:\d\d\) =+\n", shown)
            continue
        if command == "make test-cluster":  # takes minutes
            proven = re.fullmatch(r"(\d+) of (\d+) scenarios proven; the report is \.cache/report/\S+\n", shown)
            assert proven is not None
            assert proven[1] == proven[2]
            continue
        run = subprocess.run(
            STANDS_FOR.get(command, command),
            shell=True,
            cwd=root,
            env=environment,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            check=False,
        )
        assert (command, steady(run.stdout)) == (command, steady(shown))


def console_commands(text: str) -> Iterator[tuple[str, str]]:
    """Each `$ command` of the console blocks, with the lines that are shown below it."""
    for block in re.findall(r"^```console\n(.*?)^```$", text, re.MULTILINE | re.DOTALL):
        for part in re.split(r"^\$ ", block, flags=re.MULTILINE)[1:]:
            command, _, shown = part.partition("\n")
            yield command, shown


def steady(text: str) -> str:
    """Without what differs from run to run: seconds."""
    return re.sub(r"\d+\.\d+ s\b", "N s", text)
