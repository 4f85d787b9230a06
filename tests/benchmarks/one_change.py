"""How much a change of one component costs in a large platform beside the same change in a small one, in one run.

    python tests/benchmarks/one_change.py [SMALL LARGE]     (default 10 1000)

Prints, for both numbers of components in three environments: the median seconds and the processor seconds (children
included) of a whole `python -m generators.sync` after a setting of one environment changed, and after the component's
memory changed, which reaches every environment and its quota; then the ratios. Rounds are interleaved.
"""

from __future__ import annotations

import os
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path

from large_platform import write_platform

ROUNDS = 5
SETTING = ("config: {{LOG_LEVEL: {}}}}}\n      api-0001", "a setting of one environment")
MEMORY = ("requests: {{cpu: 250m, memory: {}Mi}}", "a component's memory, in all environments")


def main(argv: Sequence[str]) -> int:
    sizes = [int(argument) for argument in argv] or [10, 1000]
    with tempfile.TemporaryDirectory() as folder:
        repositories = [Path(folder).resolve() / str(size) for size in sizes]
        for size, repository in zip(sizes, repositories, strict=True):
            repository.mkdir()
            write_platform(repository, size)
            took, used = sync(repository)
            print(f"{size} components, cold: {took:.2f} s, {used:.2f} s of processors")
        for (text, what), values in ((SETTING, ["debug", "trace"]), (MEMORY, ["512", "500"])):
            measured: dict[Path, list[tuple[float, float]]] = {repository: [] for repository in repositories}
            for number in range(ROUNDS):
                before, after = values[number % 2], values[1 - number % 2]
                for repository in repositories:
                    change(repository / "platform.yaml", text.format(before), text.format(after))
                    measured[repository].append(sync(repository))
            seconds, processors = (
                [statistics.median(each[index] for each in measured[repository]) for repository in repositories]
                for index in (0, 1)
            )
            for size, one, other in zip(sizes, seconds, processors, strict=True):
                print(f"{size} components, {what}: {one:.2f} s, {other:.2f} s of processors")
            print(f"  ratio {seconds[-1] / seconds[0]:.1f}, of processors {processors[-1] / processors[0]:.1f}")
    return 0


def change(file: Path, before: str, after: str) -> None:
    text = file.read_text(encoding="utf-8")
    if before not in text:
        raise SystemExit(f"{file}: no {before}")
    file.write_text(text.replace(before, after, 1), encoding="utf-8")


def sync(repository: Path) -> tuple[float, float]:
    """The seconds of one run, and those of all processors."""
    before, began = resource.getrusage(resource.RUSAGE_CHILDREN), time.perf_counter()
    environment = {**os.environ, "PYTHONPATH": str(Path.cwd())}
    subprocess.run([sys.executable, "-m", "generators.sync", "--quiet"], cwd=repository, env=environment, check=True)
    after, took = resource.getrusage(resource.RUSAGE_CHILDREN), time.perf_counter() - began
    return took, after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
