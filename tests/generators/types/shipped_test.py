"""The objects of the shipped platform, exactly."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

import pytest
import yaml

from generators.tree.traced import trace
from generators.types.context import Context
from generators.types.deployer import deployer_service_account
from generators.types.namespace import namespace_objects
from generators.types.part import Dependency, Part
from manifests.pointer import resolve

Body = Callable[[str, str, str], dict[str, Any]]
Parts = Mapping[str, Mapping[str, Part]]

WHOLE = [
    (
        "a budget lets one pod go, and a broken one always",
        "base/frontend/pod-disruption-budget.yaml",
        """
        apiVersion: policy/v1
        kind: PodDisruptionBudget
        metadata:
          name: frontend
          labels: &frontend
            app.kubernetes.io/name: frontend
            app.kubernetes.io/component: web
            app.kubernetes.io/part-of: ai-train
            app.kubernetes.io/managed-by: roadstead
        spec:
          maxUnavailable: 1
          unhealthyPodEvictionPolicy: AlwaysAllow
          selector: {matchLabels: {app.kubernetes.io/name: frontend}}
        """,
    ),
    (
        "a service finds pods by the one label that never changes",
        "base/frontend/service.yaml",
        """
        apiVersion: v1
        kind: Service
        metadata:
          name: frontend
          labels: &frontend
            app.kubernetes.io/name: frontend
            app.kubernetes.io/component: web
            app.kubernetes.io/part-of: ai-train
            app.kubernetes.io/managed-by: roadstead
        spec:
          type: ClusterIP
          selector: {app.kubernetes.io/name: frontend}
          ports: [{name: http, port: 8080, targetPort: http}]
        """,
    ),
    (
        "an environment's route has its domain",
        "prod/backend/http-route.yaml",
        """
        apiVersion: gateway.networking.k8s.io/v1
        kind: HTTPRoute
        metadata:
          name: backend
          labels:
            app.kubernetes.io/name: backend
            app.kubernetes.io/component: api
            app.kubernetes.io/part-of: ai-train
            app.kubernetes.io/managed-by: roadstead
        spec:
          parentRefs: [{name: public, namespace: gateway-system, sectionName: https}]
          hostnames: [learn.example.com]
          rules:
            - matches: [{path: {type: PathPrefix, value: /api}}]
              backendRefs: [{name: backend, port: 8000}]
        """,
    ),
    (
        "the model doubles above 80% and shrinks below 30%",
        "prod/model/horizontal-pod-autoscaler.yaml",
        """
        apiVersion: autoscaling/v2
        kind: HorizontalPodAutoscaler
        metadata:
          name: model
          labels:
            app.kubernetes.io/name: model
            app.kubernetes.io/component: model-server
            app.kubernetes.io/part-of: ai-train
            app.kubernetes.io/managed-by: roadstead
        spec:
          scaleTargetRef: {apiVersion: apps/v1, kind: Deployment, name: model}
          minReplicas: 2
          maxReplicas: 8
          metrics:
            - type: Pods
              pods: {metric: {name: gpu_utilization}, target: {type: AverageValue, averageValue: "40"}}
          behavior:
            scaleUp:
              stabilizationWindowSeconds: 0
              selectPolicy: Min
              policies:
                - {type: Percent, value: 100, periodSeconds: 60}
                - {type: Percent, value: 100, periodSeconds: 1}
              tolerance: "1.0"
            scaleDown:
              stabilizationWindowSeconds: 300
              selectPolicy: Max
              policies: [{type: Percent, value: 50, periodSeconds: 60}]
              tolerance: "0.25"
        """,
    ),
    (
        "the database of production has three instances, each on its own node",
        "prod/postgres/cluster.yaml",
        """
        apiVersion: postgresql.cnpg.io/v1
        kind: Cluster
        metadata:
          name: postgres
          labels:
            app.kubernetes.io/name: postgres
            app.kubernetes.io/component: postgres
            app.kubernetes.io/part-of: ai-train
            app.kubernetes.io/managed-by: roadstead
          annotations: {kustomize.toolkit.fluxcd.io/prune: disabled}
        spec:
          instances: 3
          imageName: ghcr.io/cloudnative-pg/postgresql:18.3-minimal-trixie
          enablePDB: true
          enableSuperuserAccess: false
          inheritedMetadata: {labels: {app.kubernetes.io/part-of: ai-train}}
          bootstrap: {initdb: {database: ai_train_db, owner: ai_train}}
          storage: {size: 50Gi}
          walStorage: {size: 10Gi}
          resources: {requests: {cpu: "2", memory: 4Gi}, limits: {cpu: "2", memory: 4Gi}}
          postgresql:
            parameters:
              max_connections: "200"
              max_slot_wal_keep_size: 5120MB
              max_wal_size: 5120MB
              shared_buffers: 1GB
              wal_keep_size: 2560MB
            synchronous: {method: any, number: 1}
          affinity:
            enablePodAntiAffinity: true
            podAntiAffinityType: required
            topologyKey: kubernetes.io/hostname
          priorityClassName: ai-train-prod-data
        """,
    ),
    (
        "the migration runs in a pod of its own, once a version",
        "prod/backend-migrate/job.yaml",
        """
        apiVersion: batch/v1
        kind: Job
        metadata:
          name: backend-migrate
          labels:
            app.kubernetes.io/name: backend-migrate
            app.kubernetes.io/component: api
            app.kubernetes.io/part-of: ai-train
            app.kubernetes.io/managed-by: roadstead
        spec:
          backoffLimit: 2
          activeDeadlineSeconds: 600
          template:
            metadata:
              labels: {app.kubernetes.io/name: backend-migrate, app.kubernetes.io/part-of: ai-train}
            spec:
              serviceAccountName: backend-migrate
              automountServiceAccountToken: false
              enableServiceLinks: false
              restartPolicy: Never
              priorityClassName: ai-train-prod-web
              securityContext:
                runAsNonRoot: true
                runAsUser: 10001
                runAsGroup: 10001
                seccompProfile: {type: RuntimeDefault}
              containers:
                - name: backend-migrate
                  image: backend
                  command: [alembic, upgrade, head]
                  env:
                    - {name: DATABASE_URL, valueFrom: {secretKeyRef: {name: postgres-app, key: uri}}}
                  resources:
                    requests: {cpu: 250m, memory: 512Mi, ephemeral-storage: 64Mi}
                    limits: {memory: 512Mi, ephemeral-storage: 512Mi}
                  volumeMounts: [{name: tmp, mountPath: /tmp}]
                  securityContext:
                    allowPrivilegeEscalation: false
                    readOnlyRootFilesystem: true
                    capabilities: {drop: [ALL]}
              volumes: [{name: tmp, emptyDir: {sizeLimit: 256Mi}}]
        """,
    ),
]


@pytest.mark.parametrize(("place", "expected"), [row[1:] for row in WHOLE], ids=[row[0] for row in WHOLE])
def test_an_object_is_exactly(body: Body, place: str, expected: str) -> None:
    where, part, file = place.split("/")
    assert body(where, part, file) == yaml.safe_load(expected)


POD = "/spec/template/spec"
CONTAINER = f"{POD}/containers/0"
FIELDS = [
    ("a web surges", "prod/frontend/deployment.yaml", "/spec/strategy/rollingUpdate",
     {"maxSurge": 1, "maxUnavailable": 0}),
    ("a GPU pod makes way first", "prod/model/deployment.yaml", "/spec/strategy/rollingUpdate",
     {"maxSurge": 0, "maxUnavailable": 1}),
    ("two pods do not share a node", "prod/frontend/deployment.yaml",
     f"{POD}/topologySpreadConstraints/0/whenUnsatisfiable", "DoNotSchedule"),
    ("one pod may lie anywhere", "dev/frontend/deployment.yaml",
     f"{POD}/topologySpreadConstraints/0/whenUnsatisfiable", "ScheduleAnyway"),
    ("no GPU is stranded", "prod/model/deployment.yaml",
     f"{POD}/topologySpreadConstraints/0/whenUnsatisfiable", "ScheduleAnyway"),
    ("the model has ten minutes to load", "prod/model/deployment.yaml", f"{CONTAINER}/startupProbe",
     {"httpGet": {"path": "/v1/models/image_classification", "port": "http"},
      "periodSeconds": 5, "timeoutSeconds": 1, "failureThreshold": 120}),
    ("the model's rollout may stand still for two loads", "prod/model/deployment.yaml",
     "/spec/progressDeadlineSeconds", 1245),
    ("an api's liveness asks the process alone", "prod/backend/deployment.yaml", f"{CONTAINER}/livenessProbe",
     {"httpGet": {"path": "/livez", "port": "http"}, "periodSeconds": 10, "timeoutSeconds": 5, "failureThreshold": 6}),
    ("a web's liveness is a connection", "prod/frontend/deployment.yaml", f"{CONTAINER}/livenessProbe",
     {"tcpSocket": {"port": "http"}, "periodSeconds": 20, "timeoutSeconds": 3, "failureThreshold": 3}),
    ("connections follow from needs", "prod/backend/deployment.yaml", f"{CONTAINER}/env",
     [{"name": "MODEL_GRPC_ADDR", "value": "dns:///model-headless:8500"},
      {"name": "MODEL_REST_URL", "value": "http://model:8501"},
      {"name": "DATABASE_URL", "valueFrom": {"secretKeyRef": {"name": "postgres-app", "key": "uri"}}},
      {"name": "REDIS_URL", "value": "redis://redis:6379/0"},
      {"name": "REDIS_ADDR", "value": "redis:6379"},
      {"name": "DB_POOL_SIZE", "value": "8"},
      {"name": "PAYMENT_KEY", "valueFrom": {"secretKeyRef": {"name": "payment", "key": "token"}}}]),
    ("the configuration comes by its generated name", "prod/backend/deployment.yaml", f"{CONTAINER}/envFrom",
     [{"configMapRef": {"name": "backend-config"}}]),
    ("the model is an image volume", "prod/model/deployment.yaml", f"{POD}/volumes/0",
     {"name": "model", "image": {"reference": "model-artifact", "pullPolicy": "IfNotPresent"}}),
    ("compiled kernels fill no more than half of /tmp", "prod/model/deployment.yaml", f"{CONTAINER}/env",
     [{"name": "CUDA_CACHE_PATH", "value": "/tmp/nv"}, {"name": "CUDA_CACHE_MAXSIZE", "value": "536870912"}]),
    ("a store that still loads is not ready", "prod/redis/stateful-set.yaml", f"{CONTAINER}/readinessProbe",
     {"exec": {"command": ["redis-cli", "-e", "-p", "6379", "ping"]},
      "periodSeconds": 5, "timeoutSeconds": 3, "failureThreshold": 3}),
    ("the model tolerates GPU nodes", "prod/model/deployment.yaml", f"{POD}/tolerations",
     [{"key": "nvidia.com/gpu", "operator": "Exists", "effect": "NoSchedule"}]),
    ("the model asks for a GPU node", "prod/model/deployment.yaml",
     f"{POD}/affinity/nodeAffinity/requiredDuringSchedulingIgnoredDuringExecution/nodeSelectorTerms",
     [{"matchExpressions": [{"key": "nvidia.com/gpu.present", "operator": "In", "values": ["true"]}]}]),
    ("the model's facts", "prod/model/deployment.yaml", "/metadata/annotations",
     {"roadstead.dev/double-above": "80", "roadstead.dev/shrink-below": "30",
      "roadstead.dev/loads-within": "10m", "roadstead.dev/stops-within": "20s"}),
    ("the backend's facts", "prod/backend/deployment.yaml", "/metadata/annotations",
     {"roadstead.dev/shrink-below": "30", "roadstead.dev/stops-within": "30s",
      "roadstead.dev/connections": "postgres=8"}),
    ("a singleton says why", "prod/redis/stateful-set.yaml", "/metadata/annotations",
     {"roadstead.dev/stops-within": "25s",
      "roadstead.dev/singleton": "a cache the backend can work without; backend-team; 2027-06-30"}),
    ("a cache forgets at three quarters of its memory", "prod/redis/stateful-set.yaml", f"{CONTAINER}/args",
     ["redis-server", "--port", "6379", "--dir", "/data", "--maxmemory", "384mb", "--maxmemory-policy", "allkeys-lru",
      "--appendonly", "no", "--save", ""]),
    ("a single database instance has no budget", "dev/postgres/cluster.yaml", "/spec/enablePDB", False),
    ("a single database instance waits for no replica", "dev/postgres/cluster.yaml", "/spec/postgresql",
     {"parameters": {"max_connections": "200", "max_slot_wal_keep_size": "512MB", "max_wal_size": "512MB",
                     "shared_buffers": "1GB", "wal_keep_size": "256MB"}}),
    ("the connections of a database are kept as the database is", "prod/postgres/network-policy.yaml",
     "/metadata/annotations", {"kustomize.toolkit.fluxcd.io/prune": "disabled"}),
    ("a single database instance may lie anywhere", "dev/postgres/cluster.yaml", "/spec/affinity/podAntiAffinityType",
     "preferred"),
]  # fmt: skip


@pytest.mark.parametrize(("place", "field", "expected"), [row[1:] for row in FIELDS], ids=[row[0] for row in FIELDS])
def test_a_field_is_exactly(body: Body, place: str, field: str, expected: object) -> None:
    where, part, file = place.split("/")
    assert resolve(body(where, part, file), field) == expected


ROLLOUTS = [
    ("eight models, each a minute to be placed, ten to load and 45 s to stop", "prod", "model", 8 * (60 + 600 + 45)),
    ("ten backends", "prod", "backend", 10 * (60 + 60 + 45)),
    ("six frontends", "prod", "frontend", 6 * (60 + 30 + 30)),
    ("one model, until its Deployment gives up", "dev", "model", 1245 + 60),
    ("a migration and the time to schedule it", "prod", "backend-migrate", 720),
    ("three database instances", "prod", "postgres", 3 * 480),
]


@pytest.mark.parametrize(("where", "part", "seconds"), [row[1:] for row in ROLLOUTS], ids=[row[0] for row in ROLLOUTS])
def test_a_rollout_may_take(parts: Parts, where: str, part: str, seconds: int) -> None:
    assert parts[where][part].rollout_seconds == seconds


def test_the_api_waits_for_its_own_migration_and_needs_the_others_once(parts: Parts) -> None:
    assert parts["prod"]["backend"].depends_on == (
        Dependency("backend-migrate", strict=True),
        Dependency("model", strict=False),
        Dependency("postgres", strict=False),
        Dependency("redis", strict=False),
    )
    assert parts["prod"]["backend-migrate"].depends_on == (Dependency("postgres", strict=False),)
    assert [part.name for part in parts["prod"].values() if part.force] == ["backend-migrate"]


def test_images_are_placeholders_with_the_owner_of_their_pin(parts: Parts) -> None:
    images = {
        (part.name, image.placeholder): (image.name.value, image.pin_owner, image.tag)
        for part in parts["prod"].values()
        for image in part.images
    }
    registry = "registry.example.com/ai-train"
    assert images == {
        ("backend", "backend"): (f"{registry}/backend", "backend", None),
        ("backend-migrate", "backend"): (f"{registry}/backend", "backend", None),
        ("frontend", "frontend"): (f"{registry}/frontend", "frontend", None),
        ("model", "model"): (f"{registry}/model", "model", None),
        ("model", "model-artifact"): (f"{registry}/model-artifact", "model", None),
        ("redis", "redis"): ("docker.io/library/redis", "redis", "8.2.3"),
    }


def test_what_a_person_wrote_keeps_its_place(parts: Parts) -> None:
    traced = trace(dict(parts["dev"]["backend"].files)["horizontal-pod-autoscaler.yaml"], "/components/backend")
    assert traced.source_of("/spec/minReplicas") == "/environments/dev/components/backend/scale/between/0"
    target = "/spec/metrics/0/containerResource/target/averageUtilization"
    assert traced.source_of(target) == "/components/backend/scale/target"
    assert traced.source_of("/spec/behavior/scaleDown/tolerance") == "/components/backend/scale/shrink_below"
    assert traced.source_of("/spec/scaleTargetRef/name") == "/components/backend"


HEALTH = [
    ("a database", "postgres", ["Cluster"]),
    ("a route and an autoscaler whose metric is there", "backend", ["HTTPRoute", "HorizontalPodAutoscaler"]),
    ("an autoscaler alone", "model", ["HorizontalPodAutoscaler"]),
    ("nothing that Flux does not wait for anyway", "redis", []),
]


@pytest.mark.parametrize(("part", "kinds"), [row[1:] for row in HEALTH], ids=[row[0] for row in HEALTH])
def test_flux_is_told_when_it_is_well(parts: Parts, part: str, kinds: list[str]) -> None:
    assert [check.kind for check in parts["prod"][part].health] == kinds
    assert all(check.current.startswith("has(status.") for check in parts["prod"][part].health)


QUOTAS = [
    ("dev", "2", "16"),
    ("staging", "5", "45"),
    ("prod", "9", "49"),
]


@pytest.mark.parametrize(("where", "gpus", "pods"), QUOTAS, ids=[row[0] for row in QUOTAS])
def test_a_quota_holds_a_rollout_of_everything(
    parts: Parts, contexts: Mapping[str, Context], where: str, gpus: str, pods: str
) -> None:
    bodies = dict(namespace_objects(contexts[where], tuple(parts[where].values())))
    hard = bodies["resource-quota.yaml"]["spec"]["hard"]
    assert (hard["requests.nvidia.com/gpu"], hard["pods"]) == (gpus, pods)
    assert "limits.cpu" not in hard


def test_the_namespace_of_an_environment(parts: Parts, contexts: Mapping[str, Context]) -> None:
    files = namespace_objects(contexts["prod"], tuple(parts["prod"].values()))
    assert [name for name, _ in files] == [
        "namespace.yaml",
        "resource-quota.yaml",
        "limit-range.yaml",
        "network-policy.yaml",
        "priority-class-data.yaml",
        "priority-class-serving.yaml",
        "priority-class-web.yaml",
        "role.yaml",
        "role-binding.yaml",
    ]
    bodies = dict(files)
    assert {name: body["metadata"].get("namespace") for name, body in files} == {
        name: None if name.startswith(("namespace", "priority")) else "ai-train-prod" for name in bodies
    }
    kept = {name for name, body in files if "annotations" in body["metadata"]}
    assert kept == {name for name in bodies if name.startswith(("namespace", "priority", "role"))}
    assert bodies["limit-range.yaml"]["spec"]["limits"] == [
        {"type": "Container", "default": {"memory": "256Mi"}, "defaultRequest": {"cpu": "50m", "memory": "64Mi"}}
    ]
    assert bodies["role-binding.yaml"]["subjects"] == [
        {"kind": "ServiceAccount", "name": "ai-train-prod-deployer", "namespace": "flux-system"}
    ]


def test_the_deployers_account_lies_where_flux_looks_for_it(contexts: Mapping[str, Context]) -> None:
    context = contexts["prod"]
    assert context.environment is not None
    assert deployer_service_account(context.platform, context.environment)["metadata"] == {
        "name": "ai-train-prod-deployer",
        "namespace": "flux-system",
        "labels": {"app.kubernetes.io/part-of": "ai-train", "app.kubernetes.io/managed-by": "roadstead"},
        "annotations": {"kustomize.toolkit.fluxcd.io/prune": "disabled"},
    }
