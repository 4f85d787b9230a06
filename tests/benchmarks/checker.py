"""What the checker costs beside kubeconform, kube-score and checkov, and beside kustomize, in one run.

    python tests/benchmarks/checker.py [COMPONENTS ...]     (default 5 100; 1000 takes several minutes)

For each number of components in three environments, seven objects each, prints median seconds on the clock, seconds of
all processors and peak memory (of the largest process) of

- the start of this Python, for scale
- `python -m policies.check` over the rendered objects: the schemas and every rule of the profile restricted
- kubeconform over the same files, with the same schemas: the schemas alone
- kube-score and checkov over the same files, with their own defaults, where they are on PATH
- `python -m policies.check` over the sources, and kustomize alone over the same folders in its best batches

and the ratios that the checker aims at. Rounds are interleaved; what takes long is run less often, and checkov only up
to 100 components.
"""

from __future__ import annotations

import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

from large_repository import ENVIRONMENTS, write_rendered, write_sources

from manifests.kubeconform import find_kubeconform
from manifests.kustomize.tool import find_kustomize
from manifests.schemas.standalone import write_for_kubeconform

KUBERNETES = "1.35"
KINDS = (
    ("apps/v1", "Deployment"),
    ("v1", "Service"),
    ("autoscaling/v2", "HorizontalPodAutoscaler"),
    ("policy/v1", "PodDisruptionBudget"),
    ("v1", "ServiceAccount"),
    ("networking.k8s.io/v1", "NetworkPolicy"),
    ("v1", "ConfigMap"),
)
BATCH_SIZES = (10, 25, 40)
ROUNDS = {5: 7, 100: 3}
MOST_FOR_CHECKOV = 100


@dataclass(frozen=True, slots=True)
class Cost:
    """Seconds on the clock, seconds of all processors, MiB of the largest process."""

    seconds: float
    processors: float
    mebibytes: int

    def __str__(self) -> str:
        return f"{self.seconds:7.2f} s {self.processors:7.2f} s of processors {self.mebibytes:5} MiB"


def main(argv: Sequence[str]) -> int:
    for components in [int(argument) for argument in argv] or [5, 100]:
        with tempfile.TemporaryDirectory() as folder:
            measure(Path(folder).resolve(), components)
    return 0


def measure(folder: Path, components: int) -> None:
    rendered, sources, schemas = folder / "rendered", folder / "sources", folder / "schemas"
    for each in (rendered, sources, schemas):
        each.mkdir()
    write_rendered(rendered, components)
    write_sources(sources, components)
    subjects = _subjects(rendered, sources, schemas, components)
    costs: dict[str, list[Cost]] = {name: [] for name in subjects}
    for run in subjects.values():
        run()
    for _ in range(ROUNDS.get(components, 1)):
        for name, run in subjects.items():
            costs[name].append(run())
    print(f"{components} components x {len(ENVIRONMENTS)} environments, {components * len(ENVIRONMENTS) * 7} objects")
    found = {name: _median(each) for name, each in costs.items()}
    for name, cost in found.items():
        print(f"  {name:<42}{cost}")
    _compare(found)


def _compare(found: Mapping[str, Cost]) -> None:
    def ratio(what: str, ours: str, theirs: str) -> None:
        if ours in found and theirs in found:
            mine, other = found[ours], found[theirs]
            clock, processors = mine.seconds / other.seconds, mine.processors / other.processors
            print(f"  {what}: {clock:.2f} on the clock, {processors:.2f} of processors")

    ratio("checker / kubeconform", "checker, rendered", "kubeconform")
    batches = [name for name in found if name.startswith("kustomize")]
    ratio("checker from source / kustomize", "checker, sources", min(batches, key=lambda name: found[name].seconds))
    ratio("checker, nothing changed / start of Python", "checker, sources, nothing changed", "start of Python")


def _subjects(rendered: Path, sources: Path, schemas: Path, components: int) -> dict[str, Callable[[], Cost]]:
    files = [str(rendered / environment / "all.yaml") for environment in ENVIRONMENTS]
    check = [sys.executable, "-P", "-m", "policies.check", "--quiet"]
    found: dict[str, Callable[[], Cost]] = {
        "start of Python": lambda: cost_of([sys.executable, "-c", "pass"], rendered),
        "checker, rendered": lambda: cost_of(check, rendered),
    }
    if (kubeconform := find_kubeconform()) is not None:
        location = write_for_kubeconform(sorted(KINDS), KUBERNETES, schemas)
        judge = [str(kubeconform), "-strict", "-kubernetes-version", f"{KUBERNETES}.0", "-schema-location", location]
        found["kubeconform"] = lambda: cost_of([*judge, *files], Path(location).parent)
    for name, command in (
        ("kube-score", ["score", "--output-format", "ci", *files]),
        ("checkov", ["--framework", "kubernetes", "--compact", "--quiet", "--directory", str(rendered)]),
    ):
        if shutil.which(name) is None:
            print(f"{name} is not on PATH: not measured")
        elif name != "checkov" or components <= MOST_FOR_CHECKOV:
            found[name] = lambda name=name, command=command: cost_of([name, *command], rendered)  # type: ignore[misc]
    found["checker, sources"] = lambda: cost_of(check, sources, _forget)
    for size in BATCH_SIZES:
        found[f"kustomize, batches of {size}"] = lambda size=size: cost_of_kustomize(sources, size)  # type: ignore[misc]
    (sources / ".git").mkdir()
    found["checker, sources, nothing changed"] = lambda: cost_of(check, sources)
    return found


def _forget(repository: Path) -> None:
    """Remove what an earlier run kept."""
    shutil.rmtree(repository / ".git" / "roadstead", ignore_errors=True)


def cost_of(command: Sequence[str], folder: Path, before: Callable[[Path], None] | None = None) -> Cost:
    """Run a command in a folder; its findings are no failure."""
    if before is not None:
        before(folder)
    environment = {**os.environ, "PYTHONPATH": str(Path.cwd())}
    began = time.perf_counter()
    running = subprocess.Popen(
        command, cwd=folder, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True
    )
    assert running.stderr is not None
    said = running.stderr.read()
    _, status, used = os.wait4(running.pid, 0)
    seconds = time.perf_counter() - began
    running.returncode = os.waitstatus_to_exitcode(status)
    if running.returncode > 1:
        raise SystemExit(f"{command[0]} failed: {said}")
    return Cost(seconds, used.ru_utime + used.ru_stime, used.ru_maxrss // 1024)


def cost_of_kustomize(repository: Path, size: int) -> Cost:
    """Only kustomize: throw-away kustomizations of `size` overlays, output discarded, two processes at a time."""
    overlays = sorted(path.parent for path in repository.glob("overlays/*/*/kustomization.yaml"))
    command = find_kustomize().command
    with tempfile.TemporaryDirectory(dir=repository.parent) as scratch:
        batches = []
        for start in range(0, len(overlays), size):
            batch = Path(scratch) / str(start)
            batch.mkdir()
            listed = "".join(f"- {os.path.relpath(overlay, batch)}\n" for overlay in overlays[start : start + size])
            (batch / "kustomization.yaml").write_text(f"resources:\n{listed}", encoding="utf-8")
            batches.append(batch)
        began = time.perf_counter()
        with ThreadPoolExecutor(2) as pool:
            costs = list(pool.map(lambda batch: cost_of([*command, "."], batch), batches))
        seconds = time.perf_counter() - began
    return Cost(seconds, sum(cost.processors for cost in costs), max(cost.mebibytes for cost in costs))


def _median(costs: Sequence[Cost]) -> Cost:
    return Cost(
        statistics.median(cost.seconds for cost in costs),
        statistics.median(cost.processors for cost in costs),
        max(cost.mebibytes for cost in costs),
    )


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
