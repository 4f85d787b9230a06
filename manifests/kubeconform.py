"""Real kubeconform as a second judge of schemas: strict, without the network, while Python does other work."""

import re
import shutil
import subprocess
import sys
from collections.abc import Iterable, Iterator, Mapping, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from functools import cache
from itertools import count
from pathlib import Path
from types import TracebackType
from typing import Any

import orjson

from manifests.errors import UserError
from manifests.process import Answer, Runner
from manifests.schemas.fault import SchemaFault, no_schema
from manifests.schemas.kubeconform_words import faults_of
from manifests.schemas.standalone import write_for_kubeconform
from manifests.temporary import TemporaryFolder

KUBECONFORM_VERSION = "v0.7.0"
SECONDS = 300.0
# kubeconform 0.7.0 hands out slices of one reading buffer and moves what follows over its start once 2 MiB of it are
# used: in a longer stream a large object is judged by the text of those after it. One object alone may be longer.
STREAM_BYTES = 2 * 1024 * 1024 - 4096

_SEPARATOR = b"\n---\n"
_PROCESSES = 2
# Below this a second process costs more than it saves: each compiles the schemas for itself.
_WORTH_A_PROCESS = 256 * 1024

_Text = tuple[int, tuple[str, str], bytes]  # index, (apiVersion, kind), JSON
# What JSON may hold and YAML may not, in UTF-8: DEL, the C1 controls, the byte order mark, two non-characters.
_NOT_IN_YAML = re.compile(rb"\x7f|\xc2[\x80-\x9f]|\xef\xbb\xbf|\xef\xbf[\xbe\xbf]")


def find_kubeconform() -> Path | None:
    """The kubeconform beside this Python or on PATH, if it is of the pinned version; None if there is none."""
    for folder in (str(Path(sys.executable).parent), None):
        path = shutil.which("kubeconform", path=folder)
        if path and _version(path) == KUBECONFORM_VERSION:
            return Path(path)
    return None


@cache
def _version(path: str) -> str:
    try:
        answer = subprocess.run((path, "-v"), capture_output=True, text=True, errors="replace", timeout=20, check=False)
    except (OSError, subprocess.TimeoutExpired):
        return ""
    return answer.stdout.strip()


class Judging:
    """A judgement under way: objects are added as they come. `results` waits; leaving the `with` block stops it."""

    def __init__(self, tool: Path, version: str, cache_folder: Path) -> None:
        """The schemas are written below `cache_folder`, once for each bundle."""
        self._tool = tool
        self._version = version
        self._cache_folder = cache_folder
        self._scratch = TemporaryFolder()
        self._runner = Runner("kubeconform", SECONDS, {})
        self._pool = ThreadPoolExecutor(_PROCESSES)
        self._numbers = count()
        self._added = 0
        self._waiting: list[_Text] = []
        self._length = 0
        self._running: list[tuple[list[_Text], Future[Answer]]] = []
        self._faults: list[SchemaFault] = []

    def __enter__(self) -> "Judging":
        return self

    def __exit__(
        self, kind: type[BaseException] | None, value: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.stop()

    def add(self, texts: Iterable[tuple[str, str, bytes]]) -> None:
        """Objects to judge, each as (apiVersion, kind, JSON); "" for what is no text. They are numbered as they come.

        A kind without a schema is a fault.
        """
        for api_version, kind, given in texts:
            index, self._added = self._added, self._added + 1
            if kind.lower() == "list":  # kubeconform would judge its items in its place, and count those
                self._faults.append(no_schema(index, orjson.loads(given), self._version))
                continue
            text = _NOT_IN_YAML.sub(_escaped, given)
            if self._waiting and self._length + len(text) > STREAM_BYTES:
                self._start(self._waiting)
                self._waiting, self._length = [], 0
            self._waiting.append((index, (api_version, kind), text))
            self._length += len(text) + len(_SEPARATOR)

    def results(self) -> list[SchemaFault]:
        """Every fault, by index of the object and pointer. Raises UserError when kubeconform cannot run."""
        try:
            for texts in _shares(self._waiting, self._length):
                self._start(texts)
            self._waiting = []
            for texts, running in self._running:
                self._faults += self._read(texts, running.result())
        except OSError as problem:
            raise UserError(f"kubeconform could not be run: {problem}") from problem
        finally:
            self.stop()
        return sorted(set(self._faults))

    def stop(self) -> None:
        """Kill what still runs and remove the temporary folder. Safe to call twice."""
        self._runner.stop()
        self._pool.shutdown(cancel_futures=True)
        self._scratch.cleanup()

    def _start(self, texts: list[_Text]) -> None:
        if texts:
            self._running.append((texts, self._pool.submit(self._run, next(self._numbers), texts)))

    def _run(self, number: int, texts: list[_Text]) -> Answer:
        # One worker (-n 1): results come in the order of the objects, and each schema is compiled once.
        kinds = {kind for _, kind, _ in texts}
        location = Path(write_for_kubeconform(sorted(kinds), self._version, self._cache_folder))
        flags = ("-strict", "-verbose", "-output", "json", "-n", "1", "-kubernetes-version", f"{self._version}.0")
        scratch = self._scratch.path / str(number)
        given = scratch.with_suffix(".in")
        given.write_bytes(_SEPARATOR.join(text for _, _, text in texts))
        command = (str(self._tool), *flags, "-schema-location", location.name)
        try:
            return self._runner.run(command, location.parent, scratch, given)
        finally:
            given.unlink()

    def _read(self, texts: list[_Text], answer: Answer) -> Iterator[SchemaFault]:
        try:
            results = orjson.loads(answer.output)["resources"]
        except (orjson.JSONDecodeError, KeyError):
            raise UserError(f"kubeconform gave no result: {answer.errors.strip() or 'and no reason'}") from None
        if len(results) != len(texts):
            raise UserError(f"kubeconform judged {len(results)} of {len(texts)} objects")
        for (index, _, text), result in zip(texts, results, strict=True):
            if result.get("status") != "statusValid":
                yield from faults_of(index, result, orjson.loads(text), self._version)


def start(tool: Path, objects: Sequence[Mapping[str, Any]], version: str, cache_folder: Path) -> Judging:
    """Start judging `objects` as Kubernetes `version` (such as "1.35") reads them, and return at once."""
    judging = Judging(tool, version, cache_folder)
    judging.add((_text(body.get("apiVersion")), _text(body.get("kind")), orjson.dumps(body)) for body in objects)
    return judging


def _text(value: object) -> str:
    return value if isinstance(value, str) else ""


def _shares(texts: list[_Text], length: int) -> Iterator[list[_Text]]:
    """The texts in parts of about the same size, one for each process that is worth its start."""
    parts = max(1, min(_PROCESSES, length // _WORTH_A_PROCESS))
    size = -(-len(texts) // parts) or 1
    yield from (texts[first : first + size] for first in range(0, len(texts), size))


def _escaped(match: re.Match[bytes]) -> bytes:
    return b"\\u%04x" % ord(match[0].decode())
