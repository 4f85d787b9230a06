"""The table of intended flows of the shipped platform, row by row, and what makes rows come and go."""

from dataclasses import replace

import pytest

from generators.network.flows import Flow, flows
from generators.platform.values import (
    Cluster,
    Component,
    DatabaseUse,
    Egress,
    Gateway,
    KubernetesVersion,
    Platform,
    Port,
    Route,
    Sourced,
)

SERVES = {
    "web": (("http", 8080),),
    "api": (("http", 8000),),
    "model-server": (("grpc", 8500), ("http", 8501)),
    "postgres": (("postgres", 5432),),
    "redis": (("redis", 6379),),
}


def ports(component: Component) -> tuple[Port, ...]:
    default = tuple(Port(name, Sourced(number, component.source)) for name, number in SERVES[component.type])
    return component.ports or default


def component(name: str, type_: str, needs: tuple[str, ...] = (), path: str = "") -> Component:
    source = f"/components/{name}"
    return Component(
        name,
        type_,
        source,
        needs=tuple(Sourced(need, f"{source}/needs/{index}") for index, need in enumerate(needs)),
        routes=(Route(Sourced("learn", f"{source}/routes/0/host"), Sourced(path, f"{source}/routes/0/path")),)
        if path
        else (),
    )


FRONTEND = component("frontend", "web", path="/")
BACKEND = replace(
    component("backend", "api", ("postgres", "redis", "model"), "/api"),
    database_use=DatabaseUse(None, (Sourced("alembic", "/components/backend/database/migrate/0"),), ""),
    egress=(Egress("payments.example.com", 443, ("203.0.113.0/24",), "/components/backend/egress/0"),),
)
MODEL = component("model", "model-server")
POSTGRES = component("postgres", "postgres")
REDIS = component("redis", "redis")
COMPONENTS = (BACKEND, FRONTEND, MODEL, POSTGRES, REDIS)
CLUSTER = Cluster(
    frozenset({"gateway", "prometheus", "cloudnative-pg"}),
    Gateway("public", "gateway-system", None, "gateway-system"),
    ("10.0.0.1/32",),
    "monitoring",
    "cnpg-system",
)
PLATFORM = Platform(
    "ai-train", KubernetesVersion(1, 35), "registry.example.com/ai-train", "main", CLUSTER, COMPONENTS, ()
)


def written(table: tuple[Flow, ...]) -> list[str]:
    return [f"{row.source.text} -> {row.destination.text} {row.number}/{row.protocol}: {row.why}" for row in table]


def test_the_table_of_the_shipped_platform() -> None:
    assert written(flows(PLATFORM, COMPONENTS, ports)) == [
        "backend -> model 8500/TCP: backend needs model",
        "backend -> model 8501/TCP: backend needs model",
        "backend -> payments.example.com 443/TCP: backend calls payments.example.com",
        "backend -> postgres 5432/TCP: backend needs postgres",
        "backend -> redis 6379/TCP: backend needs redis",
        "backend-migrate -> postgres 5432/TCP: the migration of backend changes postgres",
        "every pod -> NodeLocal DNSCache 53/TCP: names are looked up",
        "every pod -> NodeLocal DNSCache 53/UDP: names are looked up",
        "every pod -> kube-dns in namespace kube-system 53/TCP: names are looked up",
        "every pod -> kube-dns in namespace kube-system 53/UDP: names are looked up",
        "every pod -> node-local-dns in namespace kube-system 53/TCP: names are looked up",
        "every pod -> node-local-dns in namespace kube-system 53/UDP: names are looked up",
        "namespace cnpg-system -> postgres 5432/TCP: the operator looks after postgres",
        "namespace cnpg-system -> postgres 8000/TCP: the operator looks after postgres",
        "namespace gateway-system -> backend 8000/TCP: the gateway serves the routes of backend",
        "namespace gateway-system -> frontend 8080/TCP: the gateway serves the routes of frontend",
        "namespace monitoring -> model 8501/TCP: Prometheus reads the metrics of model",
        "namespace monitoring -> postgres 9187/TCP: Prometheus reads the metrics of postgres",
        "postgres -> API server 443/TCP: the instances of postgres report to the API server",
        "postgres -> API server 6443/TCP: the instances of postgres report to the API server",
        "postgres -> postgres 5432/TCP: the instances of postgres replicate",
        "postgres -> postgres 8000/TCP: the instances of postgres replicate",
    ]


def test_routes_let_in_the_namespace_in_which_the_gateways_proxies_run() -> None:
    gateway = Gateway("public", "gateway-system", None, "envoy-gateway-system")
    table = flows(replace(PLATFORM, cluster=replace(CLUSTER, gateway=gateway)), (FRONTEND,), ports)
    assert [row for row in written(table) if "gateway" in row] == [
        "namespace envoy-gateway-system -> frontend 8080/TCP: the gateway serves the routes of frontend"
    ]


def test_the_table_does_not_depend_on_the_order_of_components() -> None:
    assert flows(PLATFORM, tuple(reversed(COMPONENTS)), ports) == flows(PLATFORM, COMPONENTS, ports)


@pytest.mark.parametrize(
    ("cluster", "gone"),
    [
        pytest.param(replace(CLUSTER, provides=frozenset({"gateway"})), "Prometheus", id="no Prometheus"),
        pytest.param(replace(CLUSTER, gateway=None), "the gateway", id="no gateway"),
        pytest.param(replace(CLUSTER, api_server=()), "report to the API server", id="no address of the API server"),
    ],
)
def test_what_the_cluster_does_not_bring_opens_nothing(cluster: Cluster, gone: str) -> None:
    rows = written(flows(replace(PLATFORM, cluster=cluster), COMPONENTS, ports))
    assert rows == [row for row in written(flows(PLATFORM, COMPONENTS, ports)) if gone not in row]


def test_a_port_named_metrics_is_opened_to_prometheus_alone() -> None:
    said = (Port("http", Sourced(8000, "/p/0")), Port("metrics", Sourced(9090, "/p/1")))
    rows = written(flows(PLATFORM, (replace(FRONTEND, ports=said),), ports))
    assert [row for row in rows if "frontend" in row] == [
        "namespace gateway-system -> frontend 8000/TCP: the gateway serves the routes of frontend",
        "namespace monitoring -> frontend 9090/TCP: Prometheus reads the metrics of frontend",
    ]


def test_a_destination_without_addresses_opens_nothing() -> None:
    calls = replace(FRONTEND, egress=(Egress("api.example.com", 8443, (), "/components/frontend/egress/0"),))
    assert flows(PLATFORM, (calls,), ports) == flows(PLATFORM, (FRONTEND,), ports)


def test_a_need_that_is_not_there_is_a_mistake_of_the_caller() -> None:
    with pytest.raises(KeyError, match="postgres"):
        flows(PLATFORM, (BACKEND,), ports)
