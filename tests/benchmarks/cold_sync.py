"""How much a cold sync costs beside kustomize alone, in one run.

    python tests/benchmarks/cold_sync.py [COMPONENTS ...]     (default 5 100)

Prints, for each number of components in three environments: the median seconds that kustomize alone needs for the same
folders in its best batches (every batch size is tried, two processes at a time), the median seconds of a whole
`python -m generators.sync` into an empty repository, and their ratio. Rounds are interleaved.
"""

from __future__ import annotations

import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from large_platform import ENVIRONMENTS, write_platform

from manifests.kustomize.tool import find_kustomize

BATCH_SIZES = (8, 12, 25, 35, 50)
ROUNDS = 5


def main(argv: Sequence[str]) -> int:
    for components in [int(argument) for argument in argv] or [5, 100]:
        with tempfile.TemporaryDirectory() as folder:
            measure(Path(folder).resolve(), components)
    return 0


def measure(folder: Path, components: int) -> None:
    repository = folder / "repository"
    repository.mkdir()
    write_platform(repository, components)
    seconds_of_sync(repository)
    directories = [f"overlays/{path.parent.name}/{path.name}" for path in sorted(repository.glob("overlays/*/*"))]
    directories += [f"clusters/{environment}/platform" for environment in ENVIRONMENTS]
    sizes = [size for size in BATCH_SIZES if size <= len(directories)] or [len(directories)]
    alone: dict[int, list[float]] = {size: [] for size in sizes}
    whole: list[float] = []
    for _ in range(ROUNDS):
        for size in sizes:
            alone[size].append(seconds_of_kustomize(folder, repository, directories, size))
        for output in ("base", "overlays", "clusters", ".roadstead"):
            subprocess.run(["rm", "-rf", output], cwd=repository, check=True)
        whole.append(seconds_of_sync(repository))
    best = min(sizes, key=lambda size: statistics.median(alone[size]))
    kustomize, sync = statistics.median(alone[best]), statistics.median(whole)
    print(
        f"{components} x {len(ENVIRONMENTS)} ({len(directories)} folders): kustomize alone {kustomize:.2f} s "
        f"(batches of {best}), cold sync {sync:.2f} s, ratio {sync / kustomize:.2f}"
    )


def seconds_of_sync(repository: Path) -> float:
    began = time.perf_counter()
    environment = {**os.environ, "PYTHONPATH": str(Path.cwd())}
    subprocess.run([sys.executable, "-m", "generators.sync", "--quiet"], cwd=repository, env=environment, check=True)
    return time.perf_counter() - began


def seconds_of_kustomize(folder: Path, repository: Path, directories: Sequence[str], size: int) -> float:
    """Only kustomize: throw-away kustomizations of `size` folders, output discarded, two processes at a time."""
    tool = find_kustomize()
    with tempfile.TemporaryDirectory(dir=folder) as scratch:
        batches = list(_batches(Path(scratch), repository, directories, size))
        began = time.perf_counter()
        with ThreadPoolExecutor(2) as pool:
            list(pool.map(lambda batch: _build(tool.command, batch), batches))
        return time.perf_counter() - began


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
