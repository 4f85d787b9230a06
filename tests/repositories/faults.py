"""Faults to plant: small edits, and the one finding that each must give."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Fault:
    """In `file` of the repository in `style`, `old` (which stands there once) becomes `new`.

    `found` is all that the checker then says: "FILE:LINE Kind/name[/container] rule", once for all environments.
    """

    style: str
    file: str
    old: str
    new: str
    found: tuple[str, ...]


HPA = """\
---
apiVersion: autoscaling/v2
kind: HorizontalPodAutoscaler
metadata: {name: crew, namespace: ferry}
spec:
  scaleTargetRef: {apiVersion: apps/v1, kind: Deployment, name: crew}
  maxReplicas: 4
  metrics: [{type: Resource, resource: {name: cpu, target: {type: Utilization, averageUtilization: 70}}}]
"""
SECRET = """\
---
apiVersion: v1
kind: Secret
metadata: {name: tickets-database, namespace: ferry}
stringData: {password: correct-horse-battery}
"""

FAULTS: dict[str, Fault] = {
    "a database left out of a Service": Fault(
        "by_application",
        "applications/storehouse/base/service.yaml",
        "selector: {app.kubernetes.io/name: storehouse}",
        "selector: {app.kubernetes.io/name: store}",
        ("applications/storehouse/base/service.yaml:6 Service/storehouse references/service-selects-pods",),
    ),
    "a limit that is no quantity": Fault(
        "by_application",
        "applications/press/base/worker.yaml",
        "limits: {memory: 512Mi}",
        "limits: {memory: half}",
        ("applications/press/base/worker.yaml:18 Deployment/press/worker resources/valid-quantity",),
    ),
    "a dependency that is not there": Fault(
        "by_application",
        "clusters/main/press.yaml",
        "name: storehouse}",
        "name: storehose}",
        ("clusters/main/press.yaml:11 Kustomization/press flux/depends-on-exists",),
    ),
    "dependencies in a circle": Fault(
        "by_application",
        "clusters/main/storehouse.yaml",
        "  wait: true\n",
        "  wait: true\n  dependsOn: [{name: press}]\n",
        ("clusters/main/press.yaml:11 Kustomization/press flux/depends-on-acyclic",),
    ),
    "a sidecar without the request that the metric needs": Fault(
        "by_application",
        "applications/cider/production/web.yaml",
        "requests: {cpu: 50m, memory: 64Mi}, limits: {memory: 64Mi}",
        "requests: {cpu: 50m}",
        ("applications/cider/production/web.yaml:17 Deployment/cider/proxy scaling/request-for-metric",),
    ),
    "a route to a port that its Service lacks": Fault(
        "by_application",
        "applications/cider/production/route.yaml",
        "port: 80}",
        "port: 8080}",
        ("applications/cider/production/route.yaml:7 HTTPRoute/cider references/route-backend",),
    ),
    "a claim that Flux would delete": Fault(
        "by_application",
        "applications/storehouse/base/claim.yaml",
        "  annotations: {kustomize.toolkit.fluxcd.io/prune: disabled}\n",
        "",
        ("applications/storehouse/base/claim.yaml:3 PersistentVolumeClaim/storehouse-backups state/prune-guard",),
    ),
    "a beta of Flux that is gone": Fault(
        "by_application",
        "clusters/main/press.yaml",
        "kustomize.toolkit.fluxcd.io/v1\n",
        "kustomize.toolkit.fluxcd.io/v1beta1\n",
        ("clusters/main/press.yaml:1 Kustomization/press flux/api-version",),
    ),
    "egress without name resolution": Fault(
        "by_application",
        "applications/press/base/rules.yaml",
        "    - ports: [{port: 53, protocol: UDP}, {port: 53, protocol: TCP}]\n",
        "",
        ("applications/press/base/rules.yaml:7 NetworkPolicy/press network/dns-allowed",),
    ),
    "a patch of Flux that matches nothing": Fault(
        "by_application",
        "clusters/main/cider.yaml",
        "kind: HorizontalPodAutoscaler, name: cider}",
        "kind: HorizontalPodAutoscaler, name: cidre}",
        ("clusters/main/cider.yaml:13 Kustomization/cider kustomize/patch-matched",),
    ),
    "a Service of the cluster that selects nothing any more": Fault(
        "by_cluster",
        "apps/base/berths/service.yaml",
        "    app: berths",
        "    app: berth",
        ("apps/base/berths/service.yaml:6 Service/berths references/service-selects-pods",),
    ),
    "a metric without the request": Fault(
        "by_cluster",
        "apps/base/berths/deployment.yaml",
        "              cpu: 100m\n",
        "",
        ("apps/base/berths/deployment.yaml:31 Deployment/berths/web scaling/request-for-metric",),
    ),
    "an unknown field of a Flux Kustomization": Fault(
        "by_cluster",
        "clusters/production/infrastructure.yaml",
        "retryInterval: 1m",
        "retryIntervall: 1m",
        ("clusters/production/infrastructure.yaml:8 Kustomization/infrastructure yaml/schema",),
    ),
    "a path that is not there": Fault(
        "by_cluster",
        "clusters/staging/apps.yaml",
        "path: ./apps/staging",
        "path: ./apps/stagin",
        ("clusters/staging/apps.yaml:10 Kustomization/apps flux/path-builds",),
    ),
    "a variable that nobody defines": Fault(
        "by_cluster",
        "clusters/staging/apps.yaml",
        "cluster_domain: staging",
        "clusterdomain: staging",
        ("clusters/staging/apps.yaml:22 Kustomization/apps flux/substitution-defined",),
    ),
    "an encrypted Secret that nobody decrypts": Fault(
        "by_cluster",
        "clusters/production/apps.yaml",
        "  decryption:\n    provider: sops\n    secretRef:\n      name: sops-age\n",
        "",
        ("clusters/production/apps.yaml:6 Kustomization/apps flux/decryption-set",),
    ),
    "a patch that turns minimum and maximum around": Fault(
        "by_cluster",
        "apps/production/berths-patch.yaml",
        "minReplicas: 3",
        "minReplicas: 13",
        ("apps/production/berths-patch.yaml:7 HorizontalPodAutoscaler/berths scaling/autoscaler-range",),
    ),
    "a Secret that was not encrypted": Fault(
        "by_cluster",
        "apps/staging/berths-database.yaml",
        "  password: ENC[AES256_GCM,data:Zm9yIHRlc3Rz,iv:aXYtZm9yLXRoZS10ZXN0cw==,tag:dGFnLWZvci10ZXN0cw==,type:str]\n",
        "  password: correct-horse-battery\n",
        ("apps/staging/berths-database.yaml:8 Secret/berths-database secrets/plaintext-secret",),
    ),
    "a Helm source of a beta that is gone": Fault(
        "by_cluster",
        "infrastructure/controllers/ingress-nginx.yaml",
        "source.toolkit.fluxcd.io/v1\nkind: HelmRepository",
        "source.toolkit.fluxcd.io/v1beta1\nkind: HelmRepository",
        ("infrastructure/controllers/ingress-nginx.yaml:8 HelmRepository/ingress-nginx flux/api-version",),
    ),
    "a password in the values of a chart": Fault(
        "by_cluster",
        "infrastructure/controllers/ingress-nginx.yaml",
        "        type: LoadBalancer",
        "        type: LoadBalancer\n      adminPassword: correct-horse-battery",
        ("infrastructure/controllers/ingress-nginx.yaml:35 HelmRelease/ingress-nginx secrets/plaintext-config",),
    ),
    "half a GPU": Fault(
        "components",
        "components/gpu/gpu.yaml",
        "nvidia.com/gpu: 1",
        "nvidia.com/gpu: 500m",
        ("components/gpu/gpu.yaml:16 Deployment/model-server/serving gpu/whole-number",),
    ),
    "a GPU requested without a limit": Fault(
        "components",
        "components/gpu/gpu.yaml",
        "            limits:\n",
        "            requests:\n",
        ("base/model-server/deployment.yaml:37 Deployment/model-server/serving gpu/limit-set",),
    ),
    "a GPU request that is not the limit": Fault(
        "components",
        "components/gpu/gpu.yaml",
        "            limits:\n",
        "            requests:\n              nvidia.com/gpu: 2\n            limits:\n",
        ("components/gpu/gpu.yaml:16 Deployment/model-server/serving gpu/request-equals-limit",),
    ),
    "a rollout that needs one GPU more": Fault(
        "components",
        "base/model-server/deployment.yaml",
        "maxSurge: 0",
        "maxSurge: 1",
        ("base/model-server/deployment.yaml:10 Deployment/model-server gpu/rollout-fits",),
    ),
    "a build without GPU": Fault(
        "components",
        "base/model-server/deployment.yaml",
        "registry.example.com/serving:2.19.1-gpu",
        "tensorflow/serving:2.19.1",
        ("base/model-server/deployment.yaml:23 Deployment/model-server/serving gpu/gpu-build-of-image",),
    ),
    "more GPUs than the quota": Fault(
        "components",
        "overlays/prod/quota.yaml",
        'gpu: "8"',
        'gpu: "1"',
        ("overlays/prod/quota.yaml:7 ResourceQuota/models capacity/quota",),
    ),
    "a patch that matches nothing": Fault(
        "components",
        "overlays/prod/kustomization.yaml",
        "      kind: Ingress\n      name: gateway\n",
        "      kind: Ingress\n      name: gatway\n",
        ("overlays/prod/kustomization.yaml:21 Kustomization/overlays/prod kustomize/patch-matched",),
    ),
    "a budget of nothing in percent": Fault(
        "components",
        "components/autoscaled/budget.yaml",
        "maxUnavailable: 25%",
        "maxUnavailable: 0%",
        ("components/autoscaled/budget.yaml:6 PodDisruptionBudget/gateway disruption/budget-allows-eviction",),
    ),
    "a metric of a container that is not there": Fault(
        "components",
        "components/autoscaled/autoscaler.yaml",
        "container: gateway",
        "container: gatewya",
        ("components/autoscaled/autoscaler.yaml:15 HorizontalPodAutoscaler/gateway scaling/request-for-metric",),
    ),
    "replicas of what an autoscaler owns": Fault(
        "components",
        "overlays/prod/kustomization.yaml",
        "  - name: model-server\n    count: 2\n",
        "  - name: model-server\n    count: 2\n  - name: gateway\n    count: 3\n",
        ("overlays/prod/kustomization.yaml:21 Deployment/gateway scaling/autoscaler-owns-replicas",),
    ),
    "a request with a unit that Kubernetes does not know": Fault(
        "flat",
        "lamp-deployment.yaml",
        "memory: 64Mi}",
        "memory: 64MB}",
        ("lamp-deployment.yaml:29 Deployment/lamp/lamp resources/valid-quantity",),
    ),
    "a limit below the request": Fault(
        "flat",
        "lamp-deployment.yaml",
        "memory: 128Mi}",
        "memory: 32Mi}",
        ("lamp-deployment.yaml:29 Deployment/lamp/lamp resources/valid-quantity",),
    ),
    "more replicas at least than at most": Fault(
        "flat",
        "lamp-hpa.yaml",
        "minReplicas: 2",
        "minReplicas: 6",
        ("lamp-hpa.yaml:7 HorizontalPodAutoscaler/lamp scaling/autoscaler-range",),
    ),
    "an autoscaler of nothing": Fault(
        "flat",
        "lamp-hpa.yaml",
        "kind: Deployment, name: lamp}",
        "kind: Deployment, name: lmap}",
        ("lamp-hpa.yaml:6 HorizontalPodAutoscaler/lamp scaling/target-exists",),
    ),
    "replicas written under an autoscaler": Fault(
        "flat",
        "lamp-deployment.yaml",
        "spec:\n  strategy:",
        "spec:\n  replicas: 3\n  strategy:",
        ("lamp-deployment.yaml:7 Deployment/lamp scaling/autoscaler-owns-replicas",),
    ),
    "a budget that allows nothing": Fault(
        "flat",
        "lamp-pdb.yaml",
        "maxUnavailable: 1",
        "maxUnavailable: 0",
        ("lamp-pdb.yaml:6 PodDisruptionBudget/lamp disruption/budget-allows-eviction",),
    ),
    "a budget with both bounds": Fault(
        "flat",
        "lamp-pdb.yaml",
        "maxUnavailable: 1",
        "maxUnavailable: 1\n  minAvailable: 1",
        ("lamp-pdb.yaml:7 PodDisruptionBudget/lamp disruption/budget-valid",),
    ),
    "a probe of a port that is not there": Fault(
        "flat",
        "lamp-deployment.yaml",
        "{path: /alive, port: web}",
        "{path: /alive, port: wbe}",
        ("lamp-deployment.yaml:22 Deployment/lamp/lamp probes/port-declared",),
    ),
    "a Service that selects nothing": Fault(
        "flat",
        "lamp-service.yaml",
        "selector: {app: lamp}",
        "selector: {app: lampp}",
        ("lamp-service.yaml:6 Service/lamp references/service-selects-pods",),
    ),
    "an Ingress to a port that its Service lacks": Fault(
        "flat",
        "ingress.yaml",
        "number: 80}",
        "number: 81}",
        ("ingress.yaml:14 Ingress/lighthouse references/ingress-backend",),
    ),
    "a claim that is misspelt": Fault(
        "flat",
        "fog-deployment.yaml",
        "claimName: logbook",
        "claimName: logbok",
        ("fog-deployment.yaml:26 Deployment/fog-horn references/claim-exists",),
    ),
    "a quota below what a rollout needs": Fault(
        "flat", "quota.yaml", 'pods: "30"', 'pods: "3"', ("quota.yaml:9 ResourceQuota/lighthouse capacity/quota",)
    ),
    "a GPU in a LimitRange": Fault(
        "flat",
        "limits.yaml",
        "default: {memory: 128Mi}",
        "default: {memory: 128Mi, nvidia.com/gpu: 1}",
        ("limits.yaml:8 LimitRange/lighthouse gpu/not-in-limit-range",),
    ),
    "an image entry that matches nothing": Fault(
        "flat",
        "kustomization.yaml",
        "registry.example.com/lamp\n",
        "registry.example.com/lampp\n",
        ("kustomization.yaml:20 Kustomization/. kustomize/image-matched",),
    ),
    "a token in the clear": Fault(
        "flat",
        "backup-cronjob.yaml",
        "valueFrom: {secretKeyRef: {name: backup-token, key: token}}",
        "value: ghp_16C7e42F292c6912E7710c838347Ae178B4a",
        ("backup-cronjob.yaml:21 CronJob/backup/backup secrets/plaintext-env",),
    ),
    "a selector that does not match its own template": Fault(
        "flat",
        "fog-deployment.yaml",
        "matchLabels: {app: fog-horn}",
        "matchLabels: {app: foghorn}",
        ("fog-deployment.yaml:9 Deployment/fog-horn references/selector-matches-template",),
    ),
    "a field that does not exist": Fault(
        "flat",
        "lamp-deployment.yaml",
        "periodSeconds: 20",
        "periodSecond: 20",
        ("lamp-deployment.yaml:23 Deployment/lamp yaml/schema",),
    ),
    "egress denied, names not resolved": Fault(
        "flat",
        "policies.yml",
        "podSelector: {}\n  policyTypes: [Ingress]",
        "podSelector: {}\n  policyTypes: [Ingress, Egress]",
        ("policies.yml:5 NetworkPolicy/deny network/dns-allowed",),
    ),
    "a budget of all pods in percent": Fault(
        "plain",
        "10-tickets.yaml",
        "minAvailable: 50%",
        "minAvailable: 100%",
        ("10-tickets.yaml:77 PodDisruptionBudget/tickets disruption/budget-allows-eviction",),
    ),
    "an account that is misspelt": Fault(
        "plain",
        "10-tickets.yaml",
        "serviceAccountName: tickets",
        "serviceAccountName: ticket",
        ("10-tickets.yaml:32 Deployment/tickets references/service-account",),
    ),
    "a key that the ConfigMap lacks": Fault(
        "plain",
        "10-tickets.yaml",
        "key: CURRENCY",
        "key: CURENCY",
        ("10-tickets.yaml:45 Deployment/tickets/tickets references/config-exists",),
    ),
    "a priority class that is misspelt": Fault(
        "plain",
        "10-tickets.yaml",
        "priorityClassName: ferry-high",
        "priorityClassName: ferry-hihg",
        ("10-tickets.yaml:33 Deployment/tickets references/priority-class",),
    ),
    "a Secret in the clear": Fault(
        "plain",
        "40-priority.yml",
        "description: Ticket sales come first.\n",
        "description: Ticket sales come first.\n" + SECRET,
        ("40-priority.yml:11 Secret/tickets-database secrets/plaintext-secret",),
    ),
    "a password in an address": Fault(
        "plain",
        "10-tickets.yaml",
        "amqp://queue:5672",
        "amqp://app:s3cretPassw0rd@queue:5672",
        ("10-tickets.yaml:15 ConfigMap/tickets secrets/plaintext-config",),
    ),
    "an Ingress in JSON to a port that is not there": Fault(
        "plain",
        "30-ingress.json",
        '"number": 80',
        '"number": 8081',
        ("30-ingress.json:14 Ingress/ferry references/ingress-backend",),
    ),
    "a ScaledObject with more at least than at most": Fault(
        "plain",
        "autoscaling/crew.yaml",
        "minReplicaCount: 1",
        "minReplicaCount: 20",
        ("autoscaling/crew.yaml:25 ScaledObject/crew scaling/autoscaler-range",),
    ),
    "two autoscalers of one Deployment": Fault(
        "plain",
        "autoscaling/crew.yaml",
        "hostFromEnv: QUEUE_URL}\n",
        "hostFromEnv: QUEUE_URL}\n" + HPA,
        ("autoscaling/crew.yaml:35 HorizontalPodAutoscaler/crew scaling/one-autoscaler",),
    ),
    "an API version that is gone": Fault(
        "plain",
        "jobs/reports.yaml",
        "apiVersion: batch/v1",
        "apiVersion: batch/v1beta1",
        ("jobs/reports.yaml:1 CronJob/reports yaml/schema",),
    ),
    "pods of a Job that a Deployment takes for its own": Fault(
        "plain",
        "jobs/import.yaml",
        "labels: {app: import-timetable}",
        "labels: {app: crew}",
        ("autoscaling/crew.yaml:7 Deployment/crew references/selector-is-exclusive",),
    ),
    "a key set twice": Fault(
        "plain",
        "jobs/reports.yaml",
        'schedule: "0 6 * * 1"',
        'schedule: "0 6 * * 1"\n  schedule: "0 7 * * 1"',
        ("jobs/reports.yaml:8 File/jobs/reports.yaml yaml/no-duplicate-key",),
    ),
    "a word that readers differ on": Fault(
        "plain",
        "10-tickets.yaml",
        "CURRENCY: EUR",
        "CURRENCY: on",
        ("10-tickets.yaml:14 File/10-tickets.yaml yaml/unambiguous",),
    ),
    "an object of a List that is wrong": Fault(
        "plain",
        "20-queue.yaml",
        "memory: 512Mi}\n                limits",
        "memory: 512MiB}\n                limits",
        ("20-queue.yaml:30 StatefulSet/queue/queue resources/valid-quantity",),
    ),
}
