"""pod-security/container-runtime-socket: neither the socket nor the directory made for it."""

from typing import Any

import pytest

from policies.rules.pod_security.container_runtime_socket import RULE

PASS = ["pass Pod/p"]


@pytest.mark.parametrize(
    ("spec", "expected"),
    [
        pytest.param(
            '{volumes: [{name: v, hostPath: {path: "/var/run/docker.sock"}}]}',
            ["fail Pod/p /spec/volumes/0/hostPath/path: volume v mounts /var/run/docker.sock of the node"],
            id="/var/run/docker.sock",
        ),
        pytest.param(
            '{volumes: [{name: v, hostPath: {path: "/run/docker.sock"}}]}',
            ["fail Pod/p /spec/volumes/0/hostPath/path: volume v mounts /run/docker.sock of the node"],
            id="/run/docker.sock",
        ),
        pytest.param(
            '{volumes: [{name: v, hostPath: {path: "/run/dockershim.sock"}}]}',
            ["fail Pod/p /spec/volumes/0/hostPath/path: volume v mounts /run/dockershim.sock of the node"],
            id="/run/dockershim.sock",
        ),
        pytest.param(
            '{volumes: [{name: v, hostPath: {path: "/run/cri-dockerd.sock"}}]}',
            ["fail Pod/p /spec/volumes/0/hostPath/path: volume v mounts /run/cri-dockerd.sock of the node"],
            id="/run/cri-dockerd.sock",
        ),
        pytest.param(
            '{volumes: [{name: v, hostPath: {path: "/run/containerd"}}]}',
            ["fail Pod/p /spec/volumes/0/hostPath/path: volume v mounts /run/containerd of the node"],
            id="/run/containerd",
        ),
        pytest.param(
            '{volumes: [{name: v, hostPath: {path: "/run/containerd/containerd.sock"}}]}',
            ["fail Pod/p /spec/volumes/0/hostPath/path: volume v mounts /run/containerd/containerd.sock of the node"],
            id="/run/containerd/containerd.sock",
        ),
        pytest.param(
            '{volumes: [{name: v, hostPath: {path: "/var/run/containerd/"}}]}',
            ["fail Pod/p /spec/volumes/0/hostPath/path: volume v mounts /var/run/containerd/ of the node"],
            id="/var/run/containerd/",
        ),
        pytest.param(
            '{volumes: [{name: v, hostPath: {path: "/run/k3s/containerd"}}]}',
            ["fail Pod/p /spec/volumes/0/hostPath/path: volume v mounts /run/k3s/containerd of the node"],
            id="/run/k3s/containerd",
        ),
        pytest.param(
            '{volumes: [{name: v, hostPath: {path: "/run/k3s/containerd/containerd.sock"}}]}',
            [
                "fail Pod/p /spec/volumes/0/hostPath/path: volume v mounts "
                "/run/k3s/containerd/containerd.sock of the node"
            ],
            id="/run/k3s/containerd/containerd.sock",
        ),
        pytest.param(
            '{volumes: [{name: v, hostPath: {path: "/run/crio"}}]}',
            ["fail Pod/p /spec/volumes/0/hostPath/path: volume v mounts /run/crio of the node"],
            id="/run/crio",
        ),
        pytest.param(
            '{volumes: [{name: v, hostPath: {path: "/var/run/crio/crio.sock"}}]}',
            ["fail Pod/p /spec/volumes/0/hostPath/path: volume v mounts /var/run/crio/crio.sock of the node"],
            id="/var/run/crio/crio.sock",
        ),
        pytest.param(
            '{volumes: [{name: v, hostPath: {path: "/run/podman"}}]}',
            ["fail Pod/p /spec/volumes/0/hostPath/path: volume v mounts /run/podman of the node"],
            id="/run/podman",
        ),
        pytest.param(
            '{volumes: [{name: v, hostPath: {path: "/run/podman/podman.sock"}}]}',
            ["fail Pod/p /spec/volumes/0/hostPath/path: volume v mounts /run/podman/podman.sock of the node"],
            id="/run/podman/podman.sock",
        ),
        pytest.param(
            '{volumes: [{name: v, hostPath: {path: "//var/run//docker.sock"}}]}',
            ["fail Pod/p /spec/volumes/0/hostPath/path: volume v mounts //var/run//docker.sock of the node"],
            id="//var/run//docker.sock",
        ),
        pytest.param(
            '{volumes: [{name: v, hostPath: {path: "\\\\\\\\.\\\\pipe\\\\docker_engine"}}]}',
            ["fail Pod/p /spec/volumes/0/hostPath/path: volume v mounts \\\\.\\pipe\\docker_engine of the node"],
            id="\\\\.\\pipe\\docker_engine",
        ),
        pytest.param(
            '{volumes: [{name: v, hostPath: {path: "\\\\\\\\.\\\\pipe\\\\containerd-containerd"}}]}',
            [
                "fail Pod/p /spec/volumes/0/hostPath/path: volume v mounts \\\\.\\pipe\\containerd-containerd "
                "of the node"
            ],
            id="\\\\.\\pipe\\containerd-containerd",
        ),
        pytest.param('{volumes: [{name: v, hostPath: {path: "/run"}}]}', PASS, id="/run"),
        pytest.param('{volumes: [{name: v, hostPath: {path: "/var/run"}}]}', PASS, id="/var/run"),
        pytest.param('{volumes: [{name: v, hostPath: {path: "/"}}]}', PASS, id="/"),
        pytest.param('{volumes: [{name: v, hostPath: {path: "/var/log"}}]}', PASS, id="/var/log"),
        pytest.param('{volumes: [{name: v, hostPath: {path: "/run/docker.socket"}}]}', PASS, id="/run/docker.socket"),
        pytest.param(
            '{volumes: [{name: v, hostPath: {path: "/srv/run/docker.sock"}}]}', PASS, id="/srv/run/docker.sock"
        ),
        pytest.param("{volumes: [{name: v, hostPath: {}}]}", PASS, id="no path"),
        pytest.param("{volumes: [{name: v, emptyDir: {}}]}", PASS, id="another type"),
        pytest.param(
            "{volumes: [{name: a, hostPath: {path: /srv}}, {name: v, hostPath: {path: /run/docker.sock}}]}",
            ["fail Pod/p /spec/volumes/1/hostPath/path: volume v mounts /run/docker.sock of the node"],
            id="the second one",
        ),
        pytest.param(
            "{volumes: [{name: v, hostPath: {path: 1}}]}",
            ["not evaluated Pod/p: /spec/volumes/0/hostPath/path is the number 1, not a text"],
            id="a number",
        ),
    ],
)
def test_container_runtime_socket(of_pod: Any, spec: str, expected: list[str]) -> None:
    assert of_pod(RULE, spec) == expected


@pytest.mark.parametrize(
    ("path", "expected"),
    [
        pytest.param(
            "/run", ["fail Pod/p /spec/volumes/0/hostPath/path: volume v mounts /run of the node"], id="below"
        ),
        pytest.param(
            "/run/my/x.sock",
            ["fail Pod/p /spec/volumes/0/hostPath/path: volume v mounts /run/my/x.sock of the node"],
            id="by a pattern, written with the link",
        ),
        pytest.param(
            "/var/run",
            ["fail Pod/p /spec/volumes/0/hostPath/path: volume v mounts /var/run of the node"],
            id="the link",
        ),
        pytest.param("/var/running", PASS, id="no link"),
        pytest.param("/var/my.sock", PASS, id="elsewhere below /var"),
        pytest.param("/run/docker.sock", PASS, id="what is not in the list"),
    ],
)
def test_other_paths(of_pod: Any, path: str, expected: list[str]) -> None:
    spec = f"{{volumes: [{{name: v, hostPath: {{path: {path}}}}}]}}"
    assert of_pod(RULE, spec, {"paths": ("/run", "/running", "/my.sock", "/var/run/my/*.sock")}) == expected
