"""Versions of a small platform for the kill test: from one to the next, files come, change and go."""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

_NAMES = ("alpha", "bravo", "charlie", "delta")
_ENVIRONMENTS = ("dev", "prod")

_HEAD = """\
name: kills
kubernetes: "1.35"
registry: registry.example.com/kills
git: {branch: main}
cluster:
  provides: [metrics-server, gateway]
  gateway: {name: public, namespace: gateway-system}
  api_server: [10.0.0.1/32]
components:
"""

_COMPONENT = """\
  %(name)s:
    type: api
    resources: {requests: {cpu: 250m, memory: 512Mi}, limits: {memory: 512Mi}}
    scale: {by: cpu, target: 60%%, shrink_below: 30%%, between: [2, 10]}
    routes: [{host: %(name)s, path: /}]
    config: {LOG_LEVEL: level-%(level)d}
"""

_PIN = """\
apiVersion: kustomize.config.k8s.io/v1alpha1
kind: Component
images:
  - name: %s
    newTag: 1.0.0
"""


@dataclass(frozen=True, slots=True)
class Version:
    """What platform.yaml says: these components, in these environments, with this value in each config."""

    components: tuple[str, ...]
    environments: tuple[str, ...]
    level: int

    def text(self) -> str:
        parts = (_COMPONENT % {"name": name, "level": self.level} for name in self.components)
        places = (f"  {each}: {{domain: {each}.example.com}}\n" for each in self.environments)
        return "".join([_HEAD, *parts, "environments:\n", *places])


def versions() -> Iterator[Version]:
    """All that the test goes through: two or three components, one or two environments, two values."""
    for components in (_NAMES[:2], _NAMES[:3], _NAMES[1:3], _NAMES[1:]):
        for environments in (_ENVIRONMENTS, _ENVIRONMENTS[:1]):
            for level in (1, 2):
                yield Version(components, environments, level)


def write_inputs(root: Path) -> None:
    """The pins of every version; without one a component would be reported."""
    for environment in _ENVIRONMENTS:
        for name in _NAMES:
            folder = root / "images/pins" / environment / name
            folder.mkdir(parents=True)
            (folder / "kustomization.yaml").write_text(_PIN % name, encoding="utf-8")


def write_persons_files(root: Path, chance: random.Random) -> dict[str, bytes]:
    """Files that no sync may touch, each with a new text; gives what they hold by path."""
    number = chance.randrange(10**9)
    files = {
        "README.md": f"# Read {number}\n",
        "base/alpha/notes.md": f"Ask Ada, {number}\n",
        "base/bravo/deployment.yaml.mine": f"replicas: {number}\n",
        "overlays/dev/bravo/todo.txt": f"{number}\r\n",
        "overlays/prod/mine/deployment.yaml": f"kind: Deployment # {number}\n",
        "clusters/dev/flux-system/gotk-sync.yaml": f"# {number}\n",
        "clusters/dev/platform/mine.yaml.txt": f"{number}\n",
    }
    for path, text in files.items():
        (root / path).parent.mkdir(parents=True, exist_ok=True)
        (root / path).write_bytes(text.encode())
    return {path: text.encode() for path, text in files.items()}
