"""Small Kustomize repositories, written as text."""

from collections.abc import Callable, Mapping
from pathlib import Path

import pytest

from manifests.kustomize.tool import KustomizeTool, find_kustomize

DEPLOYMENT = """\
apiVersion: apps/v1
kind: Deployment
metadata: {{name: {name}}}
spec:
  selector: {{matchLabels: {{app: {name}}}}}
  template:
    metadata: {{labels: {{app: {name}}}}}
    spec:
      containers:
        - {{name: {name}, image: {name}, envFrom: [{{configMapRef: {{name: settings}}}}]}}
"""


@pytest.fixture(scope="session")
def tool() -> KustomizeTool:
    return find_kustomize()


@pytest.fixture
def repository(tmp_path: Path) -> Callable[[Mapping[str, str]], Path]:
    """Write {path: text} under a fresh root."""

    def write(files: Mapping[str, str]) -> Path:
        root = tmp_path / "repository"
        for name, text in files.items():
            path = root / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, encoding="utf-8")
        return root

    return write


@pytest.fixture(scope="session")
def deployment() -> Callable[[str], str]:
    return lambda name: DEPLOYMENT.format(name=name)
