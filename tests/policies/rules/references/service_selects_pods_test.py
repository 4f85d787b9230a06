"""references/service-selects-pods: selectors, labels that controllers add, named ports, near misses."""

from typing import Any

import pytest

from policies.rules.references.service_selects_pods import RULE

AT = "fail Service/web /spec/selector: "
UNKNOWN = ["not evaluated Service/web: its pods are not among the objects judged"]


def service(spec: str, namespace: str = "default", group: str = "v1") -> str:
    return (
        f"{{apiVersion: {group}, kind: Service, metadata: {{name: web, namespace: {namespace}}}, spec: {spec}}}\n---\n"
    )


def pods(labels: str, name: str = "w", kind: str = "Deployment", ports: str = "", namespace: str = "default") -> str:
    group = "batch/v1" if kind == "Job" else "argoproj.io/v1alpha1" if kind == "Rollout" else "apps/v1"
    return (
        f"{{apiVersion: {group}, kind: {kind}, metadata: {{name: {name}, namespace: {namespace}}}, spec: {{template: "
        f"{{metadata: {{labels: {labels}}}, spec: {{containers: [{{name: c, ports: [{ports}]}}]}}}}}}}}\n---\n"
    )


DATABASE = "{apiVersion: postgresql.cnpg.io/v1, kind: Cluster, metadata: {name: db}, spec: {}}\n---\n"
WEB = service("{selector: {app: web}}")
HTTP = service("{selector: {app: web}, ports: [{port: 80, targetPort: http}]}")
PORT = "fail Service/web /spec/ports/0/targetPort: no container of Deployment/w has a "


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param(WEB + pods("{app: web, tier: front}"), ["pass Service/web"], id="selected"),
        pytest.param(
            WEB + pods("{app: web}") + pods("{app: web}", "canary"), ["pass Service/web"], id="two workloads: a canary"
        ),
        pytest.param(
            service("{}", group="serving.knative.dev/v1") + WEB + pods("{app: web}"),
            ["pass Service/web"],
            id="beside one",
        ),
        pytest.param(WEB, UNKNOWN, id="another repository may own the pods"),
        pytest.param(WEB + pods("{app: api}"), UNKNOWN, id="other pods"),
        pytest.param(service("{ports: [{port: 80}]}"), [], id="no selector: endpoints by hand"),
        pytest.param(service("{selector: {}}"), [], id="an empty selector is none"),
        pytest.param(service("{type: ExternalName, externalName: a.b, selector: {app: web}}"), [], id="ExternalName"),
        pytest.param(service("{clusterIP: None, selector: {app: web}}"), UNKNOWN, id="headless"),
        pytest.param(service("{selector: {app: web}}", group="serving.knative.dev/v1"), [], id="a Service of Knative"),
        pytest.param(
            WEB + pods("{app: wep}", "web"),
            [AT + "selector app=web matches no pods: those of Deployment/web have app=wep"],
            id="a workload of the same name",
        ),
        pytest.param(
            WEB + pods("{tier: front}", "web"),
            [AT + "selector app=web matches no pods: those of Deployment/web have no label app"],
            id="a workload of the same name without the label",
        ),
        pytest.param(
            service("{selector: {app: web, tier: a, zone: b}}") + pods("{app: web, tier: x, zone: y}", "web"),
            [AT + "selector app=web,tier=a,zone=b matches no pods: those of Deployment/web have tier=x"],
            id="the first label that differs is told",
        ),
        pytest.param(
            service("{selector: {app: web, role: master}}") + pods("{app: web}", "web"),
            UNKNOWN,
            id="a role may be set while the pod runs",
        ),
        pytest.param(
            service("{selector: {app: web, role: master}}") + pods("{app: web, role: replica}", "web"),
            [AT + "selector app=web,role=master matches no pods: those of Deployment/web have role=replica"],
            id="a role that is written",
        ),
        pytest.param(
            service("{selector: {app: backend}}") + pods("{app: back-end}"),
            [AT + "selector app=backend matches no pods: those of Deployment/w have app=back-end"],
            id="a misspelt value",
        ),
        pytest.param(
            service("{selector: {app: backend, tier: a}}") + pods("{app: back-end, tier: b}"),
            UNKNOWN,
            id="a misspelt value, and another label differs",
        ),
        pytest.param(
            service("{selector: {app: backend, tier: a}}") + pods("{app: back-end, tier: a}"),
            [AT + "selector app=backend,tier=a matches no pods: those of Deployment/w have app=back-end"],
            id="a misspelt value, and the rest holds",
        ),
        pytest.param(
            WEB + pods("{app: web}", namespace="shop"),
            [AT + "selector app=web matches no pods in namespace default, but those of Deployment/w in shop"],
            id="in another namespace",
        ),
        pytest.param(
            WEB + service("{selector: {app: web}}", "shop") + pods("{app: web}", namespace="shop"),
            [*UNKNOWN, "pass Service/web"],
            id="which has such a Service of its own",
        ),
        pytest.param(
            service("{selector: {statefulset.kubernetes.io/pod-name: db-0}}") + pods("{app: db}", "db", "StatefulSet"),
            ["pass Service/web"],
            id="one pod of a StatefulSet",
        ),
        pytest.param(
            service("{selector: {statefulset.kubernetes.io/pod-name: db-x}}") + pods("{app: db}", "db", "StatefulSet"),
            UNKNOWN,
            id="no pod of a StatefulSet",
        ),
        pytest.param(
            service("{selector: {statefulset.kubernetes.io/pod-name: db-0}}") + pods("{app: db}", "db"),
            UNKNOWN,
            id="a Deployment's pods have no such label",
        ),
        pytest.param(
            service("{selector: {app: db, apps.kubernetes.io/pod-index: '0'}}")
            + pods("{app: db}", "db", "StatefulSet"),
            ["pass Service/web"],
            id="the first pod of a StatefulSet",
        ),
        pytest.param(
            service("{selector: {batch.kubernetes.io/job-name: load}}") + pods("{}", "load", "Job"),
            ["pass Service/web"],
            id="a Job's pods",
        ),
        pytest.param(
            service("{selector: {job-name: loa}}") + pods("{}", "load", "Job"), UNKNOWN, id="another Job's pods"
        ),
        pytest.param(
            service("{selector: {app: web, rollouts-pod-template-hash: abc}}") + pods("{app: web}", kind="Rollout"),
            ["pass Service/web"],
            id="a Rollout's stable pods",
        ),
        pytest.param(
            service("{selector: {cnpg.io/cluster: db, role: primary}}") + DATABASE,
            ["pass Service/web"],
            id="a database",
        ),
        pytest.param(
            service("{selector: {cnpg.io/cluster: other, cnpg.io/instanceRole: primary}}") + DATABASE,
            UNKNOWN,
            id="another database",
        ),
        pytest.param(
            service("{selector: {cnpg.io/cluster: db}, ports: [{port: 1, targetPort: postgresql}]}") + DATABASE,
            ["pass Service/web"],
            id="the operator names a database's ports",
        ),
        pytest.param(
            WEB + "{apiVersion: apps/v1, kind: Deployment, metadata: {name: w}}",
            ["not evaluated Service/web: Deployment/w: /spec/template/spec is missing"],
            id="pods that can't be read",
        ),
        pytest.param(HTTP + pods("{app: web}", ports="{name: http}"), ["pass Service/web"], id="a named port"),
        pytest.param(HTTP + pods("{app: web}", ports="{name: web}"), [PORT + "port named http"], id="not that name"),
        pytest.param(
            HTTP + pods("{app: web}", ports="{name: web}") + pods("{app: web}", "x", ports="{name: http}"),
            ["pass Service/web"],
            id="one of two workloads has the port",
        ),
        pytest.param(
            HTTP + pods("{app: web}", ports="{name: http, protocol: UDP}"),
            [PORT + "port named http"],
            id="the same name with another protocol",
        ),
        pytest.param(
            service("{selector: {app: web}, ports: [{port: 53, protocol: UDP, targetPort: dns}]}")
            + pods("{app: web}", ports="{name: dns}"),
            [PORT + "UDP port named dns"],
            id="a UDP port",
        ),
        pytest.param(
            service("{selector: {app: web}, ports: [{port: 53, targetPort: 53}, {port: 54}]}") + pods("{app: web}"),
            ["pass Service/web"],
            id="a number needs no name",
        ),
        pytest.param(
            service("{selector: {app: web}, ports: [{port: 53, targetPort: '53'}]}") + pods("{app: web}"),
            [PORT + "port named 53"],
            id="a number in quotes is a name",
        ),
        pytest.param(
            HTTP
            + pods("{app: web}").replace(
                "ports: []}", "}], initContainers: [{name: s, restartPolicy: Always, ports: [{name: http}]}"
            ),
            ["pass Service/web"],
            id="a sidecar's port",
        ),
        pytest.param(
            HTTP + pods("{app: web}").replace("ports: []}", "}], initContainers: [{name: s, ports: [{name: http}]}"),
            [PORT + "port named http"],
            id="an init container serves nothing",
        ),
        pytest.param(
            HTTP + pods("{app: web}", ports="5"),
            ["not evaluated Service/web: /spec/template/spec/containers/0/ports/0 is the number 5, not a mapping"],
            id="malformed pods",
        ),
        pytest.param(
            service("{selector: 5}"),
            ["not evaluated Service/web: /spec/selector is the number 5, not a mapping"],
            id="malformed",
        ),
    ],
)
def test_service_selects_pods(said: Any, text: str, expected: list[str]) -> None:
    assert said(RULE, text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (WEB + pods("{app: api}"), [AT + "selector app=web matches no pods"]),
        (WEB + "{apiVersion: helm.toolkit.fluxcd.io/v2, kind: HelmRelease, metadata: {name: h}, spec: {}}", UNKNOWN),
    ],
    ids=["nothing else lives there", "a chart may"],
)
def test_a_closed_world(said: Any, text: str, expected: list[str]) -> None:
    assert said(RULE, text, facts={"closed": True}) == expected
