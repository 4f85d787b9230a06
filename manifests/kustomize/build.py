"""Many kustomize folders to objects, with few processes."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from queue import SimpleQueue
from threading import Thread
from types import TracebackType
from typing import Any

from manifests.errors import MistakesError, UserError
from manifests.kustomize.batch import Keys, plan_batches
from manifests.kustomize.enclosure import lay_out, new_token, split_output
from manifests.kustomize.failure import readable_failure
from manifests.kustomize.interplay import touched_by_neighbours
from manifests.kustomize.outcome import Build
from manifests.kustomize.reach import Reach
from manifests.kustomize.tool import KustomizeTool
from manifests.process import Answer, Runner
from manifests.rendered import parse_rendered
from manifests.temporary import TemporaryFolder

SECONDS_FOR_ONE_PROCESS = 300.0
# GOGC: a larger heap before the first collection, for a process that lives a fraction of a second. KUBERC: a person's
# kubectl preferences may add flags to `kubectl kustomize`.
_ENVIRONMENT = {"GOGC": "400", "KUBERC": "off"}


@dataclass(frozen=True, slots=True)
class _Job:
    directories: tuple[str, ...]
    token: str | None  # None: the folder is built by itself, without an enclosure


_Done = tuple[_Job, Answer | UserError]


class Builds:
    """Builds under way. `results` waits for them; leaving the `with` block stops what still runs."""

    def __init__(
        self, root: Path, directories: Sequence[str], tool: KustomizeTool, workers: int, seconds: float
    ) -> None:
        self._root = root
        self._wanted = tuple(dict.fromkeys(directories))
        self._tool = tool
        self._runner = Runner("kustomize", seconds, _ENVIRONMENT)
        self._scratch = TemporaryFolder()
        self._jobs: SimpleQueue[_Job | None] = SimpleQueue()
        self._done: SimpleQueue[_Done] = SimpleQueue()
        self._pending = 0
        self._workers = [Thread(target=self._work, daemon=True) for _ in range(workers)]
        for worker in self._workers:
            worker.start()

    def __enter__(self) -> "Builds":
        return self

    def __exit__(
        self, kind: type[BaseException] | None, value: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.stop()

    def submit(self, directories: Sequence[str], *, alone: bool) -> None:
        """Queue one batch, or each folder by itself."""
        groups = [(directory,) for directory in directories] if alone else [tuple(directories)]
        for group in groups:
            self._pending += 1
            self._jobs.put(_Job(group, None if len(group) == 1 else new_token()))

    def results(self) -> Mapping[str, Build]:
        """Every folder asked for, in the order asked. A folder that does not build has an `error` and no objects.

        Raises UserError when kustomize cannot run, takes too long, or is killed.
        """
        builds = {build.directory: build for build in self.arriving()}
        return {directory: builds[directory] for directory in self._wanted}

    def arriving(self) -> Iterator[Build]:
        """Every folder asked for, as it is done; the others go on being built meanwhile. Raises as `results` does."""
        try:
            while self._pending:
                job, answer = self._done.get()
                self._pending -= 1
                if isinstance(answer, UserError):
                    raise answer
                yield from self._collect(job, answer)
        finally:
            self.stop()

    def stop(self) -> None:
        """Kill what still runs and remove the temporary folder. Safe to call twice."""
        self._runner.stop()
        for _ in self._workers:
            self._jobs.put(None)
        for worker in self._workers:
            worker.join()
        self._workers = []
        self._scratch.cleanup()

    def _work(self) -> None:
        while (job := self._jobs.get()) is not None:
            try:
                self._done.put((job, self._run(job)))
            except UserError as problem:
                self._done.put((job, problem))
            except OSError as problem:
                self._done.put((job, UserError(f"kustomize could not be run: {problem}")))

    def _run(self, job: _Job) -> Answer:
        scratch = self._scratch.path / new_token()
        if job.token is None:
            return self._runner.run((*self._tool.command, f"./{job.directories[0]}"), self._root, scratch)
        scratch.mkdir()
        lay_out(scratch, self._root, job.directories, job.token)
        return self._runner.run((*self._tool.command, "."), scratch, scratch)

    def _collect(self, job: _Job, answer: Answer) -> Iterator[Build]:
        if job.token is None:
            [directory] = job.directories
            if answer.failed:
                yield Build(directory, error=readable_failure(answer.errors, self._root))
            else:
                yield _parsed(directory, answer.output)
            return
        texts = None if answer.failed else split_output(answer.output, job.token, len(job.directories))
        if texts is None:
            self.submit(job.directories, alone=True)
            return
        try:
            folders = [parse_rendered(text) for text in texts]
        except MistakesError:
            self.submit(job.directories, alone=True)
            return
        touched = touched_by_neighbours(texts, folders)
        self.submit([job.directories[index] for index in sorted(touched)], alone=True)
        for index, (directory, text, objects) in enumerate(zip(job.directories, texts, folders, strict=True)):
            if index not in touched:
                yield _built(directory, text, objects)


def start_builds(
    root: Path,
    directories: Sequence[str],
    tool: KustomizeTool,
    *,
    workers: int = 2,
    keys: Keys | None = None,
    isolated: bool = False,
    plain: Collection[str] = (),
    seconds: float = SECONDS_FOR_ONE_PROCESS,
) -> Builds:
    """Start building `directories` (relative to `root`) and return at once; `results()` of the handle collects.

    `keys` as in plan_batches. `isolated` gives every folder its own process; a folder of `plain` is known not to need
    one, and its files are not looked through for that. `seconds` is the time one process may take. Nothing is written
    under `root`.
    """
    builds = Builds(root, directories, tool, workers, seconds)
    if isolated:
        builds.submit(directories_once(directories), alone=True)
        return builds
    reach = Reach(root)
    for batch in plan_batches(directories, workers=workers, keys=keys):
        alone = {each for each in batch if each not in plain and reach.must_stand_alone(each)}
        together = [directory for directory in batch if directory not in alone]
        if together:
            builds.submit(together, alone=False)
        builds.submit([directory for directory in batch if directory in alone], alone=True)
    return builds


def build_directories(
    root: Path,
    directories: Sequence[str],
    tool: KustomizeTool,
    *,
    workers: int = 2,
    keys: Keys | None = None,
    isolated: bool = False,
    seconds: float = SECONDS_FOR_ONE_PROCESS,
) -> Mapping[str, Build]:
    """What kustomize makes of each of `directories`; start_builds and results in one."""
    with start_builds(
        root, directories, tool, workers=workers, keys=keys, isolated=isolated, seconds=seconds
    ) as builds:
        return builds.results()


def directories_once(directories: Sequence[str]) -> tuple[str, ...]:
    """The same folders, each once, in the order given."""
    return tuple(dict.fromkeys(directories))


def _built(directory: str, text: bytes, objects: Sequence[dict[str, Any]]) -> Build:
    return Build(directory, tuple(sorted(objects, key=_order)), text=text)


def _parsed(directory: str, text: bytes) -> Build:
    """What kustomize can write and nobody should read, such as a thousand nested lists, is an error of its folder."""
    try:
        return _built(directory, text, parse_rendered(text))
    except MistakesError as error:
        return Build(directory, error=f"what kustomize prints can't be read: {error.mistakes[0].message}")


def _order(body: Mapping[str, Any]) -> tuple[str, str, str, str]:
    metadata = body.get("metadata") or {}
    return (
        str(body.get("apiVersion", "")),
        str(body.get("kind", "")),
        str(metadata.get("namespace", "")),
        str(metadata.get("name", "")),
    )
