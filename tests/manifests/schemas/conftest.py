"""Good objects, and one way to spoil each."""

from copy import deepcopy
from typing import Any

import pytest

POD = {
    "metadata": {"labels": {"app": "a"}},
    "spec": {
        "containers": [
            {
                "name": "a",
                "image": "a:1",
                "ports": [{"containerPort": 80}],
                "resources": {"limits": {"memory": "1Gi", "cpu": 1}},
                "readinessProbe": {"httpGet": {"path": "/", "port": "http"}},
            }
        ]
    },
}


def body(api_version: str, kind: str, **fields: Any) -> dict[str, Any]:
    return deepcopy({"apiVersion": api_version, "kind": kind, "metadata": {"name": "a", "namespace": "dev"}, **fields})


SELECTOR = {"matchLabels": {"app": "a"}}
GOOD = {
    "Deployment": body("apps/v1", "Deployment", spec={"selector": SELECTOR, "template": POD, "replicas": 2}),
    "Service": body("v1", "Service", spec={"ports": [{"port": 80, "targetPort": "http"}], "clusterIP": "None"}),
    "ConfigMap": body("v1", "ConfigMap", data={"a": "---\n", "b": "\u007f\u2028 é 😀"}),
    "HorizontalPodAutoscaler": body(
        "autoscaling/v2",
        "HorizontalPodAutoscaler",
        spec={"maxReplicas": 2, "scaleTargetRef": {"kind": "Deployment", "name": "a"}},
    ),
    "NetworkPolicy": body("networking.k8s.io/v1", "NetworkPolicy", spec={"podSelector": {}, "ingress": [{}]}),
    "PodDisruptionBudget": body("policy/v1", "PodDisruptionBudget", spec={"maxUnavailable": "25%"}),
    "Kustomization": body(
        "kustomize.toolkit.fluxcd.io/v1",
        "Kustomization",
        spec={
            "interval": "10m",
            "path": "./a",
            "prune": True,
            "sourceRef": {"kind": "GitRepository", "name": "flux-system"},
            "patches": [{"patch": "- {}", "target": {"kind": "Deployment"}}],
        },
    ),
    "HelmRelease": body(
        "helm.toolkit.fluxcd.io/v2",
        "HelmRelease",
        spec={"interval": "10m", "chartRef": {"kind": "OCIRepository", "name": "a"}, "values": {"any": {"thing": [1]}}},
    ),
    "Cluster": body("postgresql.cnpg.io/v1", "Cluster", spec={"instances": 3, "storage": {"size": "1Gi"}}),
    "HTTPRoute": body(
        "gateway.networking.k8s.io/v1",
        "HTTPRoute",
        spec={"parentRefs": [{"name": "public"}], "rules": [{"backendRefs": [{"name": "a", "port": 80}]}]},
    ),
    "PodMonitor": body(
        "monitoring.coreos.com/v1", "PodMonitor", spec={"selector": SELECTOR, "podMetricsEndpoints": [{"port": "http"}]}
    ),
    "ScaledObject": body(
        "keda.sh/v1alpha1",
        "ScaledObject",
        spec={"scaleTargetRef": {"name": "a"}, "triggers": [{"type": "cron", "metadata": {"start": "0 6 * * *"}}]},
    ),
    "Certificate": body(
        "cert-manager.io/v1", "Certificate", spec={"secretName": "a", "issuerRef": {"name": "a"}, "dnsNames": ["a.b"]}
    ),
}


@pytest.fixture
def good() -> dict[str, dict[str, Any]]:
    """One good object of each kind, by kind; each test gets its own."""
    return deepcopy(GOOD)
