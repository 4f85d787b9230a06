"""pod-security/sysctls: the safe ones of the judged version."""

from typing import Any

import pytest

from policies.rules.pod_security.sysctls import RULE

PASS = ["pass Pod/p"]


@pytest.mark.parametrize(
    ("spec", "expected"),
    [
        pytest.param(
            "{securityContext: {sysctls: [{name: kernel.msgmax, value: x}]}}",
            ["fail Pod/p /spec/securityContext/sysctls/0/name: sysctl kernel.msgmax is not safe in Kubernetes 1.35"],
            id="an unsafe one",
        ),
        pytest.param(
            "{securityContext: {sysctls: [{name: kernel.shm_rmid_forced, value: x}, {name: "
            "net.core.somaxconn, value: x}]}}",
            [
                "fail Pod/p /spec/securityContext/sysctls/1/name: sysctl net.core.somaxconn is not safe in "
                "Kubernetes 1.35"
            ],
            id="the second one",
        ),
        pytest.param("{securityContext: {sysctls: []}}", PASS, id="an empty list"),
        pytest.param("{containers: [{name: c}]}", PASS, id="none"),
        pytest.param(
            "{containers: [{name: c, securityContext: {sysctls: [{name: kernel.msgmax}]}}]}",
            PASS,
            id="a container has no such field",
        ),
        pytest.param(
            "{securityContext: {sysctls: [{name: 1}]}}",
            ["not evaluated Pod/p: /spec/securityContext/sysctls/0/name is the number 1, not a text"],
            id="a number",
        ),
    ],
)
def test_sysctls(of_pod: Any, spec: str, expected: list[str]) -> None:
    assert of_pod(RULE, spec) == expected


@pytest.mark.parametrize(
    ("name", "since"),
    [
        ("kernel.shm_rmid_forced", 1),
        ("net.ipv4.ip_local_port_range", 1),
        ("net.ipv4.tcp_syncookies", 1),
        ("net.ipv4.ping_group_range", 1),
        ("net.ipv4.ip_unprivileged_port_start", 1),
        ("net.ipv4.ip_local_reserved_ports", 27),
        ("net.ipv4.tcp_keepalive_time", 29),
        ("net.ipv4.tcp_fin_timeout", 29),
        ("net.ipv4.tcp_keepalive_intvl", 29),
        ("net.ipv4.tcp_keepalive_probes", 29),
        ("net.ipv4.tcp_rmem", 32),
        ("net.ipv4.tcp_wmem", 32),
        ("net.ipv4.tcp_slow_start_after_idle", 37),
        ("net.ipv4.tcp_notsent_lowat", 37),
    ],
)
def test_a_sysctl_is_safe_from_its_version_on(of_pod: Any, name: str, since: int) -> None:
    spec = f"{{securityContext: {{sysctls: [{{name: {name}}}]}}}}"
    found = {minor: of_pod(RULE, spec, kubernetes=f"1.{minor}") == PASS for minor in range(1, 40)}
    assert found == {minor: minor >= since for minor in range(1, 40)}
