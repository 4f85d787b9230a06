"""How long "nothing to do" takes beside the start of Python, in one run.

    python tests/benchmarks/nothing_to_do.py [ROUNDS [COMPONENTS]]     (default 30 5)

A platform of so many components in three environments is synced once, then the commands take turns: `python -c pass`,
`python -m generators.sync`, `python -m roadstead sync`. Prints the median of each and its ratio to the first. Python
starts in a bare virtual environment: one with an editable install of this project loads a finder at every start, which
would make the ratio smaller than people with an installed package see it.
"""

from __future__ import annotations

import os
import statistics
import subprocess
import sys
import sysconfig
import tempfile
import time
import venv
from collections.abc import Sequence
from pathlib import Path

from large_platform import ENVIRONMENTS, write_platform

ROOT = Path(__file__).parents[2]


def main(argv: Sequence[str]) -> int:
    rounds, components = int(argv[0]) if argv else 30, int(argv[1]) if argv[1:] else 5
    with tempfile.TemporaryDirectory() as folder:
        home = Path(folder).resolve()
        venv.create(home / "python", symlinks=True)
        repository = home / "repository"
        repository.mkdir()
        write_platform(repository, components)
        python = str(home / "python/bin/python")
        places = (str(ROOT), sysconfig.get_paths()["purelib"])
        for program in ("kubectl", "kubeconform"):  # they are looked for beside the Python that runs
            beside = Path(sys.executable).with_name(program)
            if beside.exists():
                (home / "python/bin" / program).symlink_to(beside)
        environment = {**os.environ, "PYTHONPATH": os.pathsep.join(places)}
        measure(python, repository, environment, rounds, f"{components} x {len(ENVIRONMENTS)}")
    return 0


def measure(python: str, repository: Path, environment: dict[str, str], rounds: int, size: str) -> None:
    commands = {
        "python -c pass": (python, "-c", "pass"),
        "python -m generators.sync": (python, "-m", "generators.sync"),
        "roadstead sync": (python, "-m", "roadstead", "sync"),
    }

    def seconds(command: Sequence[str]) -> float:
        began = time.perf_counter()
        done = subprocess.run(command, cwd=repository, env=environment, capture_output=True, text=True, check=True)
        took = time.perf_counter() - began
        assert "sync" not in command or done.stdout.startswith("nothing to do: ")
        return took

    subprocess.run((python, "-m", "generators.sync", "--quiet"), cwd=repository, env=environment, check=True)
    time.sleep(3)  # files that were written this instant are read again, as Git does
    took: dict[str, list[float]] = {name: [] for name in commands}
    for command in commands.values():
        seconds(command)
    for _ in range(rounds):
        for name, command in commands.items():
            took[name].append(seconds(command))
    start = statistics.median(took["python -c pass"])
    for name, each in took.items():
        print(f"{size}: {name:<26} {statistics.median(each) * 1000:5.1f} ms, {statistics.median(each) / start:.2f}")


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
