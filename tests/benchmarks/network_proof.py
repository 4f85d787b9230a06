"""How long the proof of an environment's network takes, in one process.

    PYTHONPATH=. python tests/benchmarks/network_proof.py [COMPONENTS ...]     (default 30 300 1000)

Prints, for each number of components in one namespace: rows of the table of flows, policies and rules, the best of five
times in milliseconds, and the same for each component. Every component has a route and needs the one before it and a
shared cache; one in ten calls an address of its own.
"""

from __future__ import annotations

import sys
import time
from collections.abc import Sequence
from typing import Any

from generators.network.differences import differences
from generators.network.flows import Flow, flows
from generators.network.peers import EveryPod, pods_of
from generators.network.policies import namespace_policy_spec, policy_spec
from generators.platform.values import (
    Cluster,
    Component,
    Egress,
    Gateway,
    KubernetesVersion,
    Platform,
    Port,
    Route,
    Sourced,
)

ROUNDS = 5
HOME = "bench-prod"
CLUSTER = Cluster(
    provides=frozenset({"gateway", "prometheus"}),
    gateway=Gateway("public", "gateway-system", None, "gateway-system"),
    api_server=("10.0.0.1/32",),
    monitoring_namespace="monitoring",
    database_operator_namespace="cnpg-system",
)


def main(argv: Sequence[str]) -> int:
    for count in [int(argument) for argument in argv] or [30, 300, 1000]:
        objects, table = environment(count)
        times = []
        for _ in range(ROUNDS):
            began = time.perf_counter()
            found = list(differences(objects, table, HOME))
            times.append((time.perf_counter() - began) * 1000)
            if found:
                raise SystemExit(f"not proven: {found[0]}")
        policies = [body for _, body in objects if body["kind"] == "NetworkPolicy"]
        rules = sum(len(body["spec"].get(way, ())) for body in policies for way in ("ingress", "egress"))
        print(
            f"{count} components: {len(table)} flows, {len(policies)} policies, {rules} rules: "
            f"{min(times):.1f} ms, {min(times) / count:.3f} ms a component"
        )
    return 0


def environment(count: int) -> tuple[list[tuple[str, dict[str, Any]]], tuple[Flow, ...]]:
    """The objects of an environment, and its table."""
    components = tuple(_component(index) for index in range(count))
    platform = Platform("bench", KubernetesVersion(1, 35), "r", "main", CLUSTER, components, ())
    table = flows(platform, components, _ports)
    by_end: dict[object, list[Flow]] = {}
    for row in table:
        for end in {row.source, row.destination}:
            by_end.setdefault(end, []).append(row)
    objects = [("namespace", _policy("default-deny", namespace_policy_spec(by_end[EveryPod()])))]
    for each in components:
        pods = pods_of(each)
        objects.append((each.name, _policy(each.name, policy_spec(pods, by_end.get(pods, ())))))
        objects.append((each.name, _deployment(each.name, pods.label)))
    return [(directory, _plain(body)) for directory, body in objects], table


def _component(index: int) -> Component:
    name = f"api-{index:04}"
    source = f"/components/{name}"
    needs = sorted({f"api-{index - 1:04}", "api-0000"}) if index else []
    return Component(
        name,
        "api",
        source,
        needs=tuple(Sourced(need, source) for need in needs),
        routes=(Route(Sourced(name, source), Sourced("/", source)),),
        egress=(Egress("h", 443, (f"203.0.{index // 10 % 256}.0/24",), source),) if index % 10 == 0 else (),
    )


def _ports(component: Component) -> tuple[Port, ...]:
    return (Port("http", Sourced(8000, component.source)),)


def _policy(name: str, spec: dict[str, Any]) -> dict[str, Any]:
    metadata = {"name": name, "namespace": HOME}
    return {"apiVersion": "networking.k8s.io/v1", "kind": "NetworkPolicy", "metadata": metadata, "spec": spec}


def _deployment(name: str, label: str) -> dict[str, Any]:
    template = {"metadata": {"labels": {label: name, "app.kubernetes.io/part-of": "bench"}}, "spec": {}}
    metadata = {"name": name, "namespace": HOME}
    return {"apiVersion": "apps/v1", "kind": "Deployment", "metadata": metadata, "spec": {"template": template}}


def _plain(value: Any) -> Any:
    if isinstance(value, Sourced):
        return value.value
    if isinstance(value, dict):
        return {key: _plain(item) for key, item in value.items()}
    return [_plain(item) for item in value] if isinstance(value, list) else value


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
