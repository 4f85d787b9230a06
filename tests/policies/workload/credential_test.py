"""What is taken for a credential, and what only looks like one: names and values as people write them."""

import pytest

from policies.workload.credential import credential_in

JWT = "eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxMjM0NTY3ODkwIn0.dozjgNryP4J3jVmNHl0w5N_XgL0n3I9P"
RANDOM = "q7Zr2LmX9vKp4TbW"

OPEN = [
    ("DATABASE_PASSWORD", "correct-horse"),
    ("PASSWORD", "password"),
    ("POSTGRES_PASSWORD", "postgres"),
    ("MYSQL_ROOT_PASSWORD", "s3cr"),
    ("dbPassword", "hunter22"),
    ("db.password", "hunter22"),
    ("PGPASSWD", "hunter22"),
    ("ADMIN_PWD", "hunter22"),
    ("SSH_PASSPHRASE", "open-sesame"),
    ("REDIS_PASSWORD_2", "hunter22"),
    ("redispassword", "hunter22"),
    ("--password", "hunter22"),
    ("DB_PASS", "hunter22"),
    ("JWT_SECRET", "supersecret"),
    ("OIDC_CLIENT_SECRET", "0b79bab50daca910b000d4f1a2b675d6"),
    ("clientSecret", "0b79bab5-0dac-a910-b000-d4f1a2b675d6"),
    ("SESSION_SECRET", "keyboardcat"),
    ("API_KEY", RANDOM),
    ("apikey", RANDOM),
    ("AUTH_TOKEN", RANDOM),
    ("APP_SECRET", RANDOM),
    ("SECRET_KEY", "django-insecure-4x)zq7".replace(")", "9")),
    ("SECRET_KEY_BASE", "b9f5f6b61f7e4d6bb6a8b1f1b5b9b8e2"),
    ("AWS_SECRET_ACCESS_KEY", "wJalrXUtnFEMI/K7MDENG/bPxRfiCYzzzzzzzKEY"),
    ("ENCRYPTION_KEY", "k9J2mN4pQ6rS8tU0vW1xY3zA5bC7dE9f"),
    ("TOKEN", "a1b2c3d4e5f6"),
    ("DB_PASSWORD", "  hunter22  "),
]
TOKENS = [
    ("-----BEGIN RSA PRIVATE KEY-----\nMIIE", "a private key"),
    ("-----BEGIN PRIVATE KEY-----\nMIIE", "a private key"),
    ("-----BEGIN PGP PRIVATE KEY BLOCK-----", "a private key"),
    ("-----BEGIN OPENSSH PRIVATE KEY-----", "a private key"),
    ("AKIA" + "Q3EGRIHZ7WXYPLMN", "an AWS access key"),
    ("ASIA" + "Q3EGRIHZ7WXYPLMN", "an AWS access key"),
    ("token=ghp_" + "a1B2" * 9, "a GitHub token"),
    ("github_pat_" + "a1B2c" * 12, "a GitHub token"),
    ("glpat-" + "a1B2c" * 4, "a GitLab token"),
    ("xoxb-" + "123456789012-abc", "a Slack token"),
    ("https://hooks.slack.com/services/" + "T0123ABCD/B0123ABCD/" + "a1B2c" * 4, "a Slack webhook"),
    ("AIza" + "a1B2c" * 7, "a Google API key"),
    ("sk_live_" + "a1B2c" * 4, "a Stripe key"),
    ("SG." + "a" * 22 + "." + "b" * 43, "a SendGrid key"),
    ("npm_" + "a1B2" * 9, "an npm token"),
    ("pypi-AgEIcHlwaS5vcmc" + "a1B2c" * 10, "a PyPI token"),
    ("hf_" + "aB" * 17, "a Hugging Face token"),
    ("sk-ant-" + "a1B2" * 8, "an Anthropic key"),
    ("sk-proj-" + "a1B2" * 8, "an OpenAI key"),
    ("sk-" + "a1B2" * 8, "an OpenAI key"),
    (JWT, "a JSON Web Token"),
    ("AccountName=a;AccountKey=" + "a1B2" * 10 + "==", "an Azure storage key"),
    ("postgres://shop:hunter22@db:5432/shop", "a password in a URL"),
    ("redis://:hunter22@redis:6379/0", "a password in a URL"),
    ("amqp://$(USER):hunter22@mq", "a password in a URL"),
    ("https://ci:hunter22@git.example.com/a.git", "a password in a URL"),
    ("Server=db;User=sa;Password=hunter22;", "a password in a connection string"),
    ("Server=db; pwd=hunter22", "a password in a connection string"),
]
CLOSED = [
    ("DATABASE_PASSWORD", ""),
    ("DATABASE_PASSWORD", "$(PASSWORD)"),
    ("DATABASE_PASSWORD", "${PASSWORD}"),
    ("DATABASE_PASSWORD", "$PASSWORD"),
    ("DATABASE_PASSWORD", "{{ .password }}"),
    ("DATABASE_PASSWORD", "ENC[AES256_GCM,data:x]"),
    ("DATABASE_PASSWORD", "<password>"),
    ("DATABASE_PASSWORD", "[redacted]"),
    ("DATABASE_PASSWORD", "%PASSWORD%"),
    ("DATABASE_PASSWORD", "@PASSWORD@"),
    ("DATABASE_PASSWORD", "vault:secret/data/db#password"),
    ("DATABASE_PASSWORD", "op://vault/db/password"),
    ("DATABASE_PASSWORD", "ref+awsssm://db/password"),
    ("DATABASE_PASSWORD", "arn:aws:secretsmanager:eu-west-1:1:secret:db"),
    ("DATABASE_PASSWORD", "changeme"),
    ("DATABASE_PASSWORD", "CHANGE_ME"),
    ("DATABASE_PASSWORD", "replace-me"),
    ("DATABASE_PASSWORD", "your-password"),
    ("DATABASE_PASSWORD", "mypassword"),
    ("DATABASE_PASSWORD", "xxxxxxxx"),
    ("DATABASE_PASSWORD", "********"),
    ("DATABASE_PASSWORD", "-----"),
    ("DATABASE_PASSWORD", "example"),
    ("DATABASE_PASSWORD", "TODO"),
    ("DATABASE_PASSWORD", "placeholder"),
    ("DATABASE_PASSWORD", "abc"),
    ("DATABASE_PASSWORD", "/run/secrets/db"),
    ("DATABASE_PASSWORD", "./password"),
    ("DATABASE_PASSWORD", "~/password"),
    ("DATABASE_PASSWORD", "C:\\secrets\\db"),
    ("DATABASE_PASSWORD", "secrets/db.txt"),
    ("DATABASE_PASSWORD", "https://vault.internal/db"),
    ("DATABASE_PASSWORD", "file:/run/secrets/db"),
    ("DATABASE_PASSWORD", "Enter your password"),
    ("DATABASE_PASSWORD", "getenv('PW')"),
    ("Password", "Password"),
    ("MYSQL_ALLOW_EMPTY_PASSWORD", "yes"),
    ("MYSQL_RANDOM_ROOT_PASSWORD", "True"),
    ("DATABASE_PASSWORD_FILE", "hunter22"),
    ("PASSWORD_LENGTH", "hunter22"),
    ("PASSWORD_SECRET_NAME", "hunter22"),
    ("TOKEN_URL", "https://login.example.com/token"),
    ("TOKEN_TTL", "3600seconds1"),
    ("MAX_TOKENS", "100000000000"),
    ("AWS_ACCESS_KEY_ID", "a1b2c3d4e5f6g7"),
    ("SSH_PUBLIC_KEY", RANDOM),
    ("STRIPE_PUBLISHABLE_TOKEN", RANDOM),
    ("existingSecret", RANDOM),
    ("PRIMARY_KEY", RANDOM),
    ("MONKEY", RANDOM),
    ("COMPASS", "magnetic-north"),
    ("clientSecret", "oidc-client-secret"),
    ("clientSecret", "oidc-credentials"),
    ("secret", "payment"),
    ("tlsSecret", "shop-example-com-tls"),
    ("tlsSecret", "backend-tls-v2"),
    ("secret", "backend-config-hf678c7m2b"),
    ("pullSecret", "registry.example.com"),
    ("SECRET", "a1b2c3d4e5f"),
    ("SECRET", "aaaaaaaaaaa1aaaaaaaaa2-a1b2a"),
    ("secretKey", "admin-password"),
    ("CANCEL_TOKEN", "orders/cancellation"),
    ("API_KEY", "abcdefghijkl"),
    ("API_KEY", "123456789012"),
    ("proxy_pass", "http://backend:8080"),
    ("", "hunter22"),
    ("123", "hunter22"),
    ("LOG_LEVEL", "info"),
    ("IMAGE", "registry.example.com/a@sha256:" + "a1b2c3d4" * 8),
    ("URL", "postgres://shop:$(PASSWORD)@db/shop"),
    ("URL", "postgres://shop:<password>@db/shop"),
    ("URL", "postgres://shop:changeme@db/shop"),
    ("URL", "postgres://shop@db/shop"),
    ("URL", "http://backend:8080/a@b"),
    ("URL", "dns:///model-headless:8500"),
    ("DSN", "Server=db;Password=$(PASSWORD);"),
    ("CERT", "-----BEGIN CERTIFICATE-----\nMIIE"),
    ("KEY", "-----BEGIN PUBLIC KEY-----\nMIIE"),
    ("KEY", "AKIA" + "IOSFODNN7EXAMPLE"),
    ("KEY", "AKIA" + "short"),
    ("TOKEN_KIND", "eyJhbGciOiJIUzI1NiJ9"),
]


@pytest.mark.parametrize(("name", "value"), OPEN)
def test_a_credential_by_its_name(name: str, value: str) -> None:
    assert credential_in(name, value) == "a readable value"


@pytest.mark.parametrize(("value", "expected"), TOKENS)
def test_a_credential_by_its_shape(value: str, expected: str) -> None:
    assert credential_in("SETTING", value) == expected
    assert credential_in("", f"curl -H 'X: {value}'") == expected


@pytest.mark.parametrize(("name", "value"), CLOSED)
def test_no_credential(name: str, value: str) -> None:
    assert credential_in(name, value) is None


def test_one_example_does_not_hide_what_follows() -> None:
    assert credential_in("", "AKIA" + "IOSFODNN7EXAMPLE ghp_" + "a1B2" * 9) == "a GitHub token"
    assert credential_in("", "a://b:changeme@c d://e:hunter22@f") == "a password in a URL"


@pytest.mark.parametrize("text", ["a." * 50_000, "eyJaaaaaaaaaa-" * 8_000, "a://b:" * 20_000, "-----BEGIN A " * 8_000])
def test_hostile_text_takes_linear_time(text: str) -> None:
    assert credential_in("PASSWORD", text) in (None, "a readable value")
