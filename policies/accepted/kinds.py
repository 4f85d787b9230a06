"""What each kind demands, by API group and kind, and what every object does of its metadata."""

from collections.abc import Iterator, Mapping
from typing import Any

from policies.accepted.access import BINDING, rule_of_role
from policies.accepted.checks import (
    INT32,
    between,
    needs,
    one_of,
    optional,
    quantity,
    unique,
)
from policies.accepted.names import (
    API_VERSION,
    CONFIG_KEY,
    DNS_1035,
    DNS_LABEL,
    DNS_SUBDOMAIN,
    KIND,
    LABELS,
    PATH_SEGMENT,
    QUALIFIED,
    keys,
)
from policies.accepted.namespaces import limit, pod_security
from policies.accepted.network import HTTP_ROUTE, NETWORK_POLICY, SERVICE
from policies.accepted.pods import add_pod, below
from policies.accepted.scaling import AUTOSCALER
from policies.accepted.table import Check, Found, Table, Tree
from policies.accepted.workloads import COUNT, JOB, ROLLING, SELECTED, STATEFUL, workload

_RBAC = "rbac.authorization.k8s.io"
_CLUSTER: Table = {"spec/postgresql/synchronous/number": between(1)}
_KINDS: Mapping[tuple[str, str], Tree] = {
    ("apps", "Deployment"): workload(ROLLING),
    ("apps", "StatefulSet"): workload(STATEFUL, mounted=None),
    ("apps", "DaemonSet"): workload({"spec/updateStrategy/type": one_of("RollingUpdate", "OnDelete")}),
    ("", "Pod"): add_pod(Tree(), "", "Always", "OnFailure", "Never", ""),
    ("batch", "Job"): add_pod(
        Tree().add({"": needs("spec")}).add(JOB, "spec"), "spec/template", "OnFailure", "Never", "Always", ""
    ),
    ("batch", "CronJob"): add_pod(
        Tree()
        .add(JOB, "spec/jobTemplate/spec")
        .add(
            {
                "spec": needs("schedule"),
                "spec/concurrencyPolicy": one_of("Allow", "Forbid", "Replace"),
                "spec/startingDeadlineSeconds": COUNT,
                "spec/successfulJobsHistoryLimit": COUNT,
                "spec/failedJobsHistoryLimit": COUNT,
            }
        ),
        "spec/jobTemplate/spec/template",
        *("OnFailure", "Never", "Always", ""),
    ),
    ("autoscaling", "HorizontalPodAutoscaler"): Tree().add(AUTOSCALER),
    ("policy", "PodDisruptionBudget"): Tree()
    .add(SELECTED)
    .add({"spec/unhealthyPodEvictionPolicy": one_of("IfHealthyBudget", "AlwaysAllow")}),
    ("networking.k8s.io", "NetworkPolicy"): Tree().add(NETWORK_POLICY),
    ("", "Service"): Tree().add(SERVICE),
    ("", "ConfigMap"): Tree().add({"data": keys(CONFIG_KEY), "binaryData": keys(CONFIG_KEY)}),
    ("", "Secret"): Tree().add({"data": keys(CONFIG_KEY), "stringData": keys(CONFIG_KEY)}),
    ("", "Namespace"): Tree().add({"metadata/labels": pod_security}),
    ("", "LimitRange"): Tree().add({"spec/limits": unique("type"), "spec/limits/*": limit}),
    ("", "ResourceQuota"): Tree().add({"spec/hard": keys(QUALIFIED), "spec/hard/*": quantity()}),
    ("scheduling.k8s.io", "PriorityClass"): Tree().add(
        {"value": between(-INT32 - 1, 10**9), "preemptionPolicy": one_of("PreemptLowerPriority", "Never")}
    ),
    ("gateway.networking.k8s.io", "HTTPRoute"): Tree().add(HTTP_ROUTE),
    ("postgresql.cnpg.io", "Cluster"): Tree().add(_CLUSTER),
    (_RBAC, "Role"): Tree().add({"rules/*": rule_of_role}),
    (_RBAC, "ClusterRole"): Tree().add({"rules/*": rule_of_role}),
    (_RBAC, "RoleBinding"): Tree().add(BINDING),
    (_RBAC, "ClusterRoleBinding"): Tree().add(BINDING),
}
_NAMES: Mapping[tuple[str, str], Check] = {
    ("", "Namespace"): DNS_LABEL,
    ("", "Service"): DNS_1035,
    ("policy", "PodDisruptionBudget"): PATH_SEGMENT,
    **{(_RBAC, kind): PATH_SEGMENT for kind in ("Role", "ClusterRole", "RoleBinding", "ClusterRoleBinding")},
}
_METADATA: Table = {
    "": needs("name"),
    **below("labels", LABELS),
    "annotations": keys(QUALIFIED),
}
_ANY = Tree().add(_METADATA, "metadata")

_GROUPS = {group for group, _ in _KINDS}


def refused(group: str, kind: str, body: Mapping[str, Any]) -> Iterator[Found]:
    """What the API server would refuse in an object of a kind, as (path, message)."""
    metadata = body.get("metadata")
    for key in ("apiVersion", "kind"):
        if not isinstance(body.get(key), str) or not body[key]:
            yield (key,), "is not written as text, the API server demands it"
    yield from ((("apiVersion",), message) for _, message in optional(API_VERSION)(body.get("apiVersion")))
    yield from ((("kind",), message) for _, message in optional(KIND)(body.get("kind")))
    if metadata == {} or (metadata is None and _is_served(group, kind)):
        yield ("metadata", "name"), "is not written, the API server demands it"
    yield from _ANY.walk(body)
    name = metadata.get("name") if isinstance(metadata, dict) else None
    if isinstance(name, str) and name:
        for _, message in _NAMES.get((group, kind), DNS_SUBDOMAIN)(name):
            yield ("metadata", "name"), message
    tree = _KINDS.get((group, kind))
    if tree is not None:
        yield from tree.walk(body)


def _is_served(group: str, kind: str) -> bool:
    """Whether an API server serves the kind, as far as is known. Kubernetes' own configuration files (audit policies,
    kubeconfigs, those of kubeadm, the kubelet, the scheduler, kind) look like objects and have no metadata."""
    return group in _GROUPS and (group, kind) != ("", "Config")
