"""secrets/plaintext-config: entries, files and Helm values, and that no value is ever printed."""

from typing import Any

import pytest

from policies.rules.secrets.plaintext_config import RULE


def config(data: str) -> str:
    return f"{{apiVersion: v1, kind: ConfigMap, metadata: {{name: c}}, data: {data}}}"


def release(values: str) -> str:
    return (
        "{apiVersion: helm.toolkit.fluxcd.io/v2, kind: HelmRelease, metadata: {name: h}, "
        f"spec: {{values: {values}}}}}"
    )


AT = "fail ConfigMap/c /data/"
HELM = "fail HelmRelease/h /spec/values/"
CLEAR = "holds a readable value in the clear"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param(config("{MODE: fast}"), ["pass ConfigMap/c"], id="nothing"),
        pytest.param(config("{}"), ["pass ConfigMap/c"], id="no entry"),
        pytest.param(config("{DB_PASSWORD: hunter22}"), [f"{AT}DB_PASSWORD: DB_PASSWORD {CLEAR}"], id="an entry"),
        pytest.param(
            config("{A_PASSWORD: hunter22, B_PASSWORD: hunter22}"),
            [f"{AT}A_PASSWORD: A_PASSWORD {CLEAR}", f"{AT}B_PASSWORD: B_PASSWORD {CLEAR}"],
            id="each entry",
        ),
        pytest.param(
            config('{app.conf: "mode=fast\\ndb.password=hunter22\\nweb.password=hunter22"}'),
            [f"{AT}app.conf: db.password in app.conf {CLEAR}"],
            id="a file, told once",
        ),
        pytest.param(
            config('{app.json: \'{"password": "hunter22"}\'}'),
            [f"{AT}app.json: password in app.json {CLEAR}"],
            id="JSON on one line",
        ),
        pytest.param(config('{app.conf: "# db.password=hunter22\\n"}'), ["pass ConfigMap/c"], id="a comment"),
        pytest.param(config('{app.js: "const password = hunter22\\n"}'), ["pass ConfigMap/c"], id="a program"),
        pytest.param(
            config("{app.js: \"fetch('https://a:hunter22@b')\\n\"}"),
            [f"{AT}app.js: app.js holds a password in a URL in the clear"],
            id="a credential by its shape, even in a program",
        ),
        pytest.param(
            config('{tls.pem: "-----BEGIN PRIVATE KEY-----\\npassword=hunter22"}'),
            [f"{AT}tls.pem: tls.pem holds a private key in the clear"],
            id="one finding for one file",
        ),
        pytest.param(config("{password: 12345678}"), ["pass ConfigMap/c"], id="a number is no text"),
        pytest.param(
            config("{a: 5, password: hunter22}"), [f"{AT}password: password {CLEAR}"], id="a text after a number"
        ),
        pytest.param(config("{a/password: hunter22}"), [f"{AT}a~1password: a/password {CLEAR}"], id="a slash"),
        pytest.param(config("5"), ["not evaluated ConfigMap/c: /data is the number 5, not a mapping"], id="malformed"),
        pytest.param(config("{password: hunter22}").replace("v1", "example.com/v1"), [], id="another group"),
        pytest.param(config("{password: hunter22}").replace("ConfigMap", "Settings"), [], id="another kind"),
        pytest.param(release("{}"), ["pass HelmRelease/h"], id="no values"),
        pytest.param(
            release("{auth: {users: [{password: hunter22}]}}"),
            [f"{HELM}auth/users/0/password: password {CLEAR}"],
            id="a value, deep down",
        ),
        pytest.param(
            release("{env: [{name: DB_PASSWORD, value: hunter22}, {name: password, other: hunter22}]}"),
            [f"{HELM}env/0/value: DB_PASSWORD {CLEAR}"],
            id="a variable of a list",
        ),
        pytest.param(
            release("{passwords: [hunter22], password: [hunter22]}"),
            [f"{HELM}password/0: password {CLEAR}"],
            id="an item has its list's name",
        ),
        pytest.param(
            release(
                "{auth: {existingSecret: database, secretKey: admin-password, usePassword: true, passwordKey: pw}}"
            ),
            ["pass HelmRelease/h"],
            id="names of Secrets and keys",
        ),
        pytest.param(release("{name: 5, value: hunter22}"), ["pass HelmRelease/h"], id="a name that is no text"),
        pytest.param(
            release("{password: hunter22}").replace("helm.toolkit.fluxcd.io", "example.com"), [], id="no Helm release"
        ),
    ],
)
def test_plaintext_config(said: Any, text: str, expected: list[str]) -> None:
    found = said(RULE, text)
    assert found == expected
    assert "hunter22" not in " ".join(found)


@pytest.mark.parametrize(
    ("text", "globs", "expected"),
    [
        (config("{DB_PASSWORD: hunter22}"), ("DB_*",), "pass"),
        (config("{DB_PASSWORD: hunter22}"), ("X*",), "fail"),
        (config('{a.conf: "password=hunter22\\n"}'), ("password",), "pass"),
        (release("{password: hunter22}"), ("password",), "pass"),
    ],
)
def test_what_is_said_to_hold_no_secret(said: Any, text: str, globs: tuple[str, ...], expected: str) -> None:
    assert said(RULE, text, {"not_secret": globs})[0].startswith(expected)


@pytest.mark.parametrize(("depth", "expected"), [(50, "fail"), (51, "pass")])
def test_values_are_read_to_a_depth(said: Any, depth: int, expected: str) -> None:
    assert said(RULE, release("[" * (depth - 1) + "{password: hunter22}" + "]" * (depth - 1)))[0].startswith(expected)
