"""A database takes the connections of everything that uses it at maximum."""

from collections.abc import Iterator, Mapping
from fractions import Fraction
from typing import Any

from manifests.pointer import join
from policies.demand import Demand, demand_of, shares
from policies.objects import Object
from policies.per_workload import settled
from policies.rule import Kind, Parameter, Profile, Rule, Scope, Severity, Verdict, failed, not_evaluated
from policies.workload.field import Field, UnreadableError
from policies.workload.stated import annotation_pointer, stated_text
from policies.workload.workload import Workload
from policies.world import World

_DEFAULT = 100
"""PostgreSQL's own max_connections; CloudNativePG sets none."""
_LONGEST_NUMBER = 9
_FIELD = join("spec", "postgresql", "parameters", "max_connections")

# The pools of each database, by namespace and name: who connects, and with how many connections a pod.
_Pools = dict[tuple[str, str], list[tuple[Workload, int]]]


def _judge(world: World, parameters: Mapping[str, Any]) -> Iterator[Verdict]:
    pools: _Pools = {}
    for workload in world.workloads:
        try:
            for database, each in _stated(workload):
                pools.setdefault((workload.object.namespace, database), []).append((workload, each))
        except UnreadableError as error:
            yield not_evaluated(workload.object, str(error), annotation_pointer("connections"))
    for (namespace, database), users in pools.items():
        found = [
            item
            for item in world.named("Cluster", database)
            if item.namespace == namespace and item.group == "postgresql.cnpg.io"
        ]
        for item in found:
            yield from settled(item, list(_check(world, item, users, parameters["reserve"])))
        if not found and not _is_pooler(world, namespace, database):
            for workload, _ in users:
                yield not_evaluated(workload.object, f"its database {database} is not among these objects")


def _stated(workload: Workload) -> list[tuple[str, int]]:
    """Each database with its connections a pod, from an annotation such as "postgres=8,audit=2"."""
    text = stated_text(workload, "connections")
    found = []
    for part in text.split(",") if text else ():
        database, _, number = part.strip().partition("=")
        if not (database and number.isascii() and number.isdigit() and len(number) <= _LONGEST_NUMBER):
            raise UnreadableError("annotation roadstead.dev/connections: write as in postgres=8")
        found.append((database, int(number)))
    return found


def _is_pooler(world: World, namespace: str, name: str) -> bool:
    """A Pooler holds connections of its own, however many come to it."""
    return any(item.namespace == namespace for item in world.named("Pooler", name))


def _check(world: World, item: Object, users: list[tuple[Workload, int]], reserve: int) -> Iterator[Verdict]:
    try:
        most = _most(item)
    except UnreadableError as error:
        yield not_evaluated(item, str(error), _FIELD)
        return
    asked: list[tuple[Demand, Fraction]] = []
    for workload, each in users:
        demand = demand_of(world, workload)
        asked.append((demand, Fraction(demand.rolling * each)))
    total = int(sum(asks for _, asks in asked))
    if total > most - reserve:
        message = (
            f"max_connections is {most}, {reserve} of them reserved; a rollout at maximum asks for {total}: "
            f"{shares(asked, '1')}"
        )
        yield failed(item, message, _FIELD)
        return
    for demand, _ in asked:
        if demand.unknown:
            yield not_evaluated(item, f"{demand.workload.short}: {demand.unknown}")


def _most(item: Object) -> int:
    """The max_connections of a Cluster, a text as CloudNativePG wants it; raises UnreadableError."""
    field = Field(item.body).at("spec", "postgresql", "parameters", "max_connections")
    text = str(field.value) if isinstance(field.value, int) else field.text()
    if field.value is None:
        return _DEFAULT
    if not (text.isascii() and text.isdigit() and len(text) <= _LONGEST_NUMBER):
        raise UnreadableError(f"{field.pointer} is no whole number")
    return int(text)


RULE = Rule(
    id="capacity/database-connections",
    demands="The connection pools of all pods at maximum, with those that a rollout adds, fit into max_connections.",
    why="An autoscaler that went from 3 pods to 15 with pools of 50 each filled a max_connections of 200, and every "
    "pod of the API lost its database. CloudNativePG, metrics and people need some connections too.",
    fix="Raise max_connections, or lower the pool of each pod or the maximum of replicas.",
    bad="""
apiVersion: postgresql.cnpg.io/v1
kind: Cluster
metadata: {name: postgres}
spec:
  instances: 3
  postgresql: {parameters: {max_connections: "100"}}
---
apiVersion: apps/v1
kind: Deployment
metadata:
  name: backend
  annotations: {roadstead.dev/connections: postgres=8}
spec:
  replicas: 10
  selector: {matchLabels: {app: backend}}
  template:
    metadata: {labels: {app: backend}}
    spec:
      containers: [{name: api, image: "registry.example.com/backend:1.5.0"}]
""",
    good="""
apiVersion: postgresql.cnpg.io/v1
kind: Cluster
metadata: {name: postgres}
spec:
  instances: 3
  postgresql: {parameters: {max_connections: "200"}}
---
apiVersion: apps/v1
kind: Deployment
metadata:
  name: backend
  annotations: {roadstead.dev/connections: postgres=8}
spec:
  replicas: 10
  selector: {matchLabels: {app: backend}}
  template:
    metadata: {labels: {app: backend}}
    spec:
      containers: [{name: api, image: "registry.example.com/backend:1.5.0"}]
""",
    severity=Severity.ERROR,
    profile=Profile.PRODUCTION,
    judge=_judge,
    parameters=(
        Parameter("reserve", Kind.INTEGER, 10, "Connections kept free for the operator, metrics and administrators."),
    ),
    scope=Scope.SET,
)
