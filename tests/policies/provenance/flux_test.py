"""A field that a Flux Kustomization sets as it builds is blamed on the line of that Kustomization."""

from collections.abc import Callable, Mapping
from datetime import date
from pathlib import Path

import pytest

from policies.configuration.values import Configuration
from policies.engine import judge
from policies.load import load
from policies.provenance import locate

Write = Callable[[Mapping[str, str]], Path]

APPS = """apiVersion: kustomize.toolkit.fluxcd.io/v1
kind: Kustomization
metadata: {name: apps, namespace: flux-system}
spec:
  interval: 10m
  path: ./apps
  prune: true
  sourceRef: {kind: GitRepository, name: flux-system}
  patches:
    - target: {kind: Deployment}
      patch: |
        - op: add
          path: /spec/template/spec/containers/0/tty
          value: 5
  images:
    - name: podinfo
      newTag: latest
"""
DEPLOYMENT = """apiVersion: apps/v1
kind: Deployment
metadata: {name: podinfo}
spec:
  selector: {matchLabels: {a: b}}
  template: {metadata: {labels: {a: b}}, spec: {containers: [{name: c, image: podinfo, stdin: 6}]}}
"""


@pytest.mark.parametrize("kustomization", [None, "resources: [d.yaml]\n"], ids=["plain manifests", "a kustomization"])
@pytest.mark.parametrize(
    ("rule", "expected"),
    [
        ("yaml/schema", [("apps/d.yaml", 6), ("clusters/a/apps.yaml", 14)]),
        ("images/tag-pinned", [("clusters/a/apps.yaml", 17)]),
    ],
)
def test_blame(repository: Write, kustomization: str | None, rule: str, expected: list[tuple[str, int]]) -> None:
    files = {"clusters/a/apps.yaml": APPS, "apps/d.yaml": DEPLOYMENT}
    root = repository(files if kustomization is None else {**files, "apps/kustomization.yaml": kustomization})
    configuration = Configuration(only=(rule,))
    loaded = load(root, (), configuration)
    report = judge(loaded.objects, configuration, date(2026, 1, 1), sources=loaded.sources)
    found = locate(report, root, loaded.texts, loaded.sources).findings
    assert sorted((each.location.file, each.location.line) for each in found if each.location) == expected
