"""disruption/graceful-stop: hooks and the program's own time against the grace period."""

from typing import Any

import pytest

from policies.rules.disruption.graceful_stop import RULE

PASS = ["pass Deployment/d"]
UNKNOWN = ["not evaluated Deployment/d: no annotation roadstead.dev/stops-within says how long stopping takes"]
FIELD = "/spec/template/spec/terminationGracePeriodSeconds"


def workload(grace: str, containers: str, stops: str | None = None) -> str:
    facts = "" if stops is None else f", annotations: {{roadstead.dev/stops-within: {stops}}}"
    head = f"apiVersion: apps/v1, kind: Deployment, metadata: {{name: d{facts}}}"
    written = f"terminationGracePeriodSeconds: {grace}, " if grace else ""
    return f"{{{head}, spec: {{template: {{spec: {{{written}{containers}}}}}}}}}"


def one(hook: str = "") -> str:
    return f"containers: [{{name: c, lifecycle: {{{hook}}}}}]"


def sleep(seconds: int) -> str:
    return one(f"preStop: {{sleep: {{seconds: {seconds}}}}}")


def command(words: str) -> str:
    return one(f"preStop: {{exec: {{command: {words}}}}}")


def fail(fact: str, container: str = "c") -> list[str]:
    return [f"fail Deployment/d/{container} {FIELD}: {fact}"]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param(workload("36", sleep(10), "25s"), PASS, id="a second more than the sum"),
        pytest.param(
            workload("35", sleep(10), "25s"),
            fail("preStop and stopping take 10 + 25 = 35 s, and terminationGracePeriodSeconds is 35"),
            id="the sum itself",
        ),
        pytest.param(
            workload("", one(), "30s"),
            fail("stopping takes 30 s, and terminationGracePeriodSeconds is absent, which is 30"),
            id="an absent grace period is 30",
        ),
        pytest.param(workload("", one(), "29s"), PASS, id="29 s fit"),
        pytest.param(
            workload("", sleep(30)),
            fail("preStop takes 30 s, and terminationGracePeriodSeconds is absent, which is 30"),
            id="the hook alone",
        ),
        pytest.param(workload("", sleep(29)), UNKNOWN, id="without the fact nothing more is known"),
        pytest.param(workload("", one()), UNKNOWN, id="nor without a hook"),
        pytest.param(
            workload("0", one()),
            [f"fail Deployment/d {FIELD}: terminationGracePeriodSeconds is 0: its pods are killed at once"],
            id="no grace",
        ),
        pytest.param(
            workload("-1", one(), "1s"),
            fail("stopping takes 1 s, and terminationGracePeriodSeconds is 1"),
            id="Kubernetes makes a negative one 1",
        ),
        *(
            pytest.param(
                workload("20", command(words), "5s"),
                fail(f"preStop and stopping take {slept} + 5 = {slept + 5} s, and terminationGracePeriodSeconds is 20"),
                id=words,
            )
            for words, slept in (
                ('["sleep", "15"]', 15),
                ('["/bin/sleep", "15"]', 15),
                ('["sh", "-c", "sleep 15"]', 15),
                ('["/bin/sh", "-c", "sleep 15 && nginx -s quit"]', 15),
                ('["/bin/sh", "-c", "sleep 10; sleep 7"]', 17),
                ('["sleep", "1m"]', 60),
                ('["sleep", "1h"]', 3600),
                ('["sleep", "15.5"]', 15),
                ('["sleep", "15s"]', 15),
            )
        ),
        *(
            pytest.param(workload("20", command(words), "5s"), PASS, id=f"{words} fits")
            for words in (
                '["sleep", "14"]',
                '["/bin/sleep", "14"]',
                '["/usr/bin/sleep", "14"]',
                '["sh", "-c", "sleep 14"]',
                '["/bin/bash", "-ec", "sleep 14"]',
            )
        ),
        *(
            pytest.param(
                workload("20", command(words), "5s"),
                ["not evaluated Deployment/d: how long preStop of container c takes is not written in it"],
                id=f"{words} is not known",
            )
            for words in ('["nginx", "-s", "quit"]', '["sh", "-c", "sleep 5; drain"]')
        ),
        pytest.param(workload("1", one("preStop: {sleep: {}}")), UNKNOWN, id="a sleep of no time"),
        pytest.param(
            workload("1", one("preStop: {httpGet: {port: 80}}")),
            ["not evaluated Deployment/d: how long preStop of container c takes is not written in it"],
            id="a request is not known to take any",
        ),
        pytest.param(
            workload("20", one("preStop: {httpGet: {port: 80}}"), "5s"),
            ["not evaluated Deployment/d: how long preStop of container c takes is not written in it"],
            id="nor is a request",
        ),
        pytest.param(
            workload("20", "containers: [{name: c}, {name: e, lifecycle: {preStop: {sleep: {seconds: 20}}}}]", "5s"),
            fail("preStop takes 20 s, and terminationGracePeriodSeconds is 20", "e"),
            id="hooks run at once, and the fact is about the first container",
        ),
        pytest.param(
            workload(
                "20",
                "containers: [{name: c, lifecycle: &l {preStop: {sleep: {seconds: 20}}}}, {name: e, lifecycle: *l}]",
            ),
            fail("preStop takes 20 s, and terminationGracePeriodSeconds is 20"),
            id="two that are too slow are told once",
        ),
        pytest.param(
            workload("26", "containers: [{name: c}, {name: e, lifecycle: {preStop: {sleep: {seconds: 20}}}}]", "25s"),
            PASS,
            id="so they do not add up",
        ),
        pytest.param(
            workload(
                "20",
                "initContainers: [{name: s, restartPolicy: Always, lifecycle: {preStop: {sleep: {seconds: 20}}}}], "
                "containers: [{name: c}]",
                "5s",
            ),
            fail("preStop takes 20 s, and terminationGracePeriodSeconds is 20", "s"),
            id="a sidecar",
        ),
        pytest.param(
            workload("long", one()),
            [f"not evaluated Deployment/d: {FIELD} is a text, not a whole number"],
            id="a text",
        ),
        pytest.param(
            workload("20", one(), "-5s"),
            [
                "not evaluated Deployment/d: annotation roadstead.dev/stops-within: "
                "'-5s' is no duration: write a number and s, m or h, as in 90s, 10m or 1h30m"
            ],
            id="a fact that is no duration",
        ),
        pytest.param(
            "{apiVersion: postgresql.cnpg.io/v1, kind: Cluster, metadata: {name: db}, spec: {instances: 3}}",
            [],
            id="a database's operator sets its own",
        ),
    ],
)
def test_graceful_stop(said: Any, text: str, expected: list[str]) -> None:
    assert said(RULE, text) == expected
