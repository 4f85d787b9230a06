"""yaml/accepted-values: what the API server demands of values beyond their type, group by group."""

from collections.abc import Callable

import pytest

from policies.rules.yaml.accepted_values import RULE

POD = "/spec/template/spec"
AT = f"fail Deployment/d {POD}/containers/0"
LABEL = "letters, digits, `-`, `_` and `.`, with a letter or digit at both ends"
LOWER = "lower case letters, digits, `-` and `.`, with a letter or digit at both ends"


def deployment(container: str = "", pod: str = "", spec: str = "") -> str:
    return (
        f"{{apiVersion: apps/v1, kind: Deployment, metadata: {{name: d}}, spec: {{{spec}selector: {{matchLabels: "
        f"{{a: b}}}}, template: {{metadata: {{labels: {{a: b}}}}, spec: {{{pod}containers: "
        f"[{{name: c, image: i:1{container}}}]}}}}}}}}"
    )


def stateful(claim: str) -> str:
    claims = f"volumeClaimTemplates: [{{metadata: {{name: {claim}}}}}], "
    text = deployment(", volumeMounts: [{name: data, mountPath: /d}]", spec=claims)
    return text.replace("kind: Deployment", "kind: StatefulSet")


def service(ports: str, rest: str = "") -> str:
    return f"{{apiVersion: v1, kind: Service, metadata: {{name: s}}, spec: {{{rest}ports: {ports}}}}}"


def autoscaler(behavior: str = "{}", target: str = "{type: Utilization, averageUtilization: 60}") -> str:
    metric = f"{{type: Resource, resource: {{name: cpu, target: {target}}}}}"
    return (
        "{apiVersion: autoscaling/v2, kind: HorizontalPodAutoscaler, metadata: {name: h}, spec: {scaleTargetRef: "
        f"{{kind: Deployment, name: d}}, maxReplicas: 2, metrics: [{metric}], behavior: {behavior}}}}}"
    )


def policy(rule: str) -> str:
    head = "{apiVersion: networking.k8s.io/v1, kind: NetworkPolicy, metadata: {name: n}, spec: {podSelector: {}, "
    return f"{head}ingress: [{rule}]}}}}"


def named(name: str, kind: str = "ConfigMap", more: str = "") -> str:
    return f"{{apiVersion: v1, kind: {kind}, metadata: {{name: {name}{more}}}}}"


METADATA = [
    pytest.param(named("a.b-1"), [], id="a name with a point"),
    pytest.param(
        named("A"), [f"fail ConfigMap/A /metadata/name: name is `A`, must be {LOWER}"], id="a name in capital letters"
    ),
    pytest.param(named("a" * 253), [], id="a name of 253 letters"),
    pytest.param(
        named("a" * 254),
        [f"fail ConfigMap/{'a' * 254} /metadata/name: name has 254 characters, at most 253 are allowed"],
        id="a name of 254 letters",
    ),
    pytest.param(
        "{apiVersion: v1, kind: ConfigMap, metadata: {}}",
        ["fail ConfigMap/ /metadata/name: name is not written, the API server demands it"],
        id="no name",
    ),
    pytest.param(
        "{apiVersion: v1, kind: ConfigMap}",
        ["fail ConfigMap/ /metadata/name: name is not written, the API server demands it"],
        id="no metadata",
    ),
    pytest.param(
        "{apiVersion: audit.k8s.io/v1, kind: Policy, rules: [{level: Metadata}]}",
        [],
        id="a configuration file, which no API server takes, has no metadata",
    ),
    pytest.param("{apiVersion: v1, kind: Config, clusters: []}", [], id="a kubeconfig has no metadata"),
    pytest.param(
        "{apiVersion: apps/v1, kind: Deployment}",
        [
            "fail Deployment/ /metadata/name: name is not written, the API server demands it",
            "fail Deployment/ /spec: spec is not written, the API server demands it",
        ],
        id="a workload without metadata",
    ),
    pytest.param(
        "{kind: ConfigMap, metadata: {name: a}}",
        ["fail ConfigMap/a /apiVersion: apiVersion is not written as text, the API server demands it"],
        id="no apiVersion",
    ),
    pytest.param(
        "{apiVersion: APPS/V1, kind: Thing, metadata: {name: a}}",
        [
            "fail Thing/a /apiVersion: apiVersion is `APPS/V1`, must be a version such as v1, or group and version "
            "such as apps/v1"
        ],
        id="an apiVersion that is none",
    ),
    pytest.param(named("a", more=", labels: {a.b/c: ''}"), [], id="a label with a domain and no value"),
    pytest.param(
        named("a", more=", labels: {a: b c}"),
        [f"fail ConfigMap/a /metadata/labels/a: a is `b c`, must be {LABEL}"],
        id="a label with a space",
    ),
    pytest.param(
        named("a", more=", annotations: {a b: c d}"),
        [
            "fail ConfigMap/a /metadata/annotations/a b: a b is a key that is `a b`, must be a name, with or without "
            "`domain/` before it"
        ],
        id="an annotation may say anything, its key may not",
    ),
    pytest.param(
        named("a.b", "Service", ""),
        [
            "fail Service/a.b /metadata/name: name is `a.b`, must be lower case letters, digits and `-`, with a "
            "letter first",
            "fail Service/a.b /spec: spec is not written, the API server demands it",
        ],
        id="a Service is part of a host name",
    ),
    pytest.param(
        named("n", "Namespace", ", labels: {pod-security.kubernetes.io/enforce: strict}"),
        [
            "fail Namespace/n /metadata/labels/pod-security.kubernetes.io~1enforce: pod-security.kubernetes.io/enforce "
            "is `strict`, must be one of privileged, baseline, restricted"
        ],
        id="a level of Pod Security that does not exist",
    ),
    pytest.param(
        "{apiVersion: v1, kind: ConfigMap, metadata: {name: a}, data: {a/b: c}}",
        ["fail ConfigMap/a /data/a~1b: a/b is a key that is `a/b`, must be letters, digits, `-`, `_` and `.`"],
        id="a key that can be no file",
    ),
]
PODS = [
    pytest.param(deployment(), [], id="nothing special"),
    pytest.param(
        deployment(", ports: [{containerPort: 65535}, {containerPort: 65536}]"),
        [f"{AT}/ports/1/containerPort: containerPort is 65536, must be from 1 to 65535"],
        id="a port beyond the last",
    ),
    pytest.param(
        deployment(
            ", ports: [{containerPort: 1}, {containerPort: 1, protocol: TCP}, {containerPort: 1, protocol: UDP}]"
        ),
        [f"{AT}/ports/1: ports[1] has the containerPort 1 and protocol TCP of element 0, where each must be its own"],
        id="a port twice, TCP being what is not said",
    ),
    pytest.param(
        deployment(", volumeMounts: [{name: v, mountPath: /v}]"),
        [f"{AT}/volumeMounts/0/name: name is `v`, which no volume is called"],
        id="a mount of no volume",
    ),
    pytest.param(
        deployment(", volumeMounts: [{name: v, mountPath: /v}]", "volumes: [{name: v}], "), [], id="a mount of a volume"
    ),
    pytest.param(
        deployment(pod="volumes: [{name: v, emptyDir: {sizeLimit: 64MiB}, configMap: {name: c}}], "),
        [
            f"fail Deployment/d {POD}/volumes/0: volumes[0] says emptyDir and configMap together, only one may be "
            "written",
            f"fail Deployment/d {POD}/volumes/0/emptyDir/sizeLimit: sizeLimit '64MiB' is no quantity: its "
            "unit must be n, u, m, k, M, G, T, P, E, Ki, Mi, Gi, Ti, Pi or Ei; 'MiB' is probably Mi",
        ],
        id="a volume of two sources, one of no size",
    ),
    pytest.param(
        deployment(", env: [{name: A, valueFrom: {}}, {name: A, value: x}]"),
        [
            f"{AT}/env/1: env[1] has the name A of element 0, where each must be its own",
            f"{AT}/env/0/valueFrom: valueFrom says none of configMapKeyRef, secretKeyRef, fieldRef, resourceFieldRef, "
            "fileKeyRef",
        ],
        id="a variable twice, and from nowhere",
    ),
    pytest.param(
        deployment(", startupProbe: {periodSeconds: -1, exec: {command: []}}"),
        [
            f"{AT}/startupProbe/exec/command: command is not written, the API server demands it",
            f"{AT}/startupProbe/periodSeconds: periodSeconds is -1, must be at least 0 and below 2^31",
        ],
        id="a probe that asks nothing, backwards",
    ),
    pytest.param(
        deployment(", lifecycle: {preStop: {sleep: {seconds: 31}}}"),
        [f"{AT}/lifecycle/preStop/sleep/seconds: seconds is 31, must be from 0 to terminationGracePeriodSeconds, 30"],
        id="a sleep longer than the grace that nobody wrote",
    ),
    pytest.param(
        deployment(", lifecycle: {preStop: {sleep: {seconds: 40}}}", "terminationGracePeriodSeconds: 40, "),
        [],
        id="a sleep as long as the grace",
    ),
    pytest.param(
        deployment(pod="topologySpreadConstraints: [{topologyKey: z, whenUnsatisfiable: Never, maxSkew: 0}], "),
        [
            f"fail Deployment/d {POD}/topologySpreadConstraints/0/maxSkew: maxSkew is 0, must be at least 1 and below "
            "2^31",
            f"fail Deployment/d {POD}/topologySpreadConstraints/0/whenUnsatisfiable: whenUnsatisfiable is `Never`, "
            "must be one of DoNotSchedule, ScheduleAnyway",
        ],
        id="a spread that is none",
    ),
    pytest.param(
        deployment(spec="strategy: {rollingUpdate: {maxSurge: 0, maxUnavailable: 0%}}, "),
        [
            "fail Deployment/d /spec/strategy/rollingUpdate/maxUnavailable: maxUnavailable is 0%, which maxSurge 0 "
            "does not allow"
        ],
        id="a rolling update that cannot begin",
    ),
    pytest.param(
        deployment(", image: '', imagePullPolicy: Sometimes"),
        [
            f"{AT}/image: image is not written, the API server demands it",
            f"{AT}/imagePullPolicy: imagePullPolicy is `Sometimes`, must be one of Always, IfNotPresent, Never",
        ],
        id="no image, pulled sometimes",
    ),
    pytest.param(
        "{apiVersion: batch/v1, kind: Job, metadata: {name: j}, spec: {template: {spec: {containers: "
        "[{name: c, image: i:1}]}}}}",
        ["fail Job/j /spec/template/spec/restartPolicy: restartPolicy must be OnFailure or Never for a Job"],
        id="a Job that restarts for ever",
    ),
    pytest.param(stateful("data"), [], id="a mount of a claim that a StatefulSet makes"),
    pytest.param(
        stateful("other"),
        [f"fail StatefulSet/d {POD}/containers/0/volumeMounts/0/name: name is `data`, which no volume is called"],
        id="a mount of another claim",
    ),
    pytest.param(deployment(", ports: x, env: 7, volumeMounts: {}"), [], id="types are what the schema speaks of"),
]
OTHERS = [
    pytest.param(service("[{port: 80}]"), [], id="a Service of one port needs no name"),
    pytest.param(
        service("[{port: 80}, {port: 81, name: b}]"),
        ["fail Service/s /spec/ports/0/name: name is not written, which a Service of several ports demands"],
        id="a Service of two ports needs names",
    ),
    pytest.param(service("[]", "clusterIP: None, "), [], id="a headless Service needs no port"),
    pytest.param(
        service("[]"), ["fail Service/s /spec/ports: ports is empty, must hold at least one element"], id="no port"
    ),
    pytest.param(
        service("[{port: 0, protocol: HTTP, targetPort: MAIN}]", "type: Local, "),
        [
            "fail Service/s /spec/type: type is `Local`, must be one of ClusterIP, ExternalName, LoadBalancer, "
            "NodePort",
            "fail Service/s /spec/ports/0/port: port is 0, must be from 1 to 65535",
            "fail Service/s /spec/ports/0/targetPort: targetPort is `MAIN`, must be lower case letters, digits and "
            "single `-`, with at least one letter",
            "fail Service/s /spec/ports/0/protocol: protocol is `HTTP`, must be one of TCP, UDP, SCTP",
        ],
        id="a port of no protocol",
    ),
    pytest.param(autoscaler(), [], id="an autoscaler"),
    pytest.param(
        autoscaler("{scaleUp: {policies: []}}"),
        [
            "fail HorizontalPodAutoscaler/h /spec/behavior/scaleUp/policies: policies is empty, must hold at least one "
            "element"
        ],
        id="no policy",
    ),
    pytest.param(
        autoscaler("{scaleUp: {policies: [{type: Share, value: 0, periodSeconds: 1801}]}}", "{type: Utilization}"),
        [
            "fail HorizontalPodAutoscaler/h /spec/metrics/0/resource/target: target says none of averageUtilization, "
            "averageValue, value",
            "fail HorizontalPodAutoscaler/h /spec/behavior/scaleUp/policies/0/type: type is `Share`, must be one of "
            "Percent, Pods",
            "fail HorizontalPodAutoscaler/h /spec/behavior/scaleUp/policies/0/value: value is 0, must be at least 1 "
            "and below 2^31",
            "fail HorizontalPodAutoscaler/h /spec/behavior/scaleUp/policies/0/periodSeconds: periodSeconds is 1801, "
            "must be from 1 to 1800",
        ],
        id="a policy out of every range",
    ),
    pytest.param(policy("{from: [{ipBlock: {cidr: 10.0.0.0/8}}]}"), [], id="a block of addresses"),
    pytest.param(
        policy("{from: [{}, {ipBlock: {cidr: ten}}], ports: [{port: 70000}]}"),
        [
            "fail NetworkPolicy/n /spec/ingress/0/ports/0/port: port is 70000, must be from 1 to 65535",
            "fail NetworkPolicy/n /spec/ingress/0/from/0: from[0] names no peer: one of podSelector, "
            "namespaceSelector, ipBlock",
            "fail NetworkPolicy/n /spec/ingress/0/from/1/ipBlock/cidr: cidr is `ten`, must be a block of addresses "
            "such as 10.0.0.0/8",
        ],
        id="peers and ports that are none",
    ),
    pytest.param(
        "{apiVersion: v1, kind: LimitRange, metadata: {name: l}, spec: {limits: [{type: Container, default: "
        "{memory: 1Gi}, defaultRequest: {memory: 2Gi}}, {type: Container}, {type: Lamp}]}}",
        [
            "fail LimitRange/l /spec/limits/1: limits[1] has the type Container of element 0, where each must be "
            "its own",
            "fail LimitRange/l /spec/limits/0/defaultRequest/memory: memory is 2Gi, above the default limit 1Gi",
            "fail LimitRange/l /spec/limits/2/type: type is `Lamp`, must be one of Container, Pod, "
            "PersistentVolumeClaim, or `domain/name`",
        ],
        id="limits that contradict each other",
    ),
    pytest.param(
        "{apiVersion: rbac.authorization.k8s.io/v1, kind: Role, metadata: {name: 'system:x'}, rules: [{verbs: [get], "
        "resources: [pods], apiGroups: ['']}, null]}",
        [
            f"fail Role/system:x /rules/1/{field}: {field} is not written, the API server demands it"
            for field in ("verbs", "apiGroups", "resources")
        ],
        id="a rule of nothing",
    ),
    pytest.param(
        "{apiVersion: rbac.authorization.k8s.io/v1, kind: RoleBinding, metadata: {name: b}, roleRef: {apiGroup: "
        "rbac.authorization.k8s.io, kind: Role, name: r}, subjects: [{kind: ServiceAccount, name: s}]}",
        ["fail RoleBinding/b /subjects/0/namespace: namespace is not written, the API server demands it"],
        id="an account of no namespace",
    ),
    pytest.param(
        "{apiVersion: gateway.networking.k8s.io/v1, kind: HTTPRoute, metadata: {name: r}, spec: {rules: [{matches: "
        "[{path: {value: api}}, {path: {value: /a//b}}, {path: {type: RegularExpression, value: a}}]}]}}",
        [
            "fail HTTPRoute/r /spec/rules/0/matches/0/path/value: value is `api`, must start with `/`",
            "fail HTTPRoute/r /spec/rules/0/matches/1/path/value: value is `/a//b`, must have no `//`, `/./`, `/../` "
            "and `#`",
        ],
        id="paths that are none",
    ),
    pytest.param("{apiVersion: v1, kind: ConfigMapList, items: []}", [], id="a list is no object"),
]


@pytest.mark.parametrize(("text", "expected"), [*METADATA, *PODS, *OTHERS])
def test_accepted_values(said: Callable[..., list[str]], text: str, expected: list[str]) -> None:
    assert [line for line in said(RULE, text) if not line.startswith("pass ")] == expected


def test_a_variable_of_flux_is_no_wrong_value(said: Callable[..., list[str]]) -> None:
    assert said(RULE, named("a", more=", labels: {a: '${VALUE}'}")) == ["pass ConfigMap/a"]
