"""Every database is backed up, and on a schedule."""

from collections.abc import Iterator, Mapping
from typing import Any

from policies.indexes.partial import unless_elsewhere
from policies.objects import Object
from policies.per_workload import settled
from policies.rule import Rule, Scope, Severity, Verdict, failed, not_evaluated
from policies.workload.field import Field, UnreadableError
from policies.world import World

_GROUP = "postgresql.cnpg.io"
_PLUGIN = "barman-cloud.cloudnative-pg.io"


def _judge(world: World, parameters: Mapping[str, Any]) -> Iterator[Verdict]:
    schedules = world.index(_schedules)
    for item in world.of_kind("Cluster"):
        if item.group == _GROUP:
            yield from settled(item, _check(world, item, schedules.get((item.namespace, item.name))))


def _schedules(world: World) -> dict[tuple[str, str], Object]:
    """The schedule of each database, by namespace and name; one that runs wins over one that is suspended."""
    found: dict[tuple[str, str], Object] = {}
    for item in world.of_kind("ScheduledBackup"):
        spec = item.body.get("spec")
        cluster = spec.get("cluster") if isinstance(spec, Mapping) else None
        name = cluster.get("name") if isinstance(cluster, Mapping) else None
        if item.group == _GROUP and isinstance(name, str):
            place = item.namespace, name
            if place not in found or _is_suspended(found[place]):
                found[place] = item
    return found


def _is_suspended(schedule: Object) -> bool:
    return schedule.body["spec"].get("suspend") is True


def _check(world: World, item: Object, schedule: Object | None) -> Iterator[Verdict]:
    spec = Field(item.body).at("spec")
    try:
        stored = bool(spec.at("backup").mapping()) or any(
            plugin.at("name").value == _PLUGIN and plugin.at("enabled").value is not False
            for plugin in spec.at("plugins").items()
        )
    except UnreadableError as error:
        yield not_evaluated(item, str(error))
        return
    if not stored:
        fix = "Say in spec.backup, or by the Barman Cloud plugin, where backups go, and add a ScheduledBackup."
        yield failed(item, "no backup: neither spec.backup nor a backup plugin is written", "/spec/backup", fix=fix)
    elif schedule is None:
        found = failed(item, f"no ScheduledBackup names {item.short}: only its write-ahead log is kept", "/spec/backup")
        yield unless_elsewhere(world, found, "a ScheduledBackup")
    elif _is_suspended(schedule):
        yield failed(item, f"{schedule.short} is suspended", "/spec/backup", fix="Remove its suspend.")


RULE = Rule(
    id="state/backup",
    demands="Every CloudNativePG Cluster says where its backups go, and a ScheduledBackup makes them.",
    why="Replicas copy a mistaken DELETE within a second; only a backup gives the data back, and an archive of the log "
    "without a base backup restores nothing (CloudNativePG, Backup).",
    fix="Add a ScheduledBackup that names the Cluster.",
    bad="""
apiVersion: postgresql.cnpg.io/v1
kind: Cluster
metadata: {name: database}
spec: {instances: 3, storage: {size: 10Gi}}
""",
    good="""
apiVersion: postgresql.cnpg.io/v1
kind: Cluster
metadata: {name: database}
spec:
  instances: 3
  storage: {size: 10Gi}
  backup: {volumeSnapshot: {className: snapshots}}
---
apiVersion: postgresql.cnpg.io/v1
kind: ScheduledBackup
metadata: {name: nightly}
spec: {schedule: "0 0 3 * * *", cluster: {name: database}, method: volumeSnapshot}
""",
    severity=Severity.ERROR,
    profile=None,
    judge=_judge,
    scope=Scope.SET,
)
