"""secrets/plaintext-env: where a container is given text, what is told, and that no value is ever printed."""

from typing import Any

import pytest

from policies.rules.secrets.plaintext_env import RULE

AT = "fail Pod/p/c /spec/containers/0/"


def pod(body: str) -> str:
    return f"{{apiVersion: v1, kind: Pod, metadata: {{name: p}}, spec: {{containers: [{{name: c, {body}}}]}}}}"


def env(name: str, value: str) -> str:
    return pod(f"env: [{{name: A, value: b}}, {{name: {name}, value: '{value}'}}]")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param(pod(""), ["pass Pod/p"], id="nothing"),
        pytest.param(
            env("DB_PASSWORD", "hunter22"),
            [AT + "env/1/value: variable DB_PASSWORD holds a readable value in the clear"],
            id="a password",
        ),
        pytest.param(
            env("URL", "redis://:hunter22@redis"),
            [AT + "env/1/value: variable URL holds a password in a URL in the clear"],
            id="in a URL",
        ),
        pytest.param(env("DB_PASSWORD", "$(PW)"), ["pass Pod/p"], id="a reference"),
        pytest.param(env("DB_PASSWORD", ""), ["pass Pod/p"], id="empty"),
        pytest.param(
            pod("env: [{name: DB_PASSWORD, valueFrom: {secretKeyRef: {name: a, key: b}}}]"),
            ["pass Pod/p"],
            id="from a Secret",
        ),
        pytest.param(
            pod("env: [{name: A_PASSWORD, value: hunter22}, {name: B_PASSWORD, value: hunter22}]"),
            [
                AT + "env/0/value: variable A_PASSWORD holds a readable value in the clear",
                AT + "env/1/value: variable B_PASSWORD holds a readable value in the clear",
            ],
            id="each variable",
        ),
        pytest.param(
            pod("args: [run, --password=hunter22]"),
            [AT + "args/1: argument --password holds a readable value in the clear"],
            id="an option with its value",
        ),
        pytest.param(
            pod("command: [redis-server, --requirepass-password, hunter22, -v, x]"),
            [AT + "command/2: argument --requirepass-password holds a readable value in the clear"],
            id="an option before its value",
        ),
        pytest.param(pod("args: [--password, --verbose, hunter22]"), ["pass Pod/p"], id="an option without a value"),
        pytest.param(pod("args: [--password=, hunter22]"), ["pass Pod/p"], id="an empty value takes no other"),
        pytest.param(pod("args: [password=hunter22]"), ["pass Pod/p"], id="no option"),
        pytest.param(pod("args: [--password-file, hunter22]"), ["pass Pod/p"], id="a file's name"),
        pytest.param(
            pod("args: ['curl https://ci:hunter22@git.example.com/a']"),
            [AT + "args/0: an argument holds a password in a URL in the clear"],
            id="a command line",
        ),
        pytest.param(
            "{apiVersion: v1, kind: Pod, metadata: {name: p}, spec: {initContainers: [{name: i, env: "
            "[{name: PASSWORD, value: hunter22}]}], ephemeralContainers: [{name: e, args: [--password=hunter22]}]}}",
            [
                "fail Pod/p/i /spec/initContainers/0/env/0/value: variable PASSWORD holds a readable value in the "
                "clear",
                "fail Pod/p/e /spec/ephemeralContainers/0/args/0: argument --password holds a readable value in the "
                "clear",
            ],
            id="every kind of container",
        ),
        pytest.param(
            pod("env: [{name: PASSWORD, value: 5}]"),
            ["not evaluated Pod/p: /spec/containers/0/env/0/value is the number 5, not a text"],
            id="a number, which the API refuses",
        ),
        pytest.param(
            pod("args: 5"), ["not evaluated Pod/p: /spec/containers/0/args is the number 5, not a list"], id="malformed"
        ),
        pytest.param(
            "{apiVersion: apps/v1, kind: Deployment, metadata: {name: d}}",
            ["not evaluated Deployment/d: /spec/template/spec is missing"],
            id="no pod template",
        ),
        pytest.param(
            "{apiVersion: postgresql.cnpg.io/v1, kind: Cluster, metadata: {name: d}, spec: {}}", [], id="a database"
        ),
        pytest.param(
            "{apiVersion: batch/v1, kind: CronJob, metadata: {name: j}, spec: {jobTemplate: {spec: {template: {spec: "
            "{containers: [{name: c, env: [{name: PASSWORD, value: hunter22}]}]}}}}}}",
            [
                "fail CronJob/j/c /spec/jobTemplate/spec/template/spec/containers/0/env/0/value: variable PASSWORD "
                "holds a readable value in the clear"
            ],
            id="a CronJob",
        ),
    ],
)
def test_plaintext_env(said: Any, text: str, expected: list[str]) -> None:
    found = said(RULE, text)
    assert found == expected
    assert "hunter22" not in " ".join(found)


@pytest.mark.parametrize(
    ("globs", "expected"),
    [(("DB_PASSWORD",), "pass"), (("DB_*",), "pass"), (("db_*",), "fail"), (("X", "DB_PASSWORD"), "pass")],
)
def test_what_is_said_to_hold_no_secret(said: Any, globs: tuple[str, ...], expected: str) -> None:
    assert said(RULE, env("DB_PASSWORD", "hunter22"), {"not_secret": globs})[0].startswith(expected)
