"""A kustomize and Flux repository of any size for the benchmarks, and what it renders to: N components in three
environments, seven objects each. Nothing of it comes from `generators`: the checker is judged on a stranger's files.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

ENVIRONMENTS = ("dev", "staging", "prod")

POLICIES = """\
profile: restricted
kubernetes: "1.35"
rules: {network/default-deny: {enabled: false}}    # the seven objects hold none for the whole namespace
environments: {dev: {}, staging: {}, prod: {}}
"""

_OBJECTS = """\
apiVersion: apps/v1
kind: Deployment
metadata: {metadata}
spec:
  selector: {{matchLabels: {{app: {name}}}}}
  strategy: {{type: RollingUpdate, rollingUpdate: {{maxSurge: 1, maxUnavailable: 0}}}}
  progressDeadlineSeconds: 900
  template:
    metadata: {{labels: {labels}}}
    spec:
      serviceAccountName: {name}
      automountServiceAccountToken: false
      terminationGracePeriodSeconds: 45
      securityContext: {{runAsNonRoot: true, runAsUser: 10001, seccompProfile: {{type: RuntimeDefault}}}}
      topologySpreadConstraints:
        - maxSkew: 1
          topologyKey: kubernetes.io/hostname
          whenUnsatisfiable: ScheduleAnyway
          labelSelector: {{matchLabels: {{app: {name}}}}}
      containers:
        - name: app
          image: registry.example.com/{name}:{tag}@sha256:{digest}
          ports: [{{name: http, containerPort: 8080}}]
          envFrom: [{{configMapRef: {{name: {name}}}}}]
          resources: {{requests: {{cpu: 100m, memory: 256Mi}}, limits: {{{limit}}}}}
          securityContext:
            allowPrivilegeEscalation: false
            readOnlyRootFilesystem: true
            capabilities: {{drop: [ALL]}}
          startupProbe: {{httpGet: {{path: /started, port: http}}, failureThreshold: 30, periodSeconds: 2}}
          readinessProbe: {{httpGet: {{path: /ready, port: http}}, periodSeconds: 5}}
          livenessProbe: {{httpGet: {{path: /alive, port: http}}, periodSeconds: 10}}
          lifecycle: {{preStop: {{sleep: {{seconds: 10}}}}}}
---
apiVersion: v1
kind: Service
metadata: {metadata}
spec:
  selector: {{app: {name}}}
  ports: [{{name: http, port: 80, targetPort: http}}]
---
apiVersion: autoscaling/v2
kind: HorizontalPodAutoscaler
metadata: {metadata}
spec:
  scaleTargetRef: {{apiVersion: apps/v1, kind: Deployment, name: {name}}}
  minReplicas: {least}
  maxReplicas: 10
  metrics: [{{type: Resource, resource: {{name: cpu, target: {{type: Utilization, averageUtilization: 70}}}}}}]
---
apiVersion: policy/v1
kind: PodDisruptionBudget
metadata: {metadata}
spec:
  maxUnavailable: 1
  selector: {{matchLabels: {{app: {name}}}}}
---
apiVersion: v1
kind: ServiceAccount
metadata: {metadata}
automountServiceAccountToken: false
---
apiVersion: networking.k8s.io/v1
kind: NetworkPolicy
metadata: {metadata}
spec:
  podSelector: {{matchLabels: {{app: {name}}}}}
  policyTypes: [Ingress]
  ingress: [{{from: [{{podSelector: {{}}}}], ports: [{{port: 8080, protocol: TCP}}]}}]
---
apiVersion: v1
kind: ConfigMap
metadata: {metadata}
data: {{LOG_LEVEL: info, GREETING: "hello from {name}"}}
"""

_FILES = ("deployment", "service", "autoscaler", "budget", "account", "network", "settings")

_OVERLAY = """\
apiVersion: kustomize.config.k8s.io/v1beta1
kind: Kustomization
namespace: apps-{environment}
resources: [../../../base/{name}]
labels: [{{pairs: {{environment: {environment}}}, includeTemplates: true}}]
images: [{{name: registry.example.com/{name}, newTag: "{tag}", digest: "sha256:{digest}"}}]
patches: [{{path: autoscaler.yaml}}{more}]
"""

_AUTOSCALER = """\
apiVersion: autoscaling/v2
kind: HorizontalPodAutoscaler
metadata: {{name: {name}}}
spec: {{minReplicas: {least}}}
"""

_NO_LIMIT = """\
apiVersion: apps/v1
kind: Deployment
metadata: {{name: {name}}}
spec:
  template:
    spec:
      containers:
        - name: app
          resources:
            limits:
              memory: null
"""

_FLUX = """\
apiVersion: kustomize.toolkit.fluxcd.io/v1
kind: Kustomization
metadata: {{name: {name}, namespace: apps-{environment}}}
spec:
  interval: 10m
  timeout: 15m
  wait: true
  prune: true
  path: ./overlays/{environment}/{name}
  sourceRef: {{kind: GitRepository, name: repository}}
---
"""

_SOURCE = """\
apiVersion: source.toolkit.fluxcd.io/v1
kind: GitRepository
metadata: {{name: repository, namespace: apps-{environment}}}
spec: {{interval: 5m, url: "https://git.example.com/shop.git", ref: {{branch: main}}}}
"""


def faulty(index: int, environment: str) -> bool:
    """Every 20th component has no memory limit in prod: the faults that are planted."""
    return environment == "prod" and index % 20 == 3


def write_rendered(root: Path, components: int) -> None:
    """One file for each environment with all that it applies, and policies.yaml."""
    (root / "policies.yaml").write_text(POLICIES, encoding="utf-8")
    for environment in ENVIRONMENTS:
        folder = root / environment
        folder.mkdir(parents=True)
        texts = [_rendered(index, environment) for index in range(components)]
        (folder / "all.yaml").write_text("---\n".join(texts), encoding="utf-8")


def _rendered(index: int, environment: str) -> str:
    name = f"svc-{index:04}"
    return _OBJECTS.format(
        name=name,
        metadata=f"{{name: {name}, namespace: apps-{environment}, labels: {{environment: {environment}}}}}",
        labels=f"{{app: {name}, environment: {environment}}}",
        tag=f"1.{index}.0-{environment}",
        digest=_digest(index),
        limit="" if faulty(index, environment) else "memory: 256Mi",
        least=_least(environment),
    )


def write_sources(root: Path, components: int) -> None:
    """The repository that renders to the same: base, overlays, and what Flux applies in each environment."""
    for path, text in _sources(components):
        file = root / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, encoding="utf-8")


def _sources(components: int) -> Iterator[tuple[str, str]]:
    yield "policies.yaml", POLICIES
    for index in range(components):
        name = f"svc-{index:04}"
        metadata, labels = f"{{name: {name}}}", f"{{app: {name}}}"
        text = _OBJECTS.format(
            name=name,
            metadata=metadata,
            labels=labels,
            tag="0.0.0",
            digest=_digest(0),
            limit="memory: 256Mi",
            least=2,
        )
        for file, part in zip(_FILES, text.split("---\n"), strict=True):
            yield f"base/{name}/{file}.yaml", part
        yield f"base/{name}/kustomization.yaml", f"resources: [{', '.join(f'{file}.yaml' for file in _FILES)}]\n"
    for environment in ENVIRONMENTS:
        flux = []
        for index in range(components):
            name = f"svc-{index:04}"
            folder = f"overlays/{environment}/{name}"
            more = ", {path: limit.yaml}" if faulty(index, environment) else ""
            tag = f"1.{index}.0-{environment}"
            yield (
                f"{folder}/kustomization.yaml",
                _OVERLAY.format(environment=environment, name=name, tag=tag, digest=_digest(index), more=more),
            )
            yield f"{folder}/autoscaler.yaml", _AUTOSCALER.format(name=name, least=_least(environment))
            if more:
                yield f"{folder}/limit.yaml", _NO_LIMIT.format(name=name)
            flux.append(_FLUX.format(name=name, environment=environment))
        yield f"clusters/{environment}/apps.yaml", "".join(flux) + _SOURCE.format(environment=environment)


def _digest(index: int) -> str:
    return f"{index:064x}"


def _least(environment: str) -> int:
    return 3 if environment == "prod" else 2
