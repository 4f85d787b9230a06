"""network/no-node-port: one type of Service."""

from typing import Any

import pytest

from policies.rules.network.no_node_port import RULE


@pytest.mark.parametrize(
    ("spec", "expected"),
    [
        pytest.param("{type: NodePort}", ["fail Service/s /spec/type: type is NodePort"], id="a node port"),
        pytest.param("{type: ClusterIP}", ["pass Service/s"], id="a cluster address"),
        pytest.param("{type: LoadBalancer, ports: [{nodePort: 30000}]}", ["pass Service/s"], id="a load balancer"),
        pytest.param("{}", ["pass Service/s"], id="the default"),
        pytest.param("null", ["pass Service/s"], id="no spec"),
        pytest.param("{type: 1}", ["not evaluated Service/s: /spec/type is the number 1, not a text"], id="a number"),
        pytest.param("[]", ["not evaluated Service/s: /spec is a list, not a mapping"], id="a list"),
    ],
)
def test_no_node_port(said: Any, spec: str, expected: list[str]) -> None:
    assert said(RULE, f"{{apiVersion: v1, kind: Service, metadata: {{name: s}}, spec: {spec}}}") == expected


def test_knative_services_are_another_kind(said: Any) -> None:
    text = "{apiVersion: serving.knative.dev/v1, kind: Service, metadata: {name: s}, spec: {type: NodePort}}"
    assert said(RULE, text) == []


def test_one_that_cannot_be_read_hides_no_other(said: Any) -> None:
    head = "apiVersion: v1, kind: Service, metadata"
    text = f"{{{head}: {{name: a}}, spec: 1}}\n---\n{{{head}: {{name: b}}, spec: {{type: NodePort}}}}"
    assert said(RULE, text) == [
        "not evaluated Service/a: /spec is the number 1, not a mapping",
        "fail Service/b /spec/type: type is NodePort",
    ]
