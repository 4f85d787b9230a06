"""What the program is told: variables, configuration, Secrets."""

from __future__ import annotations

from typing import Final

from generators.platform.record import Fields, named, record
from generators.platform.shape import Key
from generators.platform.shapes.name import DATA_KEY, SUBDOMAIN, VARIABLE_SCHEMA, variable
from generators.platform.shapes.text import TEXT
from generators.platform.values import SecretReference, Setting, Sourced

_SETTINGS: Final = named(variable, VARIABLE_SCHEMA, TEXT, Setting)

ENV: Final = Key("env", _SETTINGS, "Environment variables that are the same everywhere.", "env: {TZ: UTC}")
CONFIG: Final = Key(
    "config",
    _SETTINGS,
    "Environment variables that an environment may change, kept in a ConfigMap.",
    "config: {LOG_LEVEL: info}",
)
SECRET: Final = Key("secret", SUBDOMAIN, "The name of a Secret that exists in the namespace.", "secret: payment")
DATA: Final = Key("key", DATA_KEY, "The key in that Secret.", "key: token")


def _reference(fields: Fields) -> tuple[Sourced[str], Sourced[str]]:
    nowhere = Sourced("", fields.source)
    return fields.of(SECRET) or nowhere, fields.of(DATA) or nowhere


def _secret(name: str, reference: tuple[Sourced[str], Sourced[str]]) -> SecretReference:
    return SecretReference(name, *reference)


SECRETS: Final = Key(
    "secrets",
    named(variable, VARIABLE_SCHEMA, record((SECRET, DATA), _reference, ("secret", "key")), _secret),
    "Environment variables whose values lie in Secrets of the namespace.",
    "secrets: {PAYMENT_KEY: {secret: payment, key: token}}",
)
