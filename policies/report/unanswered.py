"""What the other checkers check and no rule answers, and why: with `Rule.answers`, all of their built-in checks.

Kyverno's library is not closed: of it, the Pod Security and best-practices folders and what else speaks of the same.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from policies.answer import Tool

_ROLES = "who may do what in a cluster is not judged: roles and their bindings are no workload"
_CLUSTER = "about the flags of a cluster's own components, which a repository of workloads does not hold"
_REMOVED = "PodSecurityPolicy is no longer served since Kubernetes 1.25: `yaml/schema` says that"
_TASTE = "a convention of one organisation: Roadstead's own generator sets labels, people's repositories differ"
_GATEWAY = "of Gateways and their routes, only TLS and the backends are judged"
_PRODUCT = "about one product"
_DEFAULT = "not judged: the default namespace or service account does no harm by itself"
_WRITES = "changes or creates objects in a cluster, which a checker of files does not"


@dataclass(frozen=True, slots=True)
class Unanswered:
    """Checks of a tool that share a reason."""

    tool: Tool
    checks: tuple[str, ...]
    why: str


def _checkov(*numbers: int) -> tuple[str, ...]:
    return tuple(f"CKV_K8S_{number}" for number in numbers)


def _of(tool: Tool, reasons: dict[str, str]) -> Iterator[Unanswered]:
    for why, checks in reasons.items():
        yield Unanswered(tool, tuple(checks.split()), why)


UNANSWERED: tuple[Unanswered, ...] = (
    *_of(
        Tool.KUBE_LINTER,
        {
            _ROLES: "access-to-create-pods access-to-secrets cluster-admin-role-binding wildcard-in-rules",
            _TASTE: "required-annotation-email required-label-owner sorted-keys",
            _DEFAULT: "default-service-account use-namespace",
            _PRODUCT: "dangling-servicemonitor scc-deny-privileged-container",
            "whether peers of a policy exist is not judged: they may run in another repository": (
                "dangling-networkpolicypeer-podselector"
            ),
            "the old field still works, and the API server keeps both equal": "deprecated-service-account-field",
            "about DNS and nodes that this repository does not know": "dnsconfig-options no-node-affinity",
            "a repeated name in env is read as the last one; not judged yet": "duplicate-env-var",
            "the target port of a Service is not judged yet": "invalid-target-ports",
            "not judged yet: finished Jobs stay until somebody deletes them": "job-ttl-seconds-after-finished",
            "not judged yet: by default unready pods are evicted only while the budget holds": (
                "pdb-unhealthy-pod-eviction-policy"
            ),
            "only that a named class exists is judged (`references/priority-class`)": "priority-class-name",
            "a container without NET_BIND_SERVICE fails by itself": "privileged-ports",
            "environment variables from Secrets are allowed; Secrets in the clear are not": "read-secret-from-env-var",
            "the API server refuses what a kind does not allow": "restart-policy",
            "which ports a program listens on is its own affair": "ssh-port",
        },
    ),
    *_of(
        Tool.KUBE_SCORE,
        {
            "not judged yet": "cronjob-has-deadline cronjob-restartpolicy environment-variable-key-duplication",
            "ports that share a name or number are refused by the API server": "container-ports-check",
            "since Kubernetes 1.34 a StatefulSet needs no Service; not judged": "statefulset-has-servicename",
        },
    ),
    *_of(
        Tool.POLARIS,
        {
            _ROLES: (
                "clusterrolePodExecAttach clusterrolebindingClusterAdmin clusterrolebindingPodExecAttach"
                " rolePodExecAttach rolebindingClusterAdminClusterRole rolebindingClusterAdminRole"
                " rolebindingClusterRolePodExecAttach rolebindingRolePodExecAttach"
            ),
            _GATEWAY: (
                "gatewayAllowedRoutesAll gatewayCrossNamespaceCertificateRef gatewayInsecureFrontendValidation"
                " httpRouteBackendTLSMissing httpRouteCrossNamespaceBackendRef httpRouteInsecureListener"
                " httpRouteWildcardOrEmptyHost kgatewayBackendTLSVerificationDisabled"
            ),
            _TASTE: "metadataAndInstanceMismatched",
            "only that a named class exists is judged (`references/priority-class`)": "priorityClassNotSet",
        },
    ),
    *(
        Unanswered(Tool.CHECKOV, checks, why)
        for checks, why in (
            (
                (*(f"CKV2_K8S_{number}" for number in range(1, 6)), *_checkov(42, 49, 155, 156, 157, 158)),
                _ROLES,
            ),
            (_checkov(*range(1, 8), 24, 32, 36), _REMOVED),
            (
                _checkov(
                    *(*range(68, 76), *range(77, 87), *range(88, 98), 99, 100, 102, *range(104, 109)),
                    *(*range(110, 120), 121, *range(138, 142), *range(143, 150), 151),
                ),
                _CLUSTER,
            ),
            (_checkov(21, 41), _DEFAULT),
            (_checkov(33, 34, 44, 45, 152, 153, 154, 159), _PRODUCT),
            (_checkov(29, 30), "that a context is written says little: each field of it has a rule of its own"),
            (_checkov(35), "environment variables from Secrets are allowed; Secrets in the clear are not"),
        )
    ),
    *_of(
        Tool.KYVERNO,
        {
            _WRITES: "add-networkpolicy-dns add-ns-quota add-rolebinding add-safe-to-evict",
            _TASTE: "require-labels",
            _DEFAULT: "disallow-default-namespace",
            _PRODUCT: "disallow-helm-tiller",
            "a Service that names addresses is not judged yet": "restrict-service-external-ips",
            "an Ingress without a host takes the requests of all; not judged yet": "disallow-empty-ingress-host",
        },
    ),
)
