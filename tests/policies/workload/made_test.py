"""What operators make, and so what references may name."""

import pytest
import yaml

from policies.objects import Object
from policies.workload.made import made_from


@pytest.mark.parametrize(
    ("kind", "group", "spec", "expected"),
    [
        pytest.param(
            "Cluster",
            "postgresql.cnpg.io/v1",
            "{}",
            [
                "Service/n-rw",
                "Service/n-ro",
                "Service/n-r",
                "Secret/n-app",
                "Secret/n-superuser",
                "Secret/n-ca",
                "Secret/n-server",
                "Secret/n-replication",
                "ServiceAccount/n",
            ],
            id="CloudNativePG",
        ),
        pytest.param(
            "Cluster",
            "postgresql.cnpg.io/v1",
            "{managed: {services: {additional: [{serviceTemplate: {metadata: {name: lb}}}, {}]}}}",
            [
                "Service/n-rw",
                "Service/n-ro",
                "Service/n-r",
                "Service/lb",
                "Secret/n-app",
                "Secret/n-superuser",
                "Secret/n-ca",
                "Secret/n-server",
                "Secret/n-replication",
                "ServiceAccount/n",
            ],
            id="a further Service of CloudNativePG",
        ),
        pytest.param("Cluster", "example.com/v1", "{}", [], id="a Cluster of somebody else"),
        pytest.param("Pooler", "postgresql.cnpg.io/v1", "{}", ["Service/n", "ServiceAccount/n"], id="a pooler"),
        pytest.param(
            "Kafka",
            "kafka.strimzi.io/v1",
            "{}",
            [
                "Service/n-kafka-bootstrap",
                "Service/n-kafka-brokers",
                "Secret/n-cluster-ca-cert",
                "Secret/n-clients-ca-cert",
            ],
            id="Strimzi",
        ),
        pytest.param("KafkaUser", "kafka.strimzi.io/v1", "{}", ["Secret/n"], id="a user of Strimzi"),
        pytest.param(
            "StatefulSet",
            "apps/v1",
            "{volumeClaimTemplates: [{metadata: {name: data}}]}",
            ["PersistentVolumeClaim/data-n-*"],
            id="claims of a StatefulSet",
        ),
        pytest.param(
            "Certificate", "cert-manager.io/v1", "{secretName: tls}", ["Secret/tls"], id="a certificate's Secret"
        ),
        pytest.param("ExternalSecret", "external-secrets.io/v1", "{}", ["Secret/n"], id="an external secret"),
        pytest.param(
            "ExternalSecret", "external-secrets.io/v1", "{target: {name: t}}", ["Secret/t"], id="under another name"
        ),
        pytest.param("SealedSecret", "bitnami.com/v1alpha1", "{}", ["Secret/n"], id="a sealed secret"),
        pytest.param("OnePasswordItem", "onepassword.com/v1", "{}", ["Secret/n"], id="1Password"),
        pytest.param(
            "VaultStaticSecret", "secrets.hashicorp.com/v1beta1", "{destination: {name: v}}", ["Secret/v"], id="Vault"
        ),
        pytest.param(
            "VaultDynamicSecret",
            "secrets.hashicorp.com/v1beta1",
            "{destination: {name: v}}",
            ["Secret/v"],
            id="Vault's dynamic secret",
        ),
        pytest.param(
            "VaultPKISecret",
            "secrets.hashicorp.com/v1beta1",
            "{destination: {name: v}}",
            ["Secret/v"],
            id="Vault's certificate",
        ),
        pytest.param(
            "SecretProviderClass",
            "secrets-store.csi.x-k8s.io/v1",
            "{secretObjects: [{secretName: s}, {}]}",
            ["Secret/s"],
            id="the CSI secrets store",
        ),
        pytest.param(
            "SopsSecret",
            "isindir.github.com/v1alpha3",
            "{secretTemplates: [{name: a}, {name: b}]}",
            ["Secret/a", "Secret/b"],
            id="the SOPS operator",
        ),
        pytest.param("DataVolume", "cdi.kubevirt.io/v1beta1", "{}", ["PersistentVolumeClaim/n"], id="KubeVirt"),
        pytest.param("Ingress", "networking.k8s.io/v1", "{tls: [{secretName: s}]}", [], id="an Ingress by itself"),
        pytest.param("ExternalSecret", "external-secrets.io/v1", "{target: [1]}", [], id="malformed"),
        pytest.param("ConfigMap", "v1", "{}", [], id="an ordinary object"),
    ],
)
def test_made_from(kind: str, group: str, spec: str, expected: list[str]) -> None:
    body = {"apiVersion": group, "kind": kind, "metadata": {"name": "n"}, "spec": yaml.safe_load(spec)}
    assert [f"{kind}/{name}" for kind, name in made_from(Object(body))] == expected


@pytest.mark.parametrize(
    ("kind", "group", "spec", "expected"),
    [
        pytest.param("Ingress", "networking.k8s.io/v1", "{tls: [{secretName: s}, {}]}", ["Secret/s"], id="an Ingress"),
        pytest.param(
            "Gateway",
            "gateway.networking.k8s.io/v1",
            "{listeners: [{tls: {certificateRefs: [{name: s}]}}, {}]}",
            ["Secret/s"],
            id="a Gateway",
        ),
    ],
)
def test_what_cert_manager_makes_for_an_annotation(kind: str, group: str, spec: str, expected: list[str]) -> None:
    metadata = {"name": "n", "annotations": {"cert-manager.io/cluster-issuer": "ca"}}
    body = {"apiVersion": group, "kind": kind, "metadata": metadata, "spec": yaml.safe_load(spec)}
    assert [f"{kind}/{name}" for kind, name in made_from(Object(body))] == expected
