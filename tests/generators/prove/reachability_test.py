"""The network of the shipped platform, as kustomize builds it: proven, and every change of a policy noticed."""

from collections.abc import Iterable, Iterator
from copy import deepcopy
from pathlib import Path
from typing import Any

import pytest

from generators import sync
from generators.network.flows import Flow
from generators.network.peers import Pods
from generators.network.policies import policy_spec
from generators.prove.builds import collect, start
from generators.prove.built_object import built_objects
from generators.prove.fault import Fault
from generators.prove.reachability import network_faults
from generators.prove.stage import staged
from generators.repository import read_repository
from generators.tree.tree import Tree
from manifests.kustomize.tool import find_kustomize

ROOT = Path(__file__).parents[3]
Body = dict[str, Any]
Built = dict[str, list[Body]]
WAYS = (("ingress", "from"), ("egress", "to"))


@pytest.fixture(scope="module")
def tree() -> Tree:
    return read_repository(ROOT).tree()


@pytest.fixture(scope="module")
def built(tree: Tree) -> Built:
    with (
        staged({path: file.text for path, file in tree.files.items()}, ROOT) as stage,
        start(tree.folders, stage, find_kustomize()) as builds,
    ):
        found = collect(builds.results())
    assert found.faults == ()
    return {directory: [each.body for each in objects] for directory, objects in found.objects.items()}


def faults(tree: Tree, built: Built) -> list[Fault]:
    objects = {directory: built_objects(bodies) for directory, bodies in built.items()}
    return list(network_faults(tree, objects, objects))


def policy_in(built: Built, directory: str) -> Body:
    return next(body for body in built[directory] if body["kind"] == "NetworkPolicy")


def policies_of(built: Built) -> Iterator[tuple[str, Body]]:
    """(folder, policy) of every environment, in a copy of their own."""
    for directory in built:
        if any(body["kind"] == "NetworkPolicy" for body in built[directory]):
            yield directory, policy_in(built, directory)


def with_spec(built: Built, directory: str, spec: Body | None) -> Built:
    """The build with another spec of that folder's policy, or without the policy."""
    policy = policy_in(built, directory)
    others = [body for body in built[directory] if body is not policy]
    return {**built, directory: [*others, *([] if spec is None else [{**policy, "spec": spec}])]}


def test_the_network_of_every_environment_is_proven(tree: Tree, built: Built) -> None:
    assert [network.environment for network in tree.networks] == ["dev", "prod", "staging"]
    assert faults(tree, built) == []


def without_one(spec: Body) -> Iterator[tuple[str, Body]]:
    """The spec without one of its peers, ports or rules, without a direction's isolation, and each told apart."""
    for way, side in WAYS:
        for index, rule in enumerate(spec.get(way, ())):
            for number in range(len(rule[side])):
                changed = deepcopy(spec)
                del changed[way][index][side][number]
                yield f"{way}/{index}/{side}/{number}", changed
            for number in range(len(rule["ports"])):
                changed = deepcopy(spec)
                del changed[way][index]["ports"][number]
                yield f"{way}/{index}/ports/{number}", changed
            changed = deepcopy(spec)
            del changed[way][index]
            yield f"{way}/{index}", changed
    for name in spec["policyTypes"]:
        yield f"without {name}", {**spec, "policyTypes": [each for each in spec["policyTypes"] if each != name]}


def test_no_peer_port_rule_or_direction_can_go_unnoticed(tree: Tree, built: Built) -> None:
    unnoticed, tried = [], 0
    for directory, policy in policies_of(built):
        for what, spec in without_one(policy["spec"]):
            tried += 1
            if not faults(tree, with_spec(built, directory, spec)) and needed(built, directory, what):
                unnoticed.append(f"{directory} {what}")
    assert unnoticed == []
    assert tried > 200


def needed(built: Built, directory: str, what: str) -> bool:
    """A policy may let a direction go that default-deny isolates anyway, if it allows nothing in it."""
    way = what.removeprefix("without ").lower()
    return not what.startswith("without ") or directory.endswith("/namespace") or way in policy_in(built, directory)


def test_no_policy_can_go_unnoticed(tree: Tree, built: Built) -> None:
    gone = [directory for directory, _ in policies_of(built) if not faults(tree, with_spec(built, directory, None))]
    assert gone == []


PEERS: list[Body] = [
    {"podSelector": {}},
    {"podSelector": {"matchLabels": {"app.kubernetes.io/part-of": "ai-train"}}},
    {"podSelector": {"matchLabels": {"app.kubernetes.io/name": "a-pod-that-nothing-builds"}}},
    {"podSelector": {"matchExpressions": [{"key": "app.kubernetes.io/name", "operator": "Exists"}]}},
    {"namespaceSelector": {}},
    {"namespaceSelector": {"matchLabels": {"kubernetes.io/metadata.name": "default"}}},
    {"namespaceSelector": {}, "podSelector": {"matchLabels": {"k8s-app": "kube-dns"}}},
    {
        "namespaceSelector": {
            "matchExpressions": [{"key": "kubernetes.io/metadata.name", "operator": "NotIn", "values": ["a"]}]
        }
    },
    {"ipBlock": {"cidr": "0.0.0.0/0"}},
    {"ipBlock": {"cidr": "203.0.112.0/22", "except": ["203.0.113.0/24"]}},
    {"ipBlock": {"cidr": "2001:db8::1/128"}},
    *(
        {"podSelector": {"matchLabels": {"app.kubernetes.io/name": name}}}
        for name in ("backend", "frontend", "model", "redis")
    ),
    {"podSelector": {"matchLabels": {"cnpg.io/cluster": "postgres"}}},
]


def with_one_more(spec: Body) -> Iterator[tuple[str, Body]]:
    """The spec with one more peer in each rule, and with a rule of its own for it, for every port and for one."""
    for way, side in WAYS:
        for peer in PEERS:
            for index, rule in enumerate(spec.get(way, ())):
                if not any(
                    peer in each[side] and all(port in each["ports"] for port in rule["ports"]) for each in spec[way]
                ):
                    changed = deepcopy(spec)
                    changed[way][index][side].append(peer)
                    yield f"{way}/{index} {peer}", changed
            for rule in ({side: [peer]}, {side: [peer], "ports": [{"port": 9999}]}):
                yield f"{way} {rule}", {**spec, way: [*spec.get(way, ()), rule]}
        for open_rule in ({}, {side: []}):
            yield f"{way} {open_rule}", {**spec, way: [*spec.get(way, ()), open_rule]}


def test_no_peer_more_can_go_unnoticed(tree: Tree, built: Built) -> None:
    unnoticed, tried = [], 0
    for directory, policy in policies_of(built):
        if directory.startswith("overlays/prod/"):
            for what, spec in with_one_more(policy["spec"]):
                tried += 1
                if not faults(tree, with_spec(built, directory, spec)):
                    unnoticed.append(f"{directory} {what}")
    assert unnoticed == []
    assert tried > 400


def changed(built: Built, directory: str, *path: str | int, to: Any) -> Built:
    """The build with one field of that folder's policy set, or taken away by `...`."""
    spec = deepcopy(policy_in(built, directory)["spec"])
    inner = spec
    for key in path[:-1]:
        inner = inner[key]
    if to is ...:
        del inner[path[-1]]
    else:
        inner[path[-1]] = to
    return with_spec(built, directory, spec)


DEV = "overlays/dev"
DNS = "every pod -> kube-dns in namespace kube-system 53"


@pytest.mark.parametrize(
    ("directory", "path", "to", "expected"),
    [
        pytest.param(
            f"{DEV}/redis",
            ("ingress", 0, "from", 0),
            {"podSelector": {"matchLabels": {"app.kubernetes.io/name": "frontend"}}},
            [
                Fault(
                    f"{DEV}/redis",
                    "NetworkPolicy/redis: /spec/ingress/0/from/0: allows frontend -> redis 6379/TCP, which nothing in "
                    "platform.yaml means, though the other side does not",
                    "/components/redis",
                ),
                Fault(
                    f"{DEV}/redis",
                    "backend -> redis 6379/TCP (backend needs redis): no NetworkPolicy allows it as ingress of "
                    "StatefulSet/redis",
                    "/components/redis",
                ),
            ],
            id="the wrong source: one flow too many, one too few",
        ),
        pytest.param(
            f"{DEV}/frontend",
            ("ingress", 0, "from"),
            [],
            [
                Fault(
                    f"{DEV}/frontend",
                    "NetworkPolicy/frontend: /spec/ingress/0: allows anyone -> frontend 8080/TCP, which nothing in "
                    "platform.yaml means",
                    "/components/frontend",
                )
            ],
            id="an empty list of sources is everyone",
        ),
        pytest.param(
            f"{DEV}/backend",
            ("ingress", 0, "ports", 0, "endPort"),
            8080,
            [
                Fault(
                    f"{DEV}/backend",
                    "NetworkPolicy/backend: /spec/ingress/0/from/0: allows namespace gateway-system -> backend "
                    "8001-8080/TCP, which nothing in platform.yaml means",
                    "/components/backend",
                )
            ],
            id="more ports than are meant",
        ),
        pytest.param(
            f"{DEV}/backend",
            ("ingress", 0, "ports", 0, "port"),
            "http",
            [],
            id="a port by its name is the same port",
        ),
        pytest.param(
            f"{DEV}/namespace",
            ("podSelector",),
            {"matchLabels": {"app.kubernetes.io/part-of": "ai-train"}},
            [
                Fault(
                    f"{DEV}/namespace",
                    "any other pod: no NetworkPolicy governs the ingress and egress, so anything is allowed",
                )
            ],
            id="a pod that nothing of ours builds is governed too",
        ),
        pytest.param(
            f"{DEV}/backend",
            ("egress",),
            ...,
            [
                *(
                    Fault(
                        f"{DEV}/backend",
                        f"backend -> {flow}: no NetworkPolicy allows it as egress of Deployment/backend",
                        pointer,
                    )
                    for flow, pointer in (
                        ("model 8500/TCP (backend needs model)", "/components/backend"),
                        ("model 8501/TCP (backend needs model)", "/components/backend"),
                        (
                            "payments.example.com 443/TCP (backend calls payments.example.com)",
                            "/components/backend/egress/0",
                        ),
                        ("postgres 5432/TCP (backend needs postgres)", "/components/backend"),
                        ("redis 6379/TCP (backend needs redis)", "/components/backend"),
                    )
                )
            ],
            id="no egress at all: each flow that is missing, with what means it",
        ),
    ],
)
def test_what_is_said(
    tree: Tree, built: Built, directory: str, path: tuple[str | int, ...], to: Any, expected: list[Fault]
) -> None:
    found = faults(tree, changed(built, directory, *path, to=to))
    assert found == expected


def test_jobs_of_the_database_are_governed_like_its_instances(tree: Tree, built: Built) -> None:
    spec = {"matchLabels": {"cnpg.io/podRole": "instance"}}
    found = faults(tree, changed(built, f"{DEV}/postgres", "podSelector", to=spec))
    assert found
    assert all("Jobs of postgres" in fault.message for fault in found)


def test_a_component_named_as_the_operator_labels_its_pods_is_noticed(tree: Tree, built: Built) -> None:
    """Every pod of CloudNativePG has the label `app.kubernetes.io/name: postgresql`."""
    policy = deepcopy(policy_in(built, f"{DEV}/frontend"))
    policy["spec"]["podSelector"] = {"matchLabels": {"app.kubernetes.io/name": "postgresql"}}
    policy["metadata"]["name"] = "postgresql"
    found = faults(tree, {**built, f"{DEV}/frontend": [*built[f"{DEV}/frontend"], policy]})
    assert [(fault.place, fault.message) for fault in found] == [
        (
            f"{DEV}/frontend",
            "NetworkPolicy/postgresql: /spec/ingress/0/from/0: allows namespace gateway-system -> postgres, "
            "replicas of postgres, Jobs of postgres 8080/TCP, which nothing in platform.yaml means",
        )
    ]


def test_a_workload_that_is_gone_is_noticed(tree: Tree, built: Built) -> None:
    others = [body for body in built[f"{DEV}/redis"] if body["kind"] != "StatefulSet"]
    found = faults(tree, {**built, f"{DEV}/redis": others})
    assert Fault(f"{DEV}/namespace", "backend -> redis: no workload is named redis (backend needs redis)") in found


def test_a_cidr_that_is_none_is_a_fault_and_nothing_else_is_said(tree: Tree, built: Built) -> None:
    rule = {"to": [{"ipBlock": {"cidr": "10.0.0.0.1"}}]}
    assert faults(tree, changed(built, f"{DEV}/backend", "egress", 0, to=rule)) == [
        Fault(
            f"{DEV}/backend",
            "NetworkPolicy/backend: /spec/egress/0/to/0: 10.0.0.0.1 is no CIDR; write one, as 10.0.0.0/8",
        )
    ]


DEBUG = """\
apiVersion: networking.k8s.io/v1
kind: NetworkPolicy
metadata: {name: debug}
spec:
  podSelector: {matchLabels: {app.kubernetes.io/name: frontend}}
  policyTypes: [Egress]
  egress:
    - to:
        - ipBlock: {cidr: 0.0.0.0/0, except: [10.0.0.0/8]}
        - podSelector: {matchLabels: {app.kubernetes.io/name: redis}}
      ports: [{port: 443}]
"""
EXTRAS = """\
apiVersion: kustomize.config.k8s.io/v1alpha1
kind: Component
resources: [debug.yaml]
patches:
  - target: {kind: NetworkPolicy, name: redis}
    patch: |
      - {op: remove, path: /spec/ingress}
"""


def test_what_extras_open_and_close_is_listed_and_no_fault(
    repository: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = repository / "extras/dev/redis"
    folder.mkdir(parents=True)
    (folder / "debug.yaml").write_text(DEBUG, encoding="utf-8")
    (folder / "kustomization.yaml").write_text(EXTRAS, encoding="utf-8")
    monkeypatch.chdir(repository)
    assert sync.main(["--check"]) == 1
    said = [line for line in capsys.readouterr().out.splitlines() if ": network: " in line]
    assert said == [
        "extras change overlays/dev/redis: network: NetworkPolicy/debug /spec/egress/0/to/0 opens frontend -> "
        "0.0.0.0/0 except 10.0.0.0/8 443/TCP",
        "extras change overlays/dev/redis: network: NetworkPolicy/debug /spec/egress/0/to/1 opens frontend -> "
        "redis 443/TCP, on this side only",
        "extras change overlays/dev/redis: network: ingress of StatefulSet/redis closes backend -> redis 6379/TCP "
        "(backend needs redis)",
    ]


def test_a_flow_that_no_policy_allows_stops_sync(
    repository: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def forgetful(pods: Pods, table: Iterable[Flow]) -> dict[str, Any]:
        return policy_spec(pods, [row for row in table if row.destination.text != "redis"])

    monkeypatch.setattr("generators.types.network.policy_spec", forgetful)
    monkeypatch.chdir(repository)
    assert sync.main([]) == 1
    said = capsys.readouterr().err.splitlines()
    assert said[:2] == [
        "overlays/dev/backend: error: backend -> redis 6379/TCP (backend needs redis): no NetworkPolicy allows it as "
        "egress of Deployment/backend",
        "  from platform.yaml:18:3",
    ]
    assert not (repository / "base").exists()
