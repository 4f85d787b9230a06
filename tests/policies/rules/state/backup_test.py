"""state/backup: where backups go, and who makes them."""

from typing import Any

import pytest

from policies.rules.state.backup import RULE

STORED = "backup: {barmanObjectStore: {destinationPath: s3://a}}"
NONE = ["fail Cluster/db /spec/backup: no backup: neither spec.backup nor a backup plugin is written"]
UNSCHEDULED = ["fail Cluster/db /spec/backup: no ScheduledBackup names Cluster/db: only its write-ahead log is kept"]


def database(spec: str = "", group: str = "postgresql.cnpg.io/v1") -> str:
    return f"{{apiVersion: {group}, kind: Cluster, metadata: {{name: db}}, spec: {{instances: 3, {spec}}}}}\n---\n"


def schedule(
    spec: str = "cluster: {name: db}", name: str = "s", namespace: str = "default", group: str = "postgresql.cnpg.io/v1"
) -> str:
    return (
        f"{{apiVersion: {group}, kind: ScheduledBackup, metadata: {{name: {name}, namespace: {namespace}}}, "
        f"spec: {{{spec}}}}}\n---\n"
    )


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param(database(), NONE, id="none"),
        pytest.param(database("backup: {}"), NONE, id="an empty section"),
        pytest.param(database() + schedule(), NONE, id="a schedule alone"),
        pytest.param(database(STORED), UNSCHEDULED, id="no schedule"),
        pytest.param(database(STORED) + schedule(), ["pass Cluster/db"], id="both"),
        pytest.param(
            database("plugins: [{name: barman-cloud.cloudnative-pg.io}]") + schedule(),
            ["pass Cluster/db"],
            id="a plugin",
        ),
        pytest.param(
            database("plugins: [{name: barman-cloud.cloudnative-pg.io, enabled: false}]") + schedule(),
            NONE,
            id="a plugin that is off",
        ),
        pytest.param(database("plugins: [{name: other}]") + schedule(), NONE, id="another plugin"),
        pytest.param(database(STORED) + schedule("cluster: {name: x}"), UNSCHEDULED, id="a schedule of another"),
        pytest.param(database(STORED) + schedule(namespace="x"), UNSCHEDULED, id="a schedule elsewhere"),
        pytest.param(database(STORED) + schedule(group="x.io/v1"), UNSCHEDULED, id="a schedule of others"),
        pytest.param(
            database(STORED) + schedule("cluster: {name: db}, suspend: true"),
            ["fail Cluster/db /spec/backup: ScheduledBackup/s is suspended"],
            id="suspended",
        ),
        pytest.param(
            database(STORED) + schedule("cluster: {name: db}, suspend: true") + schedule(name="t"),
            ["pass Cluster/db"],
            id="another one runs",
        ),
        pytest.param(
            database(STORED) + schedule(name="t") + schedule("cluster: {name: db}, suspend: true"),
            ["pass Cluster/db"],
            id="whatever stands first",
        ),
        pytest.param(database(STORED) + schedule("cluster: 5"), UNSCHEDULED, id="a malformed schedule"),
        pytest.param(
            database("backup: 5"),
            ["not evaluated Cluster/db: /spec/backup is the number 5, not a mapping"],
            id="malformed",
        ),
        pytest.param(database(group="cluster.x-k8s.io/v1"), [], id="a Cluster of others"),
    ],
)
def test_backup(said: Any, text: str, expected: list[str]) -> None:
    assert said(RULE, text) == expected
