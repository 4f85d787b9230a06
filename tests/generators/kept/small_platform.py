"""A small platform whose every file can be changed, and a record of what kustomize is asked to build."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pytest

from generators import sync
from generators.prove import builds, proof
from generators.tree.intent import Folder
from manifests.kustomize.build import Builds
from manifests.kustomize.tool import KustomizeTool

PLATFORM = """\
name: shop
kubernetes: "1.35"
registry: registry.example.com/shop
git: {branch: main}
cluster:
  provides: [metrics-server, gateway, prometheus]
  gateway: {name: public, namespace: gateway-system}
components:
  api:
    type: api
    resources: {requests: {cpu: 250m, memory: 512Mi}, limits: {memory: 512Mi}}
    scale: {by: cpu, target: 60%, shrink_below: 30%, between: [2, 10]}
    routes: [{host: api, path: /}]
    needs: [cache]
    config: {LOG_LEVEL: info}
  web:
    type: web
    needs: [api]
    replicas: 2
  cache:
    type: redis
    version: "8"
environments:
  dev:
    domain: dev.example.com
    components:
      api: {config: {LOG_LEVEL: debug}}
  prod:
    domain: example.com
"""

PIN = """\
apiVersion: kustomize.config.k8s.io/v1alpha1
kind: Component
images:
  - name: {name}
    newTag: 1.0.0
"""

ENVIRONMENTS = ("dev", "prod")
EVERY_FOLDER = {
    *(f"overlays/{name}/{part}" for name in ENVIRONMENTS for part in ("api", "web", "cache", "namespace")),
    *(f"clusters/{name}/platform" for name in ENVIRONMENTS),
}


def write(root: Path, path: str, text: str) -> None:
    file = root / path
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(text, encoding="utf-8")


def write_small_platform(root: Path) -> None:
    """Its inputs, nothing else."""
    write(root, "platform.yaml", PLATFORM)
    for environment in ENVIRONMENTS:
        for name in ("api", "web"):
            write(root, f"images/pins/{environment}/{name}/kustomization.yaml", PIN.format(name=name))


def change(root: Path, old: str, new: str, path: str = "platform.yaml") -> None:
    text = (root / path).read_text(encoding="utf-8")
    assert old in text
    write(root, path, text.replace(old, new, 1))


class Spy:
    """Runs sync, and says which folders kustomize was asked for."""

    def __init__(self, root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        self.root = root
        self.asked: list[str] = []
        monkeypatch.chdir(root)

        def spied(folders: Sequence[Folder], stage: Path, tool: KustomizeTool) -> Builds:
            self.asked += [folder.directory for folder in folders]
            return builds.start(folders, stage, tool)

        monkeypatch.setattr(proof, "start", spied)

    def sync(self, *arguments: str) -> tuple[int, set[str]]:
        """The exit code, and the folders that were built."""
        self.asked = []
        return sync.main(arguments), set(self.asked)
