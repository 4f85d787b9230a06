"""Platforms of any size for the benchmarks: N components in three environments."""

from __future__ import annotations

from pathlib import Path

ENVIRONMENTS = ("dev", "staging", "prod")

_HEAD = """\
name: bench
kubernetes: "1.35"
registry: registry.example.com/bench
git: {branch: main}
cluster:
  provides: [metrics-server, gateway, cloudnative-pg, gpu-metric, prometheus]
  gateway: {name: public, namespace: gateway-system}
  api_server: [10.0.0.1/32]
components:
"""

_COMPONENT = """\
  api-{index:04}:
    type: api
    resources: {{requests: {{cpu: 250m, memory: 512Mi}}, limits: {{memory: 512Mi}}}}
    scale: {{by: cpu, target: 60%, shrink_below: 30%, between: [2, 10]}}
    routes: [{{host: api-{index:04}, path: /}}]
    config: {{LOG_LEVEL: info}}
"""

_PIN = """\
apiVersion: kustomize.config.k8s.io/v1alpha1
kind: Component
images:
  - name: {name}
    newTag: 1.0.0
"""


def write_platform(root: Path, components: int) -> None:
    """platform.yaml and the pins of a platform of so many components."""
    lines = [_HEAD, *(_COMPONENT.format(index=index) for index in range(components)), "environments:\n"]
    for environment in ENVIRONMENTS:
        lines.append(f"  {environment}:\n    domain: {environment}.example.com\n    components:\n")
        lines += [f"      api-{index:04}: {{config: {{LOG_LEVEL: debug}}}}\n" for index in range(components)]
        for index in range(components):
            name = f"api-{index:04}"
            folder = root / "images" / "pins" / environment / name
            folder.mkdir(parents=True)
            (folder / "kustomization.yaml").write_text(_PIN.format(name=name), encoding="utf-8")
    (root / "platform.yaml").write_text("".join(lines), encoding="utf-8")
