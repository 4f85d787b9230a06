"""What a cron becomes."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from textwrap import indent
from typing import Any

import pytest
import yaml

from generators.platform.read import read_platform
from generators.repository import TYPES_BY_NAME
from generators.tree.traced import trace
from generators.types.catalogue import TYPES
from generators.types.context import Context
from generators.types.part import Part
from generators.types.quota import hard_limits
from manifests.pointer import resolve
from manifests.schemas.judge import validate

Render = Callable[..., Mapping[str, Part]]

TOP = """
name: shop
kubernetes: "1.35"
registry: registry.example.com/shop
components:
  night:
    type: cron
{keys}
environments:
  prod: {{gpus: 4}}
"""


def cron(keys: str) -> str:
    return TOP.format(keys=indent(keys, "    "))


def body(part: Part, file: str) -> dict[str, Any]:
    return trace(dict(part.files)[file], "").body


def test_the_whole_object(render: Render) -> None:
    part = render(cron('schedule: "30 2 * * *"\ncommand: [dump]'), "prod")["night"]
    assert [name for name, _ in part.files] == ["service-account.yaml", "cron-job.yaml", "network-policy.yaml"]
    assert body(part, "cron-job.yaml") == yaml.safe_load("""
        apiVersion: batch/v1
        kind: CronJob
        metadata:
          name: night
          labels:
            app.kubernetes.io/name: night
            app.kubernetes.io/component: cron
            app.kubernetes.io/part-of: shop
            app.kubernetes.io/managed-by: roadstead
          annotations: {roadstead.dev/stops-within: 30s}
        spec:
          schedule: 30 2 * * *
          timeZone: Etc/UTC
          startingDeadlineSeconds: 3600
          concurrencyPolicy: Forbid
          successfulJobsHistoryLimit: 1
          failedJobsHistoryLimit: 3
          jobTemplate:
            spec:
              backoffLimit: 2
              activeDeadlineSeconds: 3600
              template:
                metadata:
                  labels: {app.kubernetes.io/name: night, app.kubernetes.io/part-of: shop}
                spec:
                  serviceAccountName: night
                  automountServiceAccountToken: false
                  enableServiceLinks: false
                  restartPolicy: Never
                  terminationGracePeriodSeconds: 35
                  priorityClassName: shop-prod-background
                  securityContext:
                    runAsNonRoot: true
                    runAsUser: 10001
                    runAsGroup: 10001
                    seccompProfile: {type: RuntimeDefault}
                  containers:
                    - name: night
                      image: night
                      command: [dump]
                      resources:
                        requests: {cpu: 100m, memory: 256Mi, ephemeral-storage: 64Mi}
                        limits: {memory: 256Mi, ephemeral-storage: 512Mi}
                      volumeMounts: [{name: tmp, mountPath: /tmp}]
                      securityContext:
                        allowPrivilegeEscalation: false
                        readOnlyRootFilesystem: true
                        capabilities: {drop: [ALL]}
                  volumes: [{name: tmp, emptyDir: {sizeLimit: 256Mi}}]
    """)


FIELDS = [
    ("a zone", "schedule: '@daily'\ntimezone: Europe/Berlin", "/spec/timeZone", "Europe/Berlin"),
    ("a word for a schedule", "schedule: '@daily'", "/spec/schedule", "@daily"),
    ("a deadline", "schedule: '@daily'\ndeadline: 90m", "/spec/jobTemplate/spec/activeDeadlineSeconds", 5400),
    ("a policy", "schedule: '@daily'\nconcurrency: Replace", "/spec/concurrencyPolicy", "Replace"),
    ("a short gap", "schedule: '*/5 * * * *'", "/spec/startingDeadlineSeconds", 300),
    ("a gpu", "schedule: '@daily'\ngpu: 1", "/spec/jobTemplate/spec/template/spec/tolerations",
     [{"key": "nvidia.com/gpu", "operator": "Exists", "effect": "NoSchedule"}]),
]  # fmt: skip


@pytest.mark.parametrize(("keys", "field", "value"), [row[1:] for row in FIELDS], ids=[row[0] for row in FIELDS])
def test_a_cron_may_write(render: Render, keys: str, field: str, value: Any) -> None:
    written = body(render(cron(keys), "prod")["night"], "cron-job.yaml")
    assert resolve(written, field) == value
    assert validate([written], "1.35") == []


def test_its_settings_keep_their_names(render: Render) -> None:
    keys = "schedule: '@daily'\nconfig: {KEEP: '7'}\nfiles: {/etc/night.sql: select 1;}"
    part = render(cron(keys), "prod")["night"]
    assert part.generators == ()
    assert body(part, "config-map-config.yaml")["data"] == {"KEEP": "7"}
    assert body(part, "config-map-files.yaml")["data"] == {"etc_night.sql": "select 1;"}


PODS = [
    ("one run, and the pod that it replaces", "schedule: '@daily'", "2"),
    ("the next run may find the last one ending", "schedule: '@daily'\nconcurrency: Replace", "2"),
    ("as many runs as begin within the deadline", "schedule: '*/5 * * * *'\nconcurrency: Allow\ndeadline: 20m", "8"),
]


@pytest.mark.parametrize(("keys", "pods"), [row[1:] for row in PODS], ids=[row[0] for row in PODS])
def test_the_quota_holds_its_runs(keys: str, pods: str) -> None:
    platform = read_platform(cron(keys), "platform.yaml", TYPES)[0]
    [environment] = platform.environments
    context = Context(platform, TYPES_BY_NAME, environment, environment.components)
    types = {each.name: each for each in TYPES}
    parts = [part for each in context.components for part in types[each.type].objects(each, context)]
    assert hard_limits(parts)["pods"] == pods
