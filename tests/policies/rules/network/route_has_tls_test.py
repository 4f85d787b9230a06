"""network/route-has-tls: every host of an Ingress, and the listeners of a route."""

from typing import Any

import pytest
import yaml

from policies.objects import Object
from policies.rules.network.route_has_tls import RULE
from policies.world import World

PASS = ["pass Ingress/i"]
A_RULE = "rules: [{host: a.example.com}]"
NO_TLS = ["fail Ingress/i /spec/rules/0/host: host a.example.com has no TLS"]


def ingress(spec: str, annotations: str = "{}", group: str = "networking.k8s.io") -> str:
    metadata = f"{{name: i, annotations: {annotations}}}"
    return f"{{apiVersion: {group}/v1, kind: Ingress, metadata: {metadata}, spec: {spec}}}"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param(ingress(f"{{{A_RULE}}}"), NO_TLS, id="no TLS"),
        pytest.param(ingress(f"{{{A_RULE}, tls: [{{hosts: [a.example.com]}}]}}"), PASS, id="its host"),
        pytest.param(ingress(f"{{{A_RULE}, tls: [{{hosts: ['*.example.com']}}]}}"), PASS, id="a wildcard"),
        pytest.param(ingress(f"{{{A_RULE}, tls: [{{hosts: ['*.com']}}]}}"), NO_TLS, id="a wildcard is for one label"),
        pytest.param(ingress(f"{{{A_RULE}, tls: [{{hosts: [example.com]}}]}}"), NO_TLS, id="another host"),
        pytest.param(ingress(f"{{{A_RULE}, tls: [{{secretName: s}}]}}"), PASS, id="TLS for all hosts"),
        pytest.param(
            ingress(f"{{{A_RULE}, tls: [{{hosts: [b.example.com]}}, {{hosts: [a.example.com]}}]}}"),
            PASS,
            id="the second entry",
        ),
        pytest.param(ingress(f"{{{A_RULE}, tls: []}}"), NO_TLS, id="an empty list"),
        pytest.param(
            ingress("{rules: [{host: '*.example.com'}], tls: [{hosts: ['*.example.com']}]}"), PASS, id="a wildcard host"
        ),
        pytest.param(
            ingress("{rules: [{host: a}, {host: b}, {host: c}, {host: c}], tls: [{hosts: [b]}]}"),
            [
                "fail Ingress/i /spec/rules/0/host: host a has no TLS",
                "fail Ingress/i /spec/rules/2/host: host c has no TLS",
            ],
            id="each host once",
        ),
        pytest.param(
            ingress("{rules: [{http: {}}]}"),
            ["fail Ingress/i /spec/rules/0/host: requests of any host have no TLS"],
            id="a rule for any host",
        ),
        pytest.param(ingress("{rules: [{http: {}}], tls: [{hosts: [a]}]}"), PASS, id="any host, some with TLS"),
        pytest.param(
            ingress("{defaultBackend: {}}"),
            ["fail Ingress/i /spec/tls: requests of any host have no TLS"],
            id="no rule at all",
        ),
        pytest.param(ingress("{defaultBackend: {}, tls: [{secretName: s}]}"), PASS, id="no rule, with TLS"),
        pytest.param(
            ingress(f"{{{A_RULE}}}", "{alb.ingress.kubernetes.io/certificate-arn: 'arn:x'}"),
            PASS,
            id="a load balancer's",
        ),
        pytest.param(
            ingress(f"{{{A_RULE}}}", "{appgw.ingress.kubernetes.io/appgw-ssl-certificate: x}"),
            PASS,
            id="Azure's gateway",
        ),
        pytest.param(ingress(f"{{{A_RULE}}}", "{ingress.gcp.kubernetes.io/pre-shared-cert: x}"), PASS, id="Google's"),
        pytest.param(ingress(f"{{{A_RULE}}}", "{networking.gke.io/managed-certificates: x}"), PASS, id="Google's own"),
        pytest.param(
            ingress(f"{{{A_RULE}}}", "{traefik.ingress.kubernetes.io/router.tls: 'true'}"), PASS, id="Traefik's switch"
        ),
        pytest.param(
            ingress(f"{{{A_RULE}}}", "{traefik.ingress.kubernetes.io/router.tls: 'false'}"), NO_TLS, id="switched off"
        ),
        pytest.param(ingress(f"{{{A_RULE}}}", "{example.com/x: y}"), NO_TLS, id="another annotation"),
        pytest.param(ingress(f"{{{A_RULE}}}", group="example.com"), [], id="another group's kind"),
        pytest.param(
            ingress("{rules: [{host: 1}]}"),
            ["not evaluated Ingress/i: /spec/rules/0/host is the number 1, not a text"],
            id="a host that is a number",
        ),
    ],
)
def test_an_ingress(said: Any, text: str, expected: list[str]) -> None:
    assert said(RULE, text) == expected


GATEWAY = """
---
apiVersion: gateway.networking.k8s.io/v1
kind: Gateway
metadata: {name: g}
spec:
  listeners:
    - {name: http, port: 80, protocol: HTTP}
    - {name: https, port: 443, protocol: HTTPS}
    - {name: pass, port: 8443, protocol: TLS}
"""
CLEAR_GATEWAY = """
---
apiVersion: gateway.networking.k8s.io/v1
kind: Gateway
metadata: {name: h}
spec: {listeners: [{name: http, port: 80, protocol: HTTP}]}
"""
REDIRECT = "[{type: RequestRedirect, requestRedirect: {scheme: https}}]"
CLEAR = ["fail HTTPRoute/r /spec/parentRefs: it attaches to no HTTPS listener of Gateway/g"]


def route(parents: str, rules: str = "[{}]", kind: str = "HTTPRoute") -> str:
    head = f"apiVersion: gateway.networking.k8s.io/v1, kind: {kind}, metadata: {{name: r}}"
    return f"{{{head}, spec: {{parentRefs: {parents}, rules: {rules}}}}}"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param(route("[{name: g}]") + GATEWAY, ["pass HTTPRoute/r"], id="all listeners, HTTPS among them"),
        pytest.param(route("[{name: g, sectionName: https}]") + GATEWAY, ["pass HTTPRoute/r"], id="by name"),
        pytest.param(route("[{name: g, sectionName: pass}]") + GATEWAY, ["pass HTTPRoute/r"], id="TLS passed through"),
        pytest.param(route("[{name: g, sectionName: http}]") + GATEWAY, CLEAR, id="in the clear, by name"),
        pytest.param(route("[{name: g, port: 443}]") + GATEWAY, ["pass HTTPRoute/r"], id="by port"),
        pytest.param(route("[{name: g, port: 80}]") + GATEWAY, CLEAR, id="in the clear, by port"),
        pytest.param(
            route("[{name: g, sectionName: http}, {name: g, sectionName: https}]") + GATEWAY,
            ["pass HTTPRoute/r"],
            id="one of two",
        ),
        pytest.param(
            route("[{name: g, port: 80}, {name: g, sectionName: http}]") + GATEWAY, CLEAR, id="the Gateway named once"
        ),
        pytest.param(
            route("[{name: x}]"),
            ["not evaluated HTTPRoute/r: Gateway/x is not among the objects judged"],
            id="a Gateway of somebody else",
        ),
        pytest.param(
            route("[{name: g, sectionName: http}, {name: x}]") + GATEWAY,
            ["not evaluated HTTPRoute/r: Gateway/x is not among the objects judged"],
            id="one in the clear, one unknown",
        ),
        pytest.param(
            route("[{name: x}, {name: g}]") + GATEWAY, ["pass HTTPRoute/r"], id="one unknown, one that is enough"
        ),
        pytest.param(
            route("[{name: g, namespace: other}]") + GATEWAY,
            ["not evaluated HTTPRoute/r: Gateway/g is not among the objects judged"],
            id="of another namespace",
        ),
        pytest.param(
            route("[{name: g, sectionName: http}]", f"[{{filters: {REDIRECT}}}]") + GATEWAY,
            ["pass HTTPRoute/r"],
            id="it only sends clients to HTTPS",
        ),
        pytest.param(
            route("[{name: g, sectionName: http}]", f"[{{filters: {REDIRECT}}}, {{}}]") + GATEWAY,
            CLEAR,
            id="one rule does more than that",
        ),
        pytest.param(
            route("[{name: g, sectionName: http}]", "[{filters: [{requestRedirect: {scheme: http}}]}]") + GATEWAY,
            CLEAR,
            id="it sends them elsewhere in the clear",
        ),
        pytest.param(route("[{name: g, sectionName: http}]", "[]") + GATEWAY, CLEAR, id="no rules"),
        pytest.param(
            route("[{name: g, port: 80}, {name: h}]") + GATEWAY + CLEAR_GATEWAY,
            ["fail HTTPRoute/r /spec/parentRefs: it attaches to no HTTPS listener of Gateway/g and Gateway/h"],
            id="two Gateways",
        ),
        pytest.param(route("[{name: s, kind: Service, group: ''}]"), [], id="a route inside a mesh"),
        pytest.param(route("[]"), [], id="no parent"),
        pytest.param(
            route("[{name: g, port: 80}]", kind="GRPCRoute") + GATEWAY,
            ["fail GRPCRoute/r /spec/parentRefs: it attaches to no HTTPS listener of Gateway/g"],
            id="a GRPCRoute",
        ),
        pytest.param(
            route("[{name: g, port: 80}]").replace("gateway.networking.k8s.io", "example.com"),
            [],
            id="another group's kind",
        ),
        pytest.param(
            route("7"),
            ["not evaluated HTTPRoute/r: /spec/parentRefs is the number 7, not a list"],
            id="parents that are a number",
        ),
    ],
)
def test_a_route(said: Any, text: str, expected: list[str]) -> None:
    assert said(RULE, text) == expected


def test_the_fix_of_a_route_is_another_listener() -> None:
    bodies = [*yaml.safe_load_all(route("[{name: g, port: 80}]") + GATEWAY)]
    verdicts = RULE.judge(World(tuple(Object(body) for body in bodies)), RULE.defaults)
    assert [verdict.fix for verdict in verdicts] == [
        "Attach the route to a listener with protocol HTTPS, by sectionName."
    ]
