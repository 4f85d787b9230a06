"""How much a cold sync costs beside kustomize alone, in one run.

    python tests/benchmarks/cold_sync.py [COMPONENTS ...]     (default 5 100; 1000 takes a quarter of an hour)

Prints, for each number of components in three environments: the median seconds that kustomize alone needs for the same
folders in its best batches (every batch size is tried, two processes at a time), the median seconds of a whole
`python -m generators.sync` into an empty repository and the memory that Python took, their ratio, and that of the
seconds of all processors, which other work on the machine changes less. Rounds are interleaved.
"""

from __future__ import annotations

import os
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

from large_platform import ENVIRONMENTS, write_platform

from manifests.kustomize.tool import find_kustomize

BATCH_SIZES = (8, 12, 25, 35, 50)
ROUNDS = 5
MANY, ROUNDS_OF_MANY = 500, 2
_SYNC = """
import resource, sys
from generators.sync import main
code = main(["--quiet"])
print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024)
sys.exit(code)
"""


@dataclass(frozen=True, slots=True)
class Cost:
    """Seconds on the clock, seconds of all processors, and MiB of the Python process (0: not asked)."""

    seconds: float
    processors: float
    mebibytes: int = 0


def main(argv: Sequence[str]) -> int:
    for components in [int(argument) for argument in argv] or [5, 100]:
        with tempfile.TemporaryDirectory() as folder:
            measure(Path(folder).resolve(), components)
    return 0


def measure(folder: Path, components: int) -> None:
    repository = folder / "repository"
    repository.mkdir()
    write_platform(repository, components)
    cost_of_sync(repository)
    directories = [f"overlays/{path.parent.name}/{path.name}" for path in sorted(repository.glob("overlays/*/*"))]
    directories += [f"clusters/{environment}/platform" for environment in ENVIRONMENTS]
    sizes = [size for size in BATCH_SIZES if size <= len(directories)] or [len(directories)]
    alone: dict[int, list[Cost]] = {size: [] for size in sizes}
    whole: list[Cost] = []
    for _ in range(ROUNDS if components < MANY else ROUNDS_OF_MANY):
        for size in sizes:
            alone[size].append(cost_of_kustomize(folder, repository, directories, size))
        for output in ("base", "overlays", "clusters", ".roadstead"):
            subprocess.run(["rm", "-rf", output], cwd=repository, check=True)
        whole.append(cost_of_sync(repository))
    best = min((median(alone[size]) for size in sizes), key=lambda cost: cost.seconds)
    sync = median(whole)
    print(
        f"{components} x {len(ENVIRONMENTS)} ({len(directories)} folders): kustomize alone {best.seconds:.2f} s, "
        f"cold sync {sync.seconds:.2f} s and {sync.mebibytes} MiB of Python, ratio {sync.seconds / best.seconds:.2f}, "
        f"of processors {sync.processors / best.processors:.2f}"
    )


def median(costs: Sequence[Cost]) -> Cost:
    return Cost(
        statistics.median(cost.seconds for cost in costs),
        statistics.median(cost.processors for cost in costs),
        max(cost.mebibytes for cost in costs),
    )


def cost_of_sync(repository: Path) -> Cost:
    began, before = time.perf_counter(), processors()
    environment = {**os.environ, "PYTHONPATH": str(Path.cwd())}
    command = [sys.executable, "-c", _SYNC]
    ran = subprocess.run(command, cwd=repository, env=environment, stdout=subprocess.PIPE, text=True, check=True)
    return Cost(time.perf_counter() - began, processors() - before, int(ran.stdout.split()[-1]))


def processors() -> float:
    """The seconds that children took of all processors."""
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def cost_of_kustomize(folder: Path, repository: Path, directories: Sequence[str], size: int) -> Cost:
    """Only kustomize: throw-away kustomizations of `size` folders, output discarded, two processes at a time."""
    tool = find_kustomize()
    with tempfile.TemporaryDirectory(dir=folder) as scratch:
        batches = list(_batches(Path(scratch), repository, directories, size))
        began, before = time.perf_counter(), processors()
        with ThreadPoolExecutor(2) as pool:
            list(pool.map(lambda batch: _build(tool.command, batch), batches))
        return Cost(time.perf_counter() - began, processors() - before)


def _batches(scratch: Path, repository: Path, directories: Sequence[str], size: int) -> Iterator[Path]:
    for start in range(0, len(directories), size):
        batch = scratch / str(start)
        batch.mkdir()
        listed = [os.path.relpath(repository / directory, batch) for directory in directories[start : start + size]]
        lines = ["apiVersion: kustomize.config.k8s.io/v1beta1", "kind: Kustomization", "resources:"]
        (batch / "kustomization.yaml").write_text("\n".join([*lines, *(f"- {path}" for path in listed), ""]))
        yield batch


def _build(command: Sequence[str], batch: Path) -> None:
    environment = {**os.environ, "GOGC": "400"}
    subprocess.run([*command, "."], cwd=batch, env=environment, stdout=subprocess.DEVNULL, check=True)


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
