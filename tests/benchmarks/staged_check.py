"""What judging the index costs beside judging the work tree, in one run.

    python tests/benchmarks/staged_check.py [ROUNDS]     (default 15)

In a clone of the shipped repository, prints the median seconds of `python -m policies.check` and of its `--staged` when
the folder is laid out from nothing, when nothing changed since, when one file changed that nothing builds on, and when
an overlay of one environment did, each with its ratio to the plain check; and the same for `python -m generators.sync
--check`. Rounds are interleaved.
"""

from __future__ import annotations

import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path

COMMANDS = ("policies.check", "generators.sync --check")


def main(argv: Sequence[str]) -> int:
    rounds = int(argv[0]) if argv else 15
    with tempfile.TemporaryDirectory() as folder:
        clone = Path(folder).resolve() / "clone"
        git(Path.cwd(), "clone", "--quiet", str(Path.cwd()), str(clone))
        for command in COMMANDS:
            measure(clone, command, rounds)
    return 0


def measure(clone: Path, command: str, rounds: int) -> None:
    kept = clone / ".git/roadstead-staged"
    plain: list[float] = []
    staged: dict[str, list[float]] = {
        name: [] for name in ("laid out from nothing", "nothing changed", "one file changed", "one overlay changed")
    }
    overlay = min(clone.glob("overlays/prod/*/kustomization.yaml"))
    written = overlay.read_text(encoding="utf-8")
    for number in range(rounds):
        plain.append(seconds(clone, command))
        shutil.rmtree(kept, ignore_errors=True)
        staged["laid out from nothing"].append(seconds(clone, f"{command} --staged"))
        staged["nothing changed"].append(seconds(clone, f"{command} --staged"))
        file = clone / "tests/benchmark.yaml"
        file.write_text(f"round: {number}\n", encoding="utf-8")
        git(clone, "add", str(file))
        staged["one file changed"].append(seconds(clone, f"{command} --staged"))
        overlay.write_text(f"{written}# round {number}\n", encoding="utf-8")
        git(clone, "add", str(overlay))
        staged["one overlay changed"].append(seconds(clone, f"{command} --staged"))
        overlay.write_text(written, encoding="utf-8")
        git(clone, "add", str(overlay))
    median = statistics.median(plain)
    print(f"{command}: {median:.3f} s")
    for name, took in staged.items():
        print(f"  --staged, {name}: {statistics.median(took):.3f} s, ratio {statistics.median(took) / median:.2f}")


def seconds(clone: Path, command: str) -> float:
    environment = {**os.environ, "PYTHONPATH": str(Path.cwd())}
    began = time.perf_counter()
    # -P: the program is the one here, not the clone's.
    ran = subprocess.run(
        [sys.executable, "-P", "-m", *command.split()], cwd=clone, env=environment, capture_output=True
    )
    took = time.perf_counter() - began
    if ran.returncode > 1:
        raise SystemExit(ran.stderr.decode())
    return took


def git(folder: Path, *arguments: str) -> None:
    subprocess.run(["git", *arguments], cwd=folder, check=True)


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
