"""references/config-exists: every place that names a ConfigMap or Secret, near misses, open and closed worlds."""

from typing import Any

import pytest

from policies.rules.references.config_exists import RULE

HEAD = "fail Deployment/web"
UNKNOWN = "not evaluated Deployment/web: ConfigMap/settings is not among the objects judged"


def web(pod: str = "", container: str = "", namespace: str = "default") -> str:
    return (
        f"{{apiVersion: apps/v1, kind: Deployment, metadata: {{name: web, namespace: {namespace}}}, spec: {{template: "
        f"{{spec: {{containers: [{{name: c, {container}}}], {pod}}}}}}}}}\n---\n"
    )


def config(name: str, body: str = "data: {MODE: fast}", kind: str = "ConfigMap", namespace: str = "default") -> str:
    return f"{{apiVersion: v1, kind: {kind}, metadata: {{name: {name}, namespace: {namespace}}}, {body}}}\n---\n"


def variable(kind: str, name: str, key: str, more: str = "") -> str:
    return f"env: [{{name: V, valueFrom: {{{kind}KeyRef: {{name: {name}, key: {key}{more}}}}}}}]"


def volume(body: str) -> dict[str, str]:
    return {"pod": f"volumes: [{{name: v, {body}}}]", "container": "volumeMounts: [{name: v, mountPath: /v}]"}


MODE = variable("configMap", "settings", "MODE")
ENV = "/spec/template/spec/containers/0/env/0/valueFrom"
VOLUME = "/spec/template/spec/volumes/0"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param(web(), [], id="names nothing: not applicable"),
        pytest.param(web(container=MODE) + config("settings"), ["pass Deployment/web"], id="there, with its key"),
        pytest.param(web(container=MODE), [UNKNOWN], id="nothing is near: another repository may own it"),
        pytest.param(
            web(container=variable("configMap", "settings", "SPEED")) + config("settings"),
            [f"{HEAD}/c {ENV}/configMapKeyRef/key: ConfigMap/settings has no key SPEED, only MODE"],
            id="a key that is not there",
        ),
        pytest.param(
            web(container=variable("configMap", "settings", "X"))
            + config("settings", "data: {d: '', b: '', c: '', a: ''}"),
            [f"{HEAD}/c {ENV}/configMapKeyRef/key: ConfigMap/settings has no key X, only a, b, c and 1 more"],
            id="three keys are shown",
        ),
        pytest.param(
            web(container=variable("configMap", "settings", "X")) + config("settings", "data: {b: '', c: '', a: ''}"),
            [f"{HEAD}/c {ENV}/configMapKeyRef/key: ConfigMap/settings has no key X, only a, b, c"],
            id="three keys are all",
        ),
        pytest.param(
            web(container=variable("configMap", "settings", "B"))
            + config("settings", "data: {A: ''}, binaryData: {B: ''}"),
            ["pass Deployment/web"],
            id="a key of binaryData",
        ),
        pytest.param(
            web(container=variable("secret", "token", "B")) + config("token", "stringData: {B: ''}", "Secret"),
            ["pass Deployment/web"],
            id="a key of stringData",
        ),
        pytest.param(
            web(container=variable("secret", "token", "binary"))
            + config("token", "data: {A: ''}, binaryData: {binary: ''}", "Secret"),
            [f"{HEAD}/c {ENV}/secretKeyRef/key: Secret/token has no key binary, only A"],
            id="a Secret has no binaryData",
        ),
        pytest.param(
            web(container=variable("secret", "token", "B"))
            + config("token", "type: kubernetes.io/service-account-token, data: {A: ''}", "Secret"),
            ["pass Deployment/web"],
            id="Kubernetes fills in a token's keys",
        ),
        pytest.param(
            web(container=MODE) + config("settings", "data: {}"),
            ["not evaluated Deployment/web: ConfigMap/settings holds nothing here"],
            id="something fills in an empty one",
        ),
        pytest.param(
            web(container=MODE) + config("settings", "data: [a]"),
            ["not evaluated Deployment/web: ConfigMap/settings: /data is a list, not a mapping"],
            id="a malformed ConfigMap",
        ),
        pytest.param(
            web(container=variable("configMap", "settings", "SPEED", ", optional: true")) + config("settings"),
            [],
            id="an optional key",
        ),
        pytest.param(
            web(container=variable("configMap", "settings", "SPEED", ", optional: 'true'")) + config("settings"),
            [f"{HEAD}/c {ENV}/configMapKeyRef/key: ConfigMap/settings has no key SPEED, only MODE"],
            id="optional as a text is not true",
        ),
        pytest.param(
            web(container=MODE) + config("settings", kind="Secret"),
            [UNKNOWN],
            id="a Secret of that name is no ConfigMap",
        ),
        pytest.param(
            web(container=MODE) + config("settings").replace("apiVersion: v1", "apiVersion: example.com/v1"),
            [f"{UNKNOWN}; ConfigMap/settings may make it"],
            id="a custom kind of that name",
        ),
        pytest.param(
            web(container=MODE) + config("settings", namespace="shop"),
            [f"{HEAD}/c {ENV}/configMapKeyRef/name: ConfigMap/settings is not in namespace default, but in shop"],
            id="in another namespace",
        ),
        pytest.param(
            web(container=MODE) + config("settings-hf678c7m2b"),
            [
                f"{HEAD}/c {ENV}/configMapKeyRef/name: ConfigMap/settings is not there, but "
                "ConfigMap/settings-hf678c7m2b is: it has a hash of kustomize that this name lacks"
            ],
            id="a twin with a hash",
        ),
        pytest.param(
            web(container=MODE) + config("settings-hf678c7m2a"), [UNKNOWN], id="no hash of kustomize has an a"
        ),
        pytest.param(
            web(container=MODE) + config("setings"),
            [f"{HEAD}/c {ENV}/configMapKeyRef/name: ConfigMap/settings is not there, but ConfigMap/setings is"],
            id="a letter left out",
        ),
        pytest.param(
            web(container=MODE)
            + web(container=variable("configMap", "setings", "MODE")).replace("name: web", "name: b")
            + config("setings"),
            [UNKNOWN, "pass Deployment/b"],
            id="what somebody else uses is not misspelt",
        ),
        pytest.param(
            web(container=variable("configMap", "'${name}'", "MODE")),
            ["not evaluated Deployment/web: ConfigMap/${name} has its name from Flux"],
            id="a name that Flux fills in",
        ),
        pytest.param(
            web(container="envFrom: [{configMapRef: {name: settings}}, {secretRef: {name: token}}]")
            + config("settings", namespace="a")
            + config("token", kind="Secret", namespace="b"),
            [
                f"{HEAD}/c /spec/template/spec/containers/0/envFrom/0/configMapRef/name: "
                "ConfigMap/settings is not in namespace default, but in a",
                f"{HEAD}/c /spec/template/spec/containers/0/envFrom/1/secretRef/name: "
                "Secret/token is not in namespace default, but in b",
            ],
            id="envFrom",
        ),
        pytest.param(
            web(container="envFrom: [{configMapRef: {name: settings, optional: true}}]")
            + config("settings", namespace="a"),
            [],
            id="optional envFrom",
        ),
        pytest.param(
            web(pod="initContainers: [{name: i, envFrom: [{configMapRef: {name: settings}}]}]")
            + config("settings", namespace="a"),
            [
                f"{HEAD}/i /spec/template/spec/initContainers/0/envFrom/0/configMapRef/name: "
                "ConfigMap/settings is not in namespace default, but in a"
            ],
            id="an init container",
        ),
        pytest.param(
            web(**volume("configMap: {name: settings, items: [{key: MODE, path: m}, {key: X, path: x}]}"))
            + config("settings"),
            [f"{HEAD} {VOLUME}/configMap/items/1/key: ConfigMap/settings has no key X, only MODE"],
            id="items of a volume",
        ),
        pytest.param(
            web(**volume("secret: {secretName: token, items: [{key: X, path: x}]}")) + config("token", kind="Secret"),
            [f"{HEAD} {VOLUME}/secret/items/0/key: Secret/token has no key X, only MODE"],
            id="items of a Secret volume",
        ),
        pytest.param(
            web(**volume("configMap: {name: settings, optional: true, items: [{key: X, path: x}]}"))
            + config("settings"),
            [],
            id="an optional volume",
        ),
        pytest.param(
            web(pod="volumes: [{name: v, configMap: {name: settings}}]") + config("settings", namespace="a"),
            [],
            id="the kubelet leaves out a volume that nothing mounts",
        ),
        pytest.param(
            web(
                pod="volumes: [{name: v, projected: {sources: [{configMap: {name: settings}}, {secret: {name: token}}, "
                "{serviceAccountToken: {path: t}}]}}]",
                container="volumeMounts: [{name: v, mountPath: /v, subPath: a}]",
            )
            + config("settings", namespace="a")
            + config("token", kind="Secret", namespace="b"),
            [
                f"{HEAD} {VOLUME}/projected/sources/0/configMap/name: "
                "ConfigMap/settings is not in namespace default, but in a",
                f"{HEAD} {VOLUME}/projected/sources/1/secret/name: Secret/token is not in namespace default, but in b",
            ],
            id="a projected volume, mounted in part",
        ),
        pytest.param(
            web(**volume("csi: {driver: d, nodePublishSecretRef: {name: token}}"))
            + config("token", kind="Secret", namespace="b"),
            [f"{HEAD} {VOLUME}/csi/nodePublishSecretRef/name: Secret/token is not in namespace default, but in b"],
            id="a CSI volume",
        ),
        pytest.param(
            web(pod="volumes: [{name: v, azureFile: {secretName: token}}]", container="volumeDevices: [{name: v}]")
            + config("token", kind="Secret", namespace="b"),
            [f"{HEAD} {VOLUME}/azureFile/secretName: Secret/token is not in namespace default, but in b"],
            id="an Azure file share, as a device",
        ),
        pytest.param(
            web(pod="imagePullSecrets: [{name: registry}, {}]") + config("registry", kind="Secret", namespace="b"),
            [
                f"{HEAD} /spec/template/spec/imagePullSecrets/0/name: "
                "Secret/registry is not in namespace default, but in b"
            ],
            id="a pull secret; one without a name is none",
        ),
        pytest.param(
            web(pod="imagePullSecrets: [{name: registry}]", container="envFrom: [{secretRef: {name: registry}}]")
            + config("registry", kind="Secret", namespace="b"),
            [
                f"{HEAD}/c /spec/template/spec/containers/0/envFrom/0/secretRef/name: "
                "Secret/registry is not in namespace default, but in b"
            ],
            id="one missing object is one finding",
        ),
        pytest.param(
            web(
                container="env: [{name: A, valueFrom: {configMapKeyRef: {name: s, key: X}}}, "
                "{name: B, valueFrom: {configMapKeyRef: {name: s, key: Y}}}, "
                "{name: C, valueFrom: {configMapKeyRef: {name: s, key: X}}}]"
            )
            + config("s"),
            [
                f"{HEAD}/c {ENV}/configMapKeyRef/key: ConfigMap/s has no key X, only MODE",
                f"{HEAD}/c {ENV.replace('0/value', '1/value')}/configMapKeyRef/key: "
                "ConfigMap/s has no key Y, only MODE",
            ],
            id="every missing key once",
        ),
        pytest.param(
            web(**volume("configMap: {name: kube-root-ca.crt}")), ["pass Deployment/web"], id="made by Kubernetes"
        ),
        pytest.param(
            web(container="env: 5"),
            ["not evaluated Deployment/web: /spec/template/spec/containers/0/env is the number 5, not a list"],
            id="a malformed container",
        ),
        pytest.param(
            "{apiVersion: apps/v1, kind: Deployment, metadata: {name: web}}",
            ["not evaluated Deployment/web: /spec/template/spec is missing"],
            id="no pod template",
        ),
        pytest.param(
            "{apiVersion: batch/v1, kind: CronJob, metadata: {name: b}, spec: {jobTemplate: {spec: {template: {spec: "
            "{containers: [{name: c, envFrom: [{secretRef: {name: token}}]}]}}}}}}\n---\n"
            + config("token", kind="Secret", namespace="x"),
            [
                "fail CronJob/b/c /spec/jobTemplate/spec/template/spec/containers/0/envFrom/0/secretRef/name: "
                "Secret/token is not in namespace default, but in x"
            ],
            id="a CronJob",
        ),
        pytest.param(
            "{apiVersion: postgresql.cnpg.io/v1, kind: Cluster, metadata: {name: db}, spec: "
            "{superuserSecret: {name: root}, bootstrap: {initdb: {secret: {name: owner}}}, "
            "imagePullSecrets: [{name: pull}]}}\n---\n"
            + config("root", kind="Secret", namespace="x")
            + config("owner", kind="Secret", namespace="x")
            + config("pull", kind="Secret", namespace="x"),
            [
                f"fail Cluster/db /spec/{field}: Secret/{name} is not in namespace default, but in x"
                for field, name in (
                    ("imagePullSecrets/0/name", "pull"),
                    ("bootstrap/initdb/secret/name", "owner"),
                    ("superuserSecret/name", "root"),
                )
            ],
            id="a database",
        ),
    ],
)
def test_config_exists(said: Any, text: str, expected: list[str]) -> None:
    assert said(RULE, text) == expected


NAMED = f"{ENV}/configMapKeyRef/name: ConfigMap/settings"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param(web(container=MODE), [f"{HEAD}/c {NAMED} is not there"], id="nobody else may own it"),
        pytest.param(
            web(container=MODE)
            + "{apiVersion: helm.toolkit.fluxcd.io/v2, kind: HelmRelease, metadata: {name: h}, spec: {chart: {}}}",
            [UNKNOWN + "; HelmRelease/h may make it"],
            id="a chart of that namespace",
        ),
        pytest.param(
            web(container=MODE) + "{apiVersion: helm.toolkit.fluxcd.io/v2, kind: HelmRelease, metadata: {name: h}, "
            "spec: {targetNamespace: x}}",
            [f"{HEAD}/c {NAMED} is not there"],
            id="a chart of another namespace",
        ),
        pytest.param(
            web(container=MODE.replace("settings", "shop-es-user"))
            + "{apiVersion: elasticsearch.k8s.elastic.co/v1, kind: Elasticsearch, metadata: {name: shop}}",
            [
                "not evaluated Deployment/web: ConfigMap/shop-es-user is not among the objects judged; "
                "Elasticsearch/shop may make it"
            ],
            id="a custom object that the name begins with",
        ),
        pytest.param(
            web(container=MODE.replace("settings", "shopping"))
            + "{apiVersion: elasticsearch.k8s.elastic.co/v1, kind: Elasticsearch, metadata: {name: shop}}",
            [f"{HEAD}/c {NAMED.replace('settings', 'shopping')} is not there"],
            id="a prefix ends at a dash",
        ),
        pytest.param(
            web(container=MODE.replace("settings", "flux-made"))
            + "{apiVersion: kustomize.toolkit.fluxcd.io/v1, kind: Kustomization, metadata: {name: flux}}",
            [f"{HEAD}/c {NAMED.replace('settings', 'flux-made')} is not there"],
            id="Flux makes only what is judged",
        ),
    ],
)
def test_a_closed_world(said: Any, text: str, expected: list[str]) -> None:
    assert said(RULE, text, facts={"closed": True}) == expected


def test_only_true_closes_the_world(said: Any) -> None:
    assert said(RULE, web(container=MODE), facts={"closed": "true"}) == [UNKNOWN]


@pytest.mark.parametrize(
    ("provided", "expected"),
    [
        (["ConfigMap/settings"], ["pass Deployment/web"]),
        (["ConfigMap/set*"], ["pass Deployment/web"]),
        (["Secret/settings"], [f"{HEAD}/c {NAMED} is not there"]),
        (["ConfigMap/other", "ConfigMap/settings"], ["pass Deployment/web"]),
    ],
)
def test_what_is_provided_is_there(said: Any, provided: list[str], expected: list[str]) -> None:
    assert said(RULE, web(container=MODE), {"provided": tuple(provided)}, {"closed": True}) == expected
