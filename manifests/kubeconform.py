"""Real kubeconform as a second judge of schemas: strict, without the network, while Python does other work."""

import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Mapping, Sequence
from functools import cache
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

KUBECONFORM_VERSION = "v0.7.0"
SECONDS = 300.0
_SEPARATOR = b"\n---\n"
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
        self._scratch = tempfile.TemporaryDirectory(prefix="kubeconform-", ignore_cleanup_errors=True)
        self._runner = Runner("kubeconform", SECONDS, {})
        # One worker: results come in the order of the objects, and each schema is compiled once.
        flags = ("-strict", "-verbose", "-output", "json", "-n", "1", "-kubernetes-version", f"{version}.0")
        self._command = (str(tool), *flags, "-schema-location", Path(location).name)
        self._folder = Path(location).parent
        self._judged = tuple(index for index, body in enumerate(objects) if not _is_list(body))
        self._outcome: Answer | UserError | None = None
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
            faults = self._faults()
        finally:
            self.stop()
        return sorted(set(faults))

    def stop(self) -> None:
        """Kill what still runs and remove the temporary folder. Safe to call twice."""
        self._runner.stop()
        self._thread.join()
        self._scratch.cleanup()

    def _work(self) -> None:
        if not self._judged:
            return
        scratch = Path(self._scratch.name) / "objects"
        given = scratch.with_suffix(".json")
        try:
            # JSON, because kubeconform splits its input at lines of dashes, which a JSON text cannot hold.
            texts = (_NOT_IN_YAML.sub(_escaped, orjson.dumps(self._objects[index])) for index in self._judged)
            given.write_bytes(_SEPARATOR.join(texts))
            self._outcome = self._runner.run(self._command, self._folder, scratch, given)
        except UserError as problem:
            self._outcome = problem
        except OSError as problem:
            self._outcome = UserError(f"kubeconform could not be run: {problem}")

    def _faults(self) -> list[SchemaFault]:
        faults = [no_schema(index, body, self._version) for index, body in enumerate(self._objects) if _is_list(body)]
        if isinstance(self._outcome, UserError):
            raise self._outcome
        for index, result in zip(self._judged, self._results(self._outcome), strict=True):
            faults.extend(faults_of(index, result, self._objects[index], self._version))
        return faults

    def _results(self, answer: Answer | None) -> list[dict[str, Any]]:
        if answer is None:
            return []
        try:
            results: list[dict[str, Any]] = orjson.loads(answer.output)["resources"]
        except (orjson.JSONDecodeError, KeyError):
            raise UserError(f"kubeconform gave no result: {answer.errors.strip() or 'and no reason'}") from None
        if len(results) != len(self._judged):
            raise UserError(f"kubeconform judged {len(results)} of {len(self._judged)} objects")
        return results


def start(tool: Path, objects: Sequence[Mapping[str, Any]], version: str, cache_folder: Path) -> Judging:
    """Start judging `objects` as Kubernetes `version` (such as "1.35") reads them, and return at once.

    The schemas are written below `cache_folder`, once for each bundle. A kind without a schema is a fault.
    """
    kinds = {(body.get("apiVersion"), body.get("kind")) for body in objects}
    known = sorted((a, k) for a, k in kinds if isinstance(a, str) and isinstance(k, str))
    return Judging(tool, objects, version, write_for_kubeconform(known, version, cache_folder))


def _escaped(match: re.Match[bytes]) -> bytes:
    return b"\\u%04x" % ord(match[0].decode())


def _is_list(body: Mapping[str, Any]) -> bool:
    """kubeconform would judge the items of a `List` in its place, and the count of results would not fit."""
    return str(body.get("kind")).lower() == "list"
