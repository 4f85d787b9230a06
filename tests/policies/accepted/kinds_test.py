"""The tables of demands, a wrong value for each line: one finding at its place. The good objects have none."""

import copy
from collections.abc import Mapping
from typing import Any

import pytest
import yaml

from manifests.pointer import join
from policies.accepted.kinds import refused

BODIES: Mapping[str, Any] = {
    name: yaml.safe_load(text)
    for name, text in {
        "deployment": """
apiVersion: apps/v1
kind: Deployment
metadata: {name: d, labels: {a: b}, annotations: {a: b}}
spec:
  replicas: 1
  minReadySeconds: 0
  progressDeadlineSeconds: 60
  strategy: {type: RollingUpdate, rollingUpdate: {maxSurge: 1, maxUnavailable: 25%}}
  selector: {matchLabels: {a: b}, matchExpressions: [{key: k, operator: In, values: [v]}]}
  template:
    metadata: {labels: {a: b}}
    spec:
      serviceAccountName: d
      priorityClassName: p
      dnsPolicy: Default
      nodeSelector: {a: b}
      securityContext: {runAsUser: 1, fsGroup: 1, seccompProfile: {type: RuntimeDefault}}
      tolerations: [{key: k, operator: Exists, effect: NoSchedule}]
      affinity:
        nodeAffinity:
          requiredDuringSchedulingIgnoredDuringExecution:
            nodeSelectorTerms: [{matchExpressions: [{key: k, operator: Gt, values: ['1']}]}]
        podAntiAffinity:
          preferredDuringSchedulingIgnoredDuringExecution: [{weight: 1, podAffinityTerm: {topologyKey: z}}]
      topologySpreadConstraints:
        - {topologyKey: z, maxSkew: 1, whenUnsatisfiable: DoNotSchedule, nodeTaintsPolicy: Honor}
      volumes:
        - {name: e, emptyDir: {sizeLimit: 1Gi}}
        - {name: c, configMap: {name: c, defaultMode: 420}}
        - {name: s, secret: {secretName: s}}
        - {name: i, image: {reference: r, pullPolicy: Always}}
      containers:
        - name: c
          image: i:1
          imagePullPolicy: Always
          ports: [{name: http, containerPort: 80, protocol: TCP}]
          env: [{name: A, valueFrom: {secretKeyRef: {name: s, key: k}}}, {name: B, value: b}]
          envFrom: [{configMapRef: {name: c}}]
          volumeMounts: [{name: e, mountPath: /e}]
          securityContext: {runAsGroup: 1, procMount: Default}
          startupProbe: {httpGet: {port: http, path: /, scheme: HTTP}, periodSeconds: 1}
          livenessProbe: {tcpSocket: {port: 80}, successThreshold: 1, terminationGracePeriodSeconds: 1}
          lifecycle: {preStop: {sleep: {seconds: 5}}}
""",
        "stateful": """
apiVersion: apps/v1
kind: StatefulSet
metadata: {name: d}
spec:
  serviceName: d
  podManagementPolicy: Parallel
  updateStrategy: {type: OnDelete}
  selector: {matchLabels: {a: b}}
  template: {metadata: {labels: {a: b}}, spec: {restartPolicy: Always, containers: [{name: c, image: i}]}}
""",
        "cron": """
apiVersion: batch/v1
kind: CronJob
metadata: {name: c}
spec:
  schedule: 0 0 * * *
  concurrencyPolicy: Forbid
  successfulJobsHistoryLimit: 0
  jobTemplate:
    spec:
      backoffLimit: 0
      activeDeadlineSeconds: 1
      template: {spec: {restartPolicy: Never, containers: [{name: c, image: i}]}}
""",
        "service": """
apiVersion: v1
kind: Service
metadata: {name: s}
spec:
  type: ClusterIP
  sessionAffinity: None
  ipFamilyPolicy: SingleStack
  selector: {a: b}
  ports: [{name: a, port: 1, targetPort: http, protocol: TCP}, {name: b, port: 65535, targetPort: 65535}]
""",
        "autoscaler": """
apiVersion: autoscaling/v2
kind: HorizontalPodAutoscaler
metadata: {name: h}
spec:
  scaleTargetRef: {kind: Deployment, name: d}
  maxReplicas: 2
  metrics:
    - {type: Resource, resource: {name: cpu, target: {type: Utilization, averageUtilization: 1}}}
    - {type: Pods, pods: {metric: {name: m}, target: {type: AverageValue, averageValue: '1'}}}
  behavior:
    scaleUp:
      selectPolicy: Min
      stabilizationWindowSeconds: 3600
      policies: [{type: Pods, value: 1, periodSeconds: 1800}]
    scaleDown: {tolerance: '0.1'}
""",
        "policy": """
apiVersion: networking.k8s.io/v1
kind: NetworkPolicy
metadata: {name: n}
spec:
  podSelector: {matchLabels: {a: b}}
  policyTypes: [Ingress, Egress]
  egress: [{to: [{ipBlock: {cidr: 10.0.0.0/8, except: [10.1.0.0/16]}}], ports: [{port: 65535, protocol: UDP}]}]
""",
        "budget": """
apiVersion: policy/v1
kind: PodDisruptionBudget
metadata: {name: b}
spec: {maxUnavailable: 1, unhealthyPodEvictionPolicy: AlwaysAllow, selector: {matchLabels: {a: b}}}
""",
        "priority": """
apiVersion: scheduling.k8s.io/v1
kind: PriorityClass
metadata: {name: p}
value: 1000000000
preemptionPolicy: Never
""",
        "quota": """
apiVersion: v1
kind: ResourceQuota
metadata: {name: q}
spec: {hard: {pods: '1'}}
""",
        "binding": """
apiVersion: rbac.authorization.k8s.io/v1
kind: RoleBinding
metadata: {name: b}
roleRef: {apiGroup: rbac.authorization.k8s.io, kind: Role, name: r}
subjects: [{kind: ServiceAccount, name: s, namespace: n}, {kind: User, name: U, apiGroup: rbac.authorization.k8s.io}]
""",
        "database": """
apiVersion: postgresql.cnpg.io/v1
kind: Cluster
metadata: {name: p}
spec: {instances: 3, postgresql: {synchronous: {method: any, number: 1}}}
""",
    }.items()
}
POD, C = "spec/template/spec", "spec/template/spec/containers/0"
WRONG = [
    *(("deployment", path, -1) for path in ("spec/replicas", "spec/minReadySeconds", f"{POD}/securityContext/fsGroup")),
    *(("deployment", path, -1) for path in (f"{POD}/securityContext/runAsUser", f"{C}/securityContext/runAsGroup")),
    *(("deployment", path, 0) for path in ("spec/progressDeadlineSeconds", f"{C}/ports/0/containerPort")),
    ("deployment", "spec/strategy/type", "Rolling"),
    ("deployment", "spec/strategy/rollingUpdate/maxSurge", "a quarter"),
    ("deployment", "spec/selector/matchLabels/a", "b c"),
    ("deployment", "spec/selector/matchExpressions/0/operator", "Is"),
    ("deployment", "spec/template/metadata/labels/a", "x" * 64),
    *(("deployment", f"{POD}/{path}", "A b") for path in ("serviceAccountName", "priorityClassName", "dnsPolicy")),
    *(("deployment", f"{POD}/{path}", "A b") for path in ("nodeSelector/a", "securityContext/seccompProfile/type")),
    *(("deployment", f"{POD}/tolerations/0/{path}", "A b") for path in ("key", "operator", "effect")),
    ("deployment", f"{POD}/affinity/nodeAffinity/requiredDuringSchedulingIgnoredDuringExecution/nodeSelectorTerms/0/"
     "matchExpressions/0/operator", "Is"),
    ("deployment", f"{POD}/affinity/podAntiAffinity/preferredDuringSchedulingIgnoredDuringExecution/0/weight", 101),
    ("deployment", f"{POD}/topologySpreadConstraints/0/maxSkew", 0),
    ("deployment", f"{POD}/topologySpreadConstraints/0/nodeTaintsPolicy", "Heed"),
    ("deployment", f"{POD}/volumes/0/emptyDir/sizeLimit", "-1"),
    ("deployment", f"{POD}/volumes/1/configMap/defaultMode", 512),
    ("deployment", f"{POD}/volumes/2/secret/secretName", ""),
    ("deployment", f"{POD}/volumes/3/image/reference", ""),
    ("deployment", f"{POD}/volumes/3/image/pullPolicy", "Once"),
    ("deployment", f"{C}/name", "C"),
    ("deployment", f"{C}/image", ""),
    ("deployment", f"{C}/imagePullPolicy", "Once"),
    ("deployment", f"{C}/ports/0/name", "a-name-too-long-to-be"),
    ("deployment", f"{C}/ports/0/protocol", "tcp"),
    ("deployment", f"{C}/env/0/name", "A=B"),
    ("deployment", f"{C}/env/0/valueFrom/secretKeyRef/key", "a/b"),
    ("deployment", f"{C}/env/0/valueFrom/secretKeyRef/name", "S"),
    ("deployment", f"{C}/envFrom/0/configMapRef/name", "C"),
    ("deployment", f"{C}/volumeMounts/0/mountPath", ""),
    ("deployment", f"{C}/securityContext/procMount", "Some"),
    ("deployment", f"{C}/startupProbe/httpGet/scheme", "http"),
    ("deployment", f"{C}/startupProbe/httpGet/port", 65536),
    ("deployment", f"{C}/startupProbe/periodSeconds", 2**31),
    ("deployment", f"{C}/livenessProbe/tcpSocket/port", 0),
    ("deployment", f"{C}/livenessProbe/successThreshold", 2),
    ("deployment", f"{C}/livenessProbe/terminationGracePeriodSeconds", 0),
    ("deployment", f"{C}/lifecycle/preStop/sleep/seconds", -1),
    ("stateful", "spec/serviceName", "D"),
    ("stateful", "spec/podManagementPolicy", "Any"),
    ("stateful", "spec/updateStrategy/type", "Recreate"),
    ("stateful", f"{POD}/restartPolicy", "Never"),
    ("cron", "spec/schedule", ""),
    ("cron", "spec/concurrencyPolicy", "Wait"),
    ("cron", "spec/successfulJobsHistoryLimit", -1),
    ("cron", "spec/jobTemplate/spec/backoffLimit", -1),
    ("cron", "spec/jobTemplate/spec/activeDeadlineSeconds", -1),
    ("cron", "spec/jobTemplate/spec/template/spec/restartPolicy", "Always"),
    *(("service", f"spec/{path}", "A b") for path in ("type", "sessionAffinity", "ipFamilyPolicy", "selector/a")),
    *(("service", f"spec/ports/0/{path}", "A b") for path in ("name", "targetPort", "protocol")),
    ("service", "spec/ports/1/port", 65536),
    ("service", "spec/ports/1/targetPort", 65536),
    ("autoscaler", "spec/scaleTargetRef/name", "a/b"),
    ("autoscaler", "spec/metrics/0/type", "Cpu"),
    ("autoscaler", "spec/metrics/0/resource/target/averageUtilization", 0),
    ("autoscaler", "spec/metrics/1/pods/metric/name", ""),
    ("autoscaler", "spec/metrics/1/pods/target/averageValue", "-1"),
    ("autoscaler", "spec/metrics/1/pods/target/type", "Average"),
    ("autoscaler", "spec/behavior/scaleUp/selectPolicy", "Most"),
    ("autoscaler", "spec/behavior/scaleUp/stabilizationWindowSeconds", 3601),
    ("autoscaler", "spec/behavior/scaleUp/policies/0/value", 0),
    ("autoscaler", "spec/behavior/scaleUp/policies/0/periodSeconds", 0),
    ("autoscaler", "spec/behavior/scaleDown/tolerance", "-0.1"),
    ("policy", "spec/podSelector/matchLabels/a", "b c"),
    ("policy", "spec/policyTypes/0", "In"),
    ("policy", "spec/egress/0/to/0/ipBlock/cidr", "10.0.0.1"),
    ("policy", "spec/egress/0/to/0/ipBlock/except/0", "x"),
    ("policy", "spec/egress/0/ports/0/port", 65536),
    ("policy", "spec/egress/0/ports/0/protocol", "udp"),
    ("budget", "spec/unhealthyPodEvictionPolicy", "Never"),
    ("budget", "spec/selector/matchLabels/a", "b c"),
    ("priority", "value", 10**9 + 1),
    ("priority", "preemptionPolicy", "Always"),
    ("quota", "spec/hard/pods", "-1"),
    ("binding", "roleRef/kind", "Group"),
    ("binding", "roleRef/apiGroup", "rbac"),
    ("binding", "roleRef/name", "a/b"),
    ("binding", "subjects/0/kind", "Account"),
    ("binding", "subjects/0/name", "S"),
    ("binding", "subjects/1/apiGroup", "rbac"),
    ("database", "spec/postgresql/synchronous/number", 0),
]  # fmt: skip


def found(body: Any) -> list[str]:
    group = body["apiVersion"].rpartition("/")[0]
    return [join(*path) for path, _ in refused(group, body["kind"], body)]


@pytest.mark.parametrize("name", BODIES)
def test_a_good_object_is_taken(name: str) -> None:
    assert found(BODIES[name]) == []


@pytest.mark.parametrize(
    ("name", "path", "value"), WRONG, ids=[f"{name} {path} {value}"[:90] for name, path, value in WRONG]
)
def test_a_wrong_value_is_one_finding_at_its_place(name: str, path: str, value: object) -> None:
    body = copy.deepcopy(BODIES[name])
    steps: list[str | int] = [int(step) if step.isdigit() else step for step in path.split("/")]
    holder: Any = body
    for step in steps[:-1]:
        holder = holder[step]
    assert holder[steps[-1]] != value
    holder[steps[-1]] = value

    assert found(body) == [join(*steps)]
