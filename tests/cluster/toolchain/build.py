"""Build the programs of a control plane from their Go modules, once: binaries are kept by a hash of what made them."""

import hashlib
import json
import os
import shutil
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from pathlib import Path

from manifests.errors import UserError
from tests.cluster.toolchain.catalogue import TOOLS, Tool
from tests.cluster.toolchain.go import find_go

ROOT = Path(__file__).parents[3]
MODULES = ROOT / "tests/cluster/tools"
KEPT = ROOT / ".cache/cluster"
_FLAGS = ("-trimpath", "-buildvcs=false", "-mod=readonly")

Say = Callable[[str], None]


def build_all(say: Say, tools: Sequence[Tool] = TOOLS) -> dict[str, Path]:
    """The folder of each tool, by its name: its binaries, and its assets below `assets/`.

    What is kept is used as it is, and needs no Go. The rest is built, one module at a time, and `say` is told what
    and about how long. Raises UserError with the end of Go's own words when a build fails.
    """
    folders: dict[str, Path] = {}
    go: str | None = None
    for tool in tools:
        found = _kept(tool)
        if found is None:
            go = go or find_go(say)
            found = _build(tool, go, say)
        folders[tool.name] = found
    return folders


def _key(tool: Tool, version: str) -> str:
    """Over all that decides what comes out of a build."""
    module = MODULES / tool.name
    said = repr((tool.programs, tool.stamp, tool.assets))
    parts = (*_FLAGS, version, said, *(_text(module / name) for name in ("go.mod", "go.sum")))
    return hashlib.sha256("\0".join(parts).encode()).hexdigest()[:16]


def _text(path: Path) -> str:
    return path.read_text(encoding="utf-8")


def _kept(tool: Tool) -> Path | None:
    """The folder that was built from these very files by any Go: the key in its name says which version built it."""
    for folder in sorted(KEPT.glob(f"{tool.name}-*")):
        stamp = folder / "go-version"
        if stamp.is_file() and folder.name == f"{tool.name}-{_key(tool, _text(stamp))}":
            return folder
    return None


def _build(tool: Tool, go: str, say: Say) -> Path:
    version = _run([go, "version"], MODULES).split(" ")[2]
    names = ", ".join(name for name, _ in tool.programs) or tool.name
    say(f"building {names} ({version}): about {tool.seconds} s on two cores, the first time only")
    KEPT.mkdir(parents=True, exist_ok=True)
    new = KEPT / f"new-{tool.name}-{os.getpid()}"
    shutil.rmtree(new, ignore_errors=True)
    new.mkdir()
    started = time.monotonic()
    try:
        for name, package in tool.programs:
            command = [go, "build", *_FLAGS, "-ldflags", f"-s -w {tool.stamp}".strip(), "-o", str(new / name), package]
            _run(command, MODULES / tool.name)
        for asset in tool.assets:
            home = Path(json.loads(_run([go, "mod", "download", "-json", asset.module], MODULES / tool.name))["Dir"])
            for path in sorted(home.glob(asset.pattern)):
                target = new / "assets" / path.relative_to(home)
                target.parent.mkdir(parents=True, exist_ok=True)
                shutil.copyfile(path, target)
        (new / "go-version").write_text(version, encoding="utf-8")
        for old in KEPT.glob(f"{tool.name}-*"):
            shutil.rmtree(old)
        folder = KEPT / f"{tool.name}-{_key(tool, version)}"
        new.rename(folder)
    finally:
        shutil.rmtree(new, ignore_errors=True)
    say(f"built {names} in {time.monotonic() - started:.0f} s")
    return folder


def _run(command: Sequence[str], folder: Path) -> str:
    environment = {key: value for key, value in os.environ.items() if key != "GOROOT"}
    environment |= {"CGO_ENABLED": "0", "GOTOOLCHAIN": "local", "GOWORK": "off", "GOFLAGS": ""}
    done = subprocess.run(command, cwd=folder, env=environment, capture_output=True, text=True, check=False)
    if done.returncode:
        ending = "\n".join(done.stderr.strip().splitlines()[-20:])
        raise UserError(f"{' '.join(command[:2])} in {folder.relative_to(ROOT)} failed:\n{ending}")
    return done.stdout


if __name__ == "__main__":
    build_all(lambda line: print(line, file=sys.stderr, flush=True))  # noqa: T201
