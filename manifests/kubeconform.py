"""Real kubeconform as a second judge of schemas: strict, without the network, while Python does other work."""

import re
import shutil
import subprocess
import sys
from collections.abc import Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from functools import cache
from itertools import count
from pathlib import Path
from threading import Thread
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

_Stream = tuple[tuple[int, ...], bytes]
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
    """A judgement under way. `results` waits for it; leaving the `with` block stops it."""

    def __init__(self, tool: Path, objects: Sequence[Mapping[str, Any]], version: str, location: str) -> None:
        self._objects = objects
        self._version = version
        self._scratch = TemporaryFolder()
        self._runner = Runner("kubeconform", SECONDS, {})
        # One worker: results come in the order of the objects, and each schema is compiled once.
        flags = ("-strict", "-verbose", "-output", "json", "-n", "1", "-kubernetes-version", f"{version}.0")
        self._command = (str(tool), *flags, "-schema-location", Path(location).name)
        self._folder = Path(location).parent
        self._answers: list[tuple[tuple[int, ...], Answer]] = []
        self._problem: UserError | None = None
        self._thread = Thread(target=self._work, daemon=True)
        self._thread.start()

    def __enter__(self) -> "Judging":
        return self

    def __exit__(
        self, kind: type[BaseException] | None, value: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.stop()

    def results(self) -> list[SchemaFault]:
        """Every fault, by index of the object and pointer. Raises UserError when kubeconform cannot run."""
        try:
            self._thread.join()
            if self._problem is not None:
                raise self._problem
            faults = [fault for indexes, answer in self._answers for fault in self._faults(indexes, answer)]
            faults += [
                no_schema(index, body, self._version) for index, body in enumerate(self._objects) if _is_list(body)
            ]
        finally:
            self.stop()
        return sorted(set(faults))

    def stop(self) -> None:
        """Kill what still runs and remove the temporary folder. Safe to call twice."""
        self._runner.stop()
        self._thread.join()
        self._scratch.cleanup()

    def _work(self) -> None:
        try:
            with ThreadPoolExecutor(_PROCESSES) as pool:
                self._answers.extend(pool.map(self._run, count(), _streams(self._objects)))
        except UserError as problem:
            self._problem = problem
        except OSError as problem:
            self._problem = UserError(f"kubeconform could not be run: {problem}")

    def _run(self, number: int, stream: _Stream) -> tuple[tuple[int, ...], Answer]:
        indexes, text = stream
        scratch = self._scratch.path / str(number)
        given = scratch.with_suffix(".in")
        given.write_bytes(text)
        return indexes, self._runner.run(self._command, self._folder, scratch, given)

    def _faults(self, indexes: tuple[int, ...], answer: Answer) -> list[SchemaFault]:
        try:
            results = orjson.loads(answer.output)["resources"]
        except (orjson.JSONDecodeError, KeyError):
            raise UserError(f"kubeconform gave no result: {answer.errors.strip() or 'and no reason'}") from None
        if len(results) != len(indexes):
            raise UserError(f"kubeconform judged {len(results)} of {len(indexes)} objects")
        return [
            fault
            for index, result in zip(indexes, results, strict=True)
            for fault in faults_of(index, result, self._objects[index], self._version)
        ]


def start(tool: Path, objects: Sequence[Mapping[str, Any]], version: str, cache_folder: Path) -> Judging:
    """Start judging `objects` as Kubernetes `version` (such as "1.35") reads them, and return at once.

    The schemas are written below `cache_folder`, once for each bundle. A kind without a schema is a fault.
    """
    kinds = {(body.get("apiVersion"), body.get("kind")) for body in objects}
    known = sorted((a, k) for a, k in kinds if isinstance(a, str) and isinstance(k, str))
    return Judging(tool, objects, version, write_for_kubeconform(known, version, cache_folder))


def _streams(objects: Sequence[Mapping[str, Any]]) -> list[_Stream]:
    """The objects as JSON documents, in streams short enough, each with the indexes of its objects.

    JSON because kubeconform splits its input at lines of dashes, which a JSON text cannot hold.
    """
    texts = {
        index: _NOT_IN_YAML.sub(_escaped, orjson.dumps(body))
        for index, body in enumerate(objects)
        if not _is_list(body)
    }
    share = sum(map(len, texts.values())) // _PROCESSES
    limit = min(STREAM_BYTES, max(share, _WORTH_A_PROCESS))
    streams: list[tuple[list[int], list[bytes]]] = []
    length = 0
    for index, text in texts.items():
        if not streams or length + len(text) > limit:
            streams.append(([], []))
            length = 0
        streams[-1][0].append(index)
        streams[-1][1].append(text)
        length += len(text) + len(_SEPARATOR)
    return [(tuple(indexes), _SEPARATOR.join(given)) for indexes, given in streams]


def _escaped(match: re.Match[bytes]) -> bytes:
    return b"\\u%04x" % ord(match[0].decode())


def _is_list(body: Mapping[str, Any]) -> bool:
    """kubeconform would judge the items of a `List` in its place, and the count of results would not fit."""
    return str(body.get("kind")).lower() == "list"
