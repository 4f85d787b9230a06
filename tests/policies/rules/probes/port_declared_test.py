"""probes/port-declared: names are looked up in the container itself."""

from typing import Any

import pytest

from policies.rules.probes.port_declared import RULE

HEAD = "apiVersion: apps/v1, kind: Deployment, metadata: {name: d}"
PASS = ["pass Deployment/d"]
WEB = "ports: [{name: web, containerPort: 80}]"


def missing(what: str, field: str, more: str = "", container: str = "c", place: str = "containers/0") -> list[str]:
    return [
        f"fail Deployment/d/{container} /spec/template/spec/{place}/{field}: "
        f'{what} asks port "http", which the container does not declare{more}'
    ]


@pytest.mark.parametrize(
    ("text", "parameters", "expected"),
    [
        pytest.param(f"containers: [{{name: c, {WEB}, livenessProbe: {{httpGet: {{port: web}}}}}}]", {}, PASS, id="a"),
        *(
            pytest.param(
                f"containers: [{{name: c, {WEB}, {kind}: {{{handler}: {{port: http}}}}}}]",
                {},
                missing(kind, f"{kind}/{handler}/port"),
                id=f"{kind} {handler}",
            )
            for kind in ("startupProbe", "readinessProbe", "livenessProbe")
            for handler in ("httpGet", "tcpSocket")
        ),
        *(
            pytest.param(
                f"containers: [{{name: c, lifecycle: {{{hook}: {{httpGet: {{port: http}}}}}}}}]",
                {},
                missing(hook, f"lifecycle/{hook}/httpGet/port"),
                id=hook,
            )
            for hook in ("preStop", "postStart")
        ),
        pytest.param(
            "containers: [{name: c, livenessProbe: {httpGet: {port: http}}}, "
            "{name: e, ports: [{name: http, containerPort: 80}]}]",
            {},
            missing("livenessProbe", "livenessProbe/httpGet/port", ", but e does"),
            id="another container's name",
        ),
        pytest.param(
            "initContainers: [{name: s, restartPolicy: Always, livenessProbe: {httpGet: {port: http}}}], "
            "containers: [{name: c}]",
            {},
            missing("livenessProbe", "livenessProbe/httpGet/port", container="s", place="initContainers/0"),
            id="a sidecar",
        ),
        pytest.param(
            "initContainers: [{name: i, livenessProbe: {httpGet: {port: http}}}], containers: [{name: c}]",
            {},
            [],
            id="an init container has no probes",
        ),
        pytest.param(
            'containers: [{name: c, livenessProbe: {httpGet: {port: "80"}}}]',
            {},
            [
                "fail Deployment/d/c /spec/template/spec/containers/0/livenessProbe/httpGet/port: "
                'livenessProbe asks port "80", a text of digits that the API server refuses'
            ],
            id="digits in quotes",
        ),
        pytest.param("containers: [{name: c, livenessProbe: {httpGet: {port: 81}}}]", {}, PASS, id="a number"),
        pytest.param(
            f"containers: [{{name: c, {WEB}, livenessProbe: {{httpGet: {{port: 81}}}}}}]",
            {"numbers": True},
            [
                "fail Deployment/d/c /spec/template/spec/containers/0/livenessProbe/httpGet/port: "
                "livenessProbe asks port 81, which the container does not declare"
            ],
            id="a number if told so",
        ),
        pytest.param(
            f"containers: [{{name: c, {WEB}, livenessProbe: {{grpc: {{port: 80}}}}}}]",
            {"numbers": True},
            PASS,
            id="a declared number",
        ),
        pytest.param("containers: [{name: c, livenessProbe: {exec: {command: [ls]}}}]", {}, [], id="no port"),
        pytest.param(
            "containers: [{name: c, ports: http, livenessProbe: {httpGet: {port: http}}}]",
            {},
            ["not evaluated Deployment/d: /spec/template/spec/containers/0/ports is a text, not a list"],
            id="ports that can't be read",
        ),
    ],
)
def test_port_declared(said: Any, text: str, parameters: dict[str, Any], expected: list[str]) -> None:
    assert said(RULE, f"{{{HEAD}, spec: {{template: {{spec: {{{text}}}}}}}}}", parameters) == expected


def test_a_named_port_is_no_number(said: Any) -> None:
    containers = f"containers: [{{name: c, {WEB}, livenessProbe: {{httpGet: {{port: web}}}}}}]"
    text = f"{{{HEAD}, spec: {{template: {{spec: {{{containers}}}}}}}}}"
    assert said(RULE, text, {"numbers": True}) == PASS


def test_ports_that_cannot_be_read_are_named(said: Any) -> None:
    containers = "containers: [{name: c, ports: 5, livenessProbe: {httpGet: {port: 1}}}]"
    text = f"{{{HEAD}, spec: {{template: {{spec: {{{containers}}}}}}}}}"
    why = "/spec/template/spec/containers/0/ports is the number 5, not a list"
    assert said(RULE, text, {"numbers": True}) == [f"not evaluated Deployment/d: {why}"]
