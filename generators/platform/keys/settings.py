"""What the program is told: variables, configuration, Secrets."""

from __future__ import annotations

from typing import Final

from generators.platform.fault import Fault, Outcome, wrong
from generators.platform.record import Fields, named, record
from generators.platform.said import Items, Map, Said
from generators.platform.shape import Key, Shape
from generators.platform.shapes.name import DATA_KEY, SUBDOMAIN, VARIABLE_SCHEMA, survives_as_key, variable
from generators.platform.shapes.text import UNSEEN_TEXT
from generators.platform.values import SecretReference, Setting, Sourced


def _config_name(name: str) -> None:
    variable(name)
    survives_as_key(name)


_VARIABLES: Final = named(variable, VARIABLE_SCHEMA, UNSEEN_TEXT, Setting)
_CONFIG: Final = named(_config_name, VARIABLE_SCHEMA, UNSEEN_TEXT, Setting)

ENV: Final = Key("env", _VARIABLES, "Environment variables that are the same everywhere.", "env: {TZ: UTC}")
CONFIG: Final = Key(
    "config",
    _CONFIG,
    "Environment variables that an environment may change, kept in a ConfigMap.",
    "config: {LOG_LEVEL: info}",
)
SECRET: Final = Key("secret", SUBDOMAIN, "The name of a Secret that exists in the namespace.", "secret: payment")
DATA: Final = Key("key", DATA_KEY, "The key in that Secret.", "key: token")


def _reference(fields: Fields) -> tuple[Sourced[str], Sourced[str]]:
    nowhere = Sourced("", fields.source)
    return fields.of(SECRET) or nowhere, fields.of(DATA) or nowhere


_REFERENCE: Final = record((SECRET, DATA), _reference, ("secret", "key"))


def _never_a_value(said: Said) -> Outcome[tuple[Sourced[str], Sourced[str]]]:
    """What stands here instead of a reference may be the secret itself: no message shows it."""
    if isinstance(said, Map):
        return _REFERENCE.parse(said)
    what = "a list" if isinstance(said, Items) else "a value, which never belongs here"
    return wrong(Fault(said.source, f"must be a mapping of secret, key, found {what}"))


def _secret(name: str, reference: tuple[Sourced[str], Sourced[str]]) -> SecretReference:
    return SecretReference(name, *reference)


SECRETS: Final = Key(
    "secrets",
    named(variable, VARIABLE_SCHEMA, Shape(_never_a_value, _REFERENCE.schema), _secret),
    "Environment variables whose values lie in Secrets of the namespace.",
    "secrets: {PAYMENT_KEY: {secret: payment, key: token}}",
)
