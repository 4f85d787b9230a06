"""references/ingress-backend: Services, ports by name and number, the default backend, what operators make."""

from typing import Any

import pytest

from policies.rules.references.ingress_backend import RULE

PATH = "/spec/rules/0/http/paths/{}/backend"


def ingress(*backends: str, more: str = "", group: str = "networking.k8s.io/v1") -> str:
    paths = ", ".join(f"{{path: /, backend: {backend}}}" for backend in backends)
    rules = f"rules: [{{http: {{paths: [{paths}]}}}}]" if backends else "rules: [{host: a}]"
    return f"{{apiVersion: {group}, kind: Ingress, metadata: {{name: i}}, spec: {{{rules}{more}}}}}\n---\n"


def to(name: str, port: str = "number: 80") -> str:
    return f"{{service: {{name: {name}, port: {{{port}}}}}}}"


def service(name: str, ports: str = "[{port: 80, name: http}]", namespace: str = "default", group: str = "v1") -> str:
    return (
        f"{{apiVersion: {group}, kind: Service, metadata: {{name: {name}, namespace: {namespace}}}, "
        f"spec: {{ports: {ports}}}}}\n---\n"
    )


FAIL = "fail Ingress/i "
FOUR = "[{port: 1, name: a}, {port: 2}, {port: 3}, {port: 4}]"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param(ingress(), ["pass Ingress/i"], id="no backend of its own"),
        pytest.param(ingress(to("web")) + service("web"), ["pass Ingress/i"], id="a number"),
        pytest.param(ingress(to("web", "name: http")) + service("web"), ["pass Ingress/i"], id="a name"),
        pytest.param(
            ingress(to("web", "number: 81")) + service("web"),
            [FAIL + PATH.format(0) + "/service/port/number: Service/web has no port 81, only 80 (http)"],
            id="another number",
        ),
        pytest.param(
            ingress(to("web", "name: grpc")) + service("web", FOUR),
            [FAIL + PATH.format(0) + "/service/port/name: Service/web has no port grpc, only 1 (a), 2, 3 and 1 more"],
            id="another name; three ports are shown",
        ),
        pytest.param(
            ingress(to("web")) + service("web", "[]"),
            [FAIL + PATH.format(0) + "/service/port/number: Service/web has no port 80, and no other either"],
            id="no port at all",
        ),
        pytest.param(ingress("{service: {name: web}}") + service("web"), ["pass Ingress/i"], id="no port asked for"),
        pytest.param(
            ingress(to("web")),
            ["not evaluated Ingress/i: Service/web is not among the objects judged"],
            id="nothing is near",
        ),
        pytest.param(
            ingress(to("web")) + service("web", namespace="shop"),
            [FAIL + PATH.format(0) + "/service/name: Service/web is not in namespace default, but in shop"],
            id="an Ingress reaches only its own namespace",
        ),
        pytest.param(
            ingress(to("a"), to("backend"), to("backend")) + service("a") + service("back-end"),
            [FAIL + PATH.format(1) + "/service/name: Service/backend is not there, but Service/back-end is"],
            id="misspelt, told once",
        ),
        pytest.param(
            ingress(to("backend"), to("back-end")) + service("back-end"),
            ["not evaluated Ingress/i: Service/backend is not among the objects judged"],
            id="what another path uses is not misspelt",
        ),
        pytest.param(
            ingress(to("web", "number: 1"), to("web", "number: 2")) + service("web"),
            [
                FAIL + PATH.format(0) + "/service/port/number: Service/web has no port 1, only 80 (http)",
                FAIL + PATH.format(1) + "/service/port/number: Service/web has no port 2, only 80 (http)",
            ],
            id="each wrong port",
        ),
        pytest.param(
            ingress(more=f", defaultBackend: {to('web', 'number: 1')}") + service("web"),
            [FAIL + "/spec/defaultBackend/service/port/number: Service/web has no port 1, only 80 (http)"],
            id="the default backend",
        ),
        pytest.param(
            ingress("{resource: {apiGroup: k8s.example.com, kind: Bucket, name: icons}}"),
            ["not evaluated Ingress/i: Bucket/icons is of a custom kind"],
            id="a resource",
        ),
        pytest.param(ingress(to("redirect", "name: use-annotation")), ["pass Ingress/i"], id="an action of AWS"),
        pytest.param(ingress(to("web"), group="extensions/v1beta1"), [], id="an API that is gone"),
        pytest.param(
            ingress(to("web")) + service("web", group="serving.knative.dev/v1"),
            ["not evaluated Ingress/i: Service/web is not among the objects judged; Service/web may make it"],
            id="a Service of Knative",
        ),
        pytest.param(
            ingress(to("db-rw", "number: 5432"))
            + "{apiVersion: postgresql.cnpg.io/v1, kind: Cluster, metadata: {name: db}, spec: {}}",
            ["pass Ingress/i"],
            id="a Service of CloudNativePG",
        ),
        pytest.param(
            ingress(to("web")) + service("web", "5"),
            ["not evaluated Ingress/i: Service/web: /spec/ports is the number 5, not a list"],
            id="a malformed Service",
        ),
        pytest.param(
            "{apiVersion: networking.k8s.io/v1, kind: Ingress, metadata: {name: i}, spec: {rules: 5}}",
            ["not evaluated Ingress/i: /spec/rules is the number 5, not a list"],
            id="a malformed Ingress",
        ),
    ],
)
def test_ingress_backend(said: Any, text: str, expected: list[str]) -> None:
    assert said(RULE, text) == expected


def test_a_closed_world(said: Any) -> None:
    expected = [FAIL + PATH.format(0) + "/service/name: Service/web is not there"]
    assert said(RULE, ingress(to("web")), facts={"closed": True}) == expected
    assert said(RULE, ingress(to("web")), {"provided": ("Service/web",)}, {"closed": True}) == ["pass Ingress/i"]
