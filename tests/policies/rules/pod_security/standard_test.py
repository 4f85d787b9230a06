"""The rules together are the Pod Security Standards: what admission lets in passes, what it refuses does not.

The verdicts are those of k8s.io/pod-security-admission at the version judged; the pods are written for this table.
"""

from collections.abc import Iterator
from typing import Any

import pytest
import yaml

from policies.objects import Object
from policies.rule import Outcome, Rule
from policies.rules.pod_security import (
    apparmor,
    capabilities_baseline,
    capabilities_restricted,
    host_namespaces,
    host_path,
    host_port,
    host_process,
    privilege_escalation,
    privileged,
    probe_host,
    proc_mount,
    run_as_non_root,
    run_as_user_not_zero,
    seccomp,
    selinux,
    sysctls,
    volume_types,
)
from policies.world import World

SHARED = (
    apparmor,
    host_namespaces,
    host_port,
    host_process,
    privileged,
    probe_host,
    proc_mount,
    seccomp,
    selinux,
    sysctls,
)
RESTRICTED_ONLY = (
    capabilities_restricted,
    privilege_escalation,
    run_as_non_root,
    run_as_user_not_zero,
    volume_types,
)
STANDARDS = {
    "baseline": tuple(module.RULE for module in (*SHARED, capabilities_baseline, host_path)),
    "restricted": tuple(module.RULE for module in (*SHARED, *RESTRICTED_ONLY)),
}
HARD = (
    "allowPrivilegeEscalation: false, runAsNonRoot: true, capabilities: {drop: [ALL]}, "
    "seccompProfile: {type: RuntimeDefault}"
)
LISTS = ("initContainers", "containers", "ephemeralContainers")
KINDS = {
    "Deployment": "{apiVersion: apps/v1, kind: Deployment, metadata: {name: w}, spec: {template: @}}",
    "StatefulSet": "{apiVersion: apps/v1, kind: StatefulSet, metadata: {name: w}, spec: {template: @}}",
    "DaemonSet": "{apiVersion: apps/v1, kind: DaemonSet, metadata: {name: w}, spec: {template: @}}",
    "ReplicaSet": "{apiVersion: apps/v1, kind: ReplicaSet, metadata: {name: w}, spec: {template: @}}",
    "Rollout": "{apiVersion: argoproj.io/v1alpha1, kind: Rollout, metadata: {name: w}, spec: {template: @}}",
    "Job": "{apiVersion: batch/v1, kind: Job, metadata: {name: w}, spec: {template: @}}",
    "CronJob": "{apiVersion: batch/v1, kind: CronJob, metadata: {name: w}, spec: {jobTemplate: {spec: {template: @}}}}",
    "ScaledJob": "{apiVersion: keda.sh/v1alpha1, kind: ScaledJob, metadata: {name: w}, "
    "spec: {jobTargetRef: {template: @}}}",
}


def broken(text: str, standard: str, kubernetes: str = "1.35") -> list[str]:
    """The rules of a standard that an object breaks, by the last part of their names."""
    world = World((Object(yaml.safe_load(text)),), {}, kubernetes)
    return sorted(rule.id.partition("/")[2] for rule in STANDARDS[standard] if not _passes(rule, world, standard))


def _passes(rule: Rule, world: World, standard: str) -> bool:
    parameters = {**rule.defaults, **({"level": standard} if "level" in rule.defaults else {})}
    return all(verdict.outcome is Outcome.PASS for verdict in rule.judge(world, parameters))


def pod(spec: str) -> str:
    return f"{{apiVersion: v1, kind: Pod, metadata: {{name: p}}, spec: {{{spec}}}}}"


def hard(more: str = "", context: str = "") -> str:
    """A pod that is restricted but for `more` of its spec, and `context` of its container's security context."""
    settings = f"{HARD}, {context}" if context else HARD
    return pod(f"containers: [{{name: c, securityContext: {{{settings}}}}}]" + (f", {more}" if more else ""))


@pytest.mark.parametrize(
    ("text", "baseline", "restricted"),
    [
        pytest.param(hard(), [], [], id="the least that is restricted"),
        pytest.param(
            pod("containers: [{name: c}]"),
            [],
            ["capabilities-restricted", "privilege-escalation", "run-as-non-root", "seccomp"],
            id="the least that can be written",
        ),
        pytest.param(
            pod(
                "securityContext: {runAsNonRoot: true, seccompProfile: {type: Localhost, localhostProfile: a}}, "
                "containers: [{name: c, securityContext: {allowPrivilegeEscalation: false, "
                "capabilities: {drop: [ALL], add: [NET_BIND_SERVICE]}}}]"
            ),
            [],
            [],
            id="what a container can have from its pod",
        ),
        pytest.param(hard(context="privileged: true"), ["privileged"], ["privileged"], id="privileged"),
        pytest.param(hard("hostNetwork: true"), ["host-namespaces"], ["host-namespaces"], id="host network"),
        pytest.param(hard("hostPID: true, hostIPC: true"), ["host-namespaces"], ["host-namespaces"], id="host IPC"),
        pytest.param(
            hard("volumes: [{name: v, hostPath: {path: /}}]"), ["host-path"], ["volume-types"], id="host path"
        ),
        pytest.param(hard("volumes: [{name: v, nfs: {}}]"), [], ["volume-types"], id="a network volume"),
        pytest.param(hard("volumes: [{name: v, image: {}}]"), [], [], id="an image as a volume"),
        pytest.param(
            pod("containers: [{name: c, securityContext: {capabilities: {drop: [ALL], add: [CHOWN]}}}]"),
            [],
            ["capabilities-restricted", "privilege-escalation", "run-as-non-root", "seccomp"],
            id="a capability of the default set",
        ),
        pytest.param(
            pod("containers: [{name: c, securityContext: {capabilities: {add: [NET_RAW]}}}]"),
            ["capabilities-baseline"],
            ["capabilities-restricted", "privilege-escalation", "run-as-non-root", "seccomp"],
            id="another capability",
        ),
        pytest.param(hard("securityContext: {runAsUser: 0}"), [], ["run-as-user-not-zero"], id="user 0"),
        pytest.param(hard("securityContext: {runAsNonRoot: false}"), [], ["run-as-non-root"], id="root allowed"),
        pytest.param(
            hard("securityContext: {seccompProfile: {type: Unconfined}}"), ["seccomp"], ["seccomp"], id="unconfined"
        ),
        pytest.param(hard(context="procMount: Unmasked"), ["proc-mount"], ["proc-mount"], id="/proc unmasked"),
        pytest.param(
            hard("hostUsers: false", "procMount: Unmasked"), [], ["proc-mount"], id="unmasked in a user namespace"
        ),
        pytest.param(
            pod(
                "hostUsers: false, securityContext: {runAsUser: 0, seccompProfile: {type: RuntimeDefault}}, "
                "containers: [{name: c, securityContext: "
                "{allowPrivilegeEscalation: false, capabilities: {drop: [ALL]}}}]"
            ),
            [],
            [],
            id="root of a user namespace",
        ),
        pytest.param(
            pod("os: {name: windows}, securityContext: {runAsNonRoot: true}, containers: [{name: c}]"),
            [],
            [],
            id="a Windows pod needs no settings for Linux",
        ),
        pytest.param(
            pod("os: {name: windows}, containers: [{name: c}]"), [], ["run-as-non-root"], id="but may not be root"
        ),
        pytest.param(
            hard(context="windowsOptions: {hostProcess: true}"), ["host-process"], ["host-process"], id="host process"
        ),
        pytest.param(
            hard("securityContext: {sysctls: [{name: net.ipv4.tcp_rmem, value: x}]}"), [], [], id="a safe sysctl"
        ),
        pytest.param(
            hard("securityContext: {sysctls: [{name: net.ipv4.tcp_mem, value: x}]}"),
            ["sysctls"],
            ["sysctls"],
            id="an unsafe sysctl",
        ),
        pytest.param(
            hard("securityContext: {seLinuxOptions: {user: u}}"), ["selinux"], ["selinux"], id="a user of SELinux"
        ),
        pytest.param(hard(context="appArmorProfile: {type: Unconfined}"), ["apparmor"], ["apparmor"], id="no AppArmor"),
    ],
)
def test_a_pod(text: str, baseline: list[str], restricted: list[str]) -> None:
    assert (broken(text, "baseline"), broken(text, "restricted")) == (baseline, restricted)


def test_the_standards_of_1_34_know_no_user_namespace() -> None:
    text = hard("hostUsers: false, securityContext: {runAsUser: 0, runAsNonRoot: false}", "procMount: Unmasked")
    assert broken(text, "baseline", "1.34") == ["proc-mount"]
    assert broken(text, "restricted", "1.34") == ["proc-mount", "run-as-non-root", "run-as-user-not-zero"]


FAULTS: dict[str, dict[str, Any]] = {
    "apparmor": {"securityContext": {"appArmorProfile": {"type": "Unconfined"}}},
    "capabilities-baseline": {"securityContext": {"capabilities": {"add": ["NET_ADMIN"]}}},
    "host-port": {"ports": [{"containerPort": 80, "hostPort": 80}]},
    "host-process": {"securityContext": {"windowsOptions": {"hostProcess": True}}},
    "privileged": {"securityContext": {"privileged": True}},
    "probe-host": {"lifecycle": {"preStop": {"httpGet": {"host": "h", "port": 1}}}},
    "proc-mount": {"securityContext": {"procMount": "Unmasked"}},
    "seccomp": {"securityContext": {"seccompProfile": {"type": "Unconfined"}}},
    "selinux": {"securityContext": {"seLinuxOptions": {"type": "spc_t"}}},
}


def _everywhere() -> Iterator[Any]:
    for fault, body in FAULTS.items():
        for where in LISTS:
            spec = {"containers": [{"name": "a"}], where: [{"name": "a"}, {"name": "b", **body}]}
            for kind, text in KINDS.items():
                template = yaml.safe_dump({"spec": spec}, default_flow_style=True, width=10000).strip()
                yield pytest.param(text.replace("@", template), fault, id=f"{fault} in {where} of {kind}")


@pytest.mark.parametrize(("text", "fault"), list(_everywhere()))
def test_a_fault_is_found_in_every_list_of_every_kind(text: str, fault: str) -> None:
    assert broken(text, "baseline") == [fault]


@pytest.mark.parametrize("rule", [*STANDARDS["baseline"], *STANDARDS["restricted"]], ids=lambda rule: rule.id)
def test_a_database_cluster_leaves_its_pods_to_the_operator(rule: Rule) -> None:
    body = {
        "apiVersion": "postgresql.cnpg.io/v1",
        "kind": "Cluster",
        "metadata": {"name": "d"},
        "spec": {"instances": 1},
    }
    assert list(rule.judge(World((Object(body),)), rule.defaults)) == []
