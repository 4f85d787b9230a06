"""references/route-backend: backends, ports, grants, Gateways and their listeners."""

from typing import Any

import pytest

from policies.rules.references.route_backend import RULE

GATEWAY_API = "gateway.networking.k8s.io/v1"


def route(spec: str, kind: str = "HTTPRoute", namespace: str = "default", group: str = GATEWAY_API) -> str:
    return (
        f"{{apiVersion: {group}, kind: {kind}, metadata: {{name: r, namespace: {namespace}}}, spec: {{{spec}}}}}\n---\n"
    )


def to(*references: str) -> str:
    return f"rules: [{{backendRefs: [{', '.join('{' + each + '}' for each in references)}]}}]"


def service(name: str = "web", namespace: str = "default") -> str:
    return (
        f"{{apiVersion: v1, kind: Service, metadata: {{name: {name}, namespace: {namespace}}}, "
        "spec: {ports: [{port: 80}]}}\n---\n"
    )


def grant(from_: str, to: str, namespace: str = "shop") -> str:
    return (
        f"{{apiVersion: {GATEWAY_API}beta1, kind: ReferenceGrant, metadata: {{name: g, namespace: {namespace}}}, "
        f"spec: {{from: [{{{from_}}}], to: [{{{to}}}]}}}}\n---\n"
    )


def gateway(listeners: str = "[{name: web, port: 80}]", namespace: str = "default", name: str = "public") -> str:
    return (
        f"{{apiVersion: {GATEWAY_API}, kind: Gateway, metadata: {{name: {name}, namespace: {namespace}}}, "
        f"spec: {{listeners: {listeners}}}}}\n---\n"
    )


def parent(text: str) -> str:
    return f"parentRefs: [{{{text}}}]"


FAIL = "fail HTTPRoute/r "
BACKEND = "/spec/rules/0/backendRefs/0"
PARENT = "/spec/parentRefs/0"
THERE = to("name: web, port: 80, namespace: shop")
FROM = "group: gateway.networking.k8s.io, kind: HTTPRoute, namespace: default"
UNGRANTED = [f"{FAIL}{BACKEND}/namespace: Service/web is in namespace shop, and no ReferenceGrant there permits it"]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param(route(to("name: web, port: 80")) + service(), ["pass HTTPRoute/r"], id="there"),
        pytest.param(route(""), ["pass HTTPRoute/r"], id="no rule"),
        pytest.param(
            route(to("name: web, port: 81")) + service(),
            [f"{FAIL}{BACKEND}/port: Service/web has no port 81, only 80"],
            id="another port",
        ),
        pytest.param(
            route(to("name: web, port: 80")),
            ["not evaluated HTTPRoute/r: Service/web is not among the objects judged"],
            id="nothing is near",
        ),
        pytest.param(
            route(to("name: web, port: 80")) + service(namespace="shop"),
            [f"{FAIL}{BACKEND}/name: Service/web is not in namespace default, but in shop"],
            id="in another namespace, and none written",
        ),
        pytest.param(
            route(to("name: web, port: 81", "name: web, port: 81")) + service(),
            [f"{FAIL}{BACKEND}/port: Service/web has no port 81, only 80"],
            id="one backend twice is told once",
        ),
        pytest.param(
            route(to("name: bucket, group: example.com, kind: Bucket")),
            ["not evaluated HTTPRoute/r: Bucket/bucket is of a custom kind"],
            id="a custom kind",
        ),
        pytest.param(
            route("rules: [{filters: [{type: RequestMirror, requestMirror: {backendRef: {name: web, port: 1}}}]}]")
            + service(),
            [f"{FAIL}/spec/rules/0/filters/0/requestMirror/backendRef/port: Service/web has no port 1, only 80"],
            id="a mirror of a rule",
        ),
        pytest.param(
            route(to("name: web, port: 80, filters: [{requestMirror: {backendRef: {name: web, port: 1}}}]"))
            + service(),
            [f"{FAIL}{BACKEND}/filters/0/requestMirror/backendRef/port: Service/web has no port 1, only 80"],
            id="a mirror of a backend",
        ),
        *(
            pytest.param(
                route(to("name: web, port: 1"), kind) + service(),
                [f"fail {kind}/r {BACKEND}/port: Service/web has no port 1, only 80"],
                id=kind,
            )
            for kind in ("GRPCRoute", "TLSRoute", "TCPRoute", "UDPRoute")
        ),
        pytest.param(route(to("name: web, port: 1"), group="example.com/v1") + service(), [], id="routes of others"),
        pytest.param(route(THERE) + service(namespace="shop"), UNGRANTED, id="no grant"),
        pytest.param(
            route(THERE) + service(namespace="shop") + grant(FROM, "group: '', kind: Service"),
            ["pass HTTPRoute/r"],
            id="granted",
        ),
        pytest.param(
            route(THERE) + service(namespace="shop") + grant(FROM, "group: '', kind: Service, name: web"),
            ["pass HTTPRoute/r"],
            id="granted by name",
        ),
        pytest.param(
            route(THERE) + service(namespace="shop") + grant(FROM, "group: '', kind: Service, name: api"),
            UNGRANTED,
            id="a grant of another name",
        ),
        pytest.param(
            route(THERE) + service(namespace="shop") + grant(FROM, "group: '', kind: Secret"),
            UNGRANTED,
            id="a grant of another kind",
        ),
        pytest.param(
            route(THERE) + service(namespace="shop") + grant(FROM, "group: x, kind: Service"),
            UNGRANTED,
            id="a grant of another group",
        ),
        pytest.param(
            route(THERE)
            + service(namespace="shop")
            + grant(FROM.replace("HTTPRoute", "GRPCRoute"), "group: '', kind: Service"),
            UNGRANTED,
            id="a grant for another kind of route",
        ),
        pytest.param(
            route(THERE) + service(namespace="shop") + grant(FROM, "group: '', kind: Service", "default"),
            UNGRANTED,
            id="a grant in the wrong namespace",
        ),
        pytest.param(
            route(THERE),
            ["not evaluated HTTPRoute/r: Service/web is not among the objects judged"],
            id="another repository owns the Service and its grant",
        ),
        pytest.param(
            route(parent("name: public")),
            ["not evaluated HTTPRoute/r: Gateway/public is not among the objects judged"],
            id="a Gateway of others",
        ),
        pytest.param(route(parent("name: public")) + gateway(), ["pass HTTPRoute/r"], id="a Gateway"),
        pytest.param(
            route(parent("name: public")) + gateway(namespace="edge"),
            [f"{FAIL}{PARENT}/name: Gateway/public is not in namespace default, but in edge"],
            id="a Gateway without its namespace",
        ),
        pytest.param(
            route(parent("name: publik")) + gateway(),
            [f"{FAIL}{PARENT}/name: Gateway/publik is not there, but Gateway/public is"],
            id="a misspelt Gateway",
        ),
        pytest.param(
            route(parent("name: public, sectionName: api")) + gateway(),
            [f"{FAIL}{PARENT}/sectionName: Gateway/public has no listener api"],
            id="no such listener",
        ),
        pytest.param(
            route(parent("name: public, sectionName: web, port: 80")) + gateway(), ["pass HTTPRoute/r"], id="a listener"
        ),
        pytest.param(
            route(parent("name: public, port: 443")) + gateway(),
            [f"{FAIL}{PARENT}/port: Gateway/public has no listener at port 443"],
            id="no listener at that port",
        ),
        pytest.param(
            route(parent("name: public, namespace: edge")) + gateway(namespace="edge"),
            [f"{FAIL}{PARENT}: Gateway/public takes no routes from namespace default, only its own (edge)"],
            id="a listener takes its own namespace only",
        ),
        pytest.param(
            route(parent("name: public, namespace: edge"))
            + gateway("[{name: a}, {name: b, allowedRoutes: {namespaces: {from: All}}}]", "edge"),
            ["pass HTTPRoute/r"],
            id="one listener takes all",
        ),
        pytest.param(
            route(parent("name: public, namespace: edge, sectionName: a"))
            + gateway("[{name: a}, {name: b, allowedRoutes: {namespaces: {from: All}}}]", "edge"),
            [f"{FAIL}{PARENT}: Gateway/public takes no routes from namespace default, only its own (edge)"],
            id="but another one is named",
        ),
        pytest.param(
            route(parent("name: public, namespace: edge"))
            + gateway("[{name: b, allowedRoutes: {namespaces: {from: Selector}}}]", "edge"),
            ["pass HTTPRoute/r"],
            id="a selector of namespaces may match",
        ),
        pytest.param(route(parent("name: web, kind: Service, group: ''")), ["pass HTTPRoute/r"], id="a mesh"),
        pytest.param(
            route("rules: 5"), ["not evaluated HTTPRoute/r: /spec/rules is the number 5, not a list"], id="malformed"
        ),
    ],
)
def test_route_backend(said: Any, text: str, expected: list[str]) -> None:
    assert said(RULE, text) == expected


ELSEWHERE = route(parent("name: public, namespace: edge"))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param(
            route(to("name: web, port: 80")), [f"{FAIL}{BACKEND}/name: Service/web is not there"], id="a Service"
        ),
        pytest.param(
            ELSEWHERE,
            ["not evaluated HTTPRoute/r: Gateway/public is not among the objects judged"],
            id="another namespace is not closed",
        ),
        pytest.param(
            ELSEWHERE + "{apiVersion: v1, kind: Namespace, metadata: {name: edge}}",
            [f"{FAIL}{PARENT}/name: Gateway/public is not there"],
            id="unless it is made here",
        ),
    ],
)
def test_a_closed_world(said: Any, text: str, expected: list[str]) -> None:
    assert said(RULE, text, facts={"closed": True}) == expected


def test_what_is_provided_is_there(said: Any) -> None:
    provided = {"provided": ("Service/web", "Gateway/public")}
    text = route(to("name: web, port: 80") + ", " + parent("name: public"))
    assert said(RULE, text, provided, {"closed": True}) == ["pass HTTPRoute/r"]
