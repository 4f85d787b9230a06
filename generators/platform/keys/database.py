"""PostgreSQL: what the database is, and how a program uses the one it needs."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from generators.platform.fault import Fault, shown
from generators.platform.keys.program import WORDS
from generators.platform.record import Fields, record
from generators.platform.said import Leaf
from generators.platform.sequence import list_of
from generators.platform.shape import Key, Shape, Wrong, leaf
from generators.platform.shapes.amount import BYTES
from generators.platform.shapes.number import whole
from generators.platform.shapes.text import TEXT, text_of
from generators.platform.values import DatabaseUse, Sourced

_IDENTIFIER: Final = "[a-z_][a-z0-9_]{0,62}"


def _identifier(taken: frozenset[str]) -> Shape[Sourced[str]]:
    expected = "a PostgreSQL name (a-z, 0-9 and _, at most 63 characters)"

    def convert(place: Leaf) -> str:
        text = text_of(place, expected)
        if not re.fullmatch(_IDENTIFIER, text):
            raise Wrong(f"must be {expected}, found {shown(text)}")
        if text in taken or text.startswith("pg_"):
            raise Wrong(f"{shown(text)} is PostgreSQL's own", "write another name")
        return text

    return leaf(convert, expected, {"type": "string", "pattern": f"^{_IDENTIFIER}$", "not": {"enum": sorted(taken)}})


DATABASE_NAME: Final = Key(
    "database", _identifier(frozenset({"postgres", "template0", "template1"})), "The database's name.", "database: shop"
)
OWNER: Final = Key(
    "owner",
    _identifier(frozenset({"postgres", "streaming_replica"})),
    "The role that owns the database.",
    "owner: shop",
)
STORAGE: Final = Key("storage", BYTES, "The size of each instance's volume.", "storage: 50Gi")
INSTANCES: Final = Key(
    "instances", whole(1, 100), "How many instances: one primary, the others replicas.", "instances: 3"
)
MAX_CONNECTIONS: Final = Key(
    "max_connections", whole(10, 262143), "PostgreSQL's max_connections.", "max_connections: 200"
)

POOL: Final = Key("pool", whole(1, 10_000), "Connections that each pod may hold.", "pool: 8")
MIGRATE: Final = Key(
    "migrate",
    WORDS,
    "The command that brings the schema up to date, run before each new version.",
    "migrate: [alembic, upgrade, head]",
)


SECRETS: Final = Key(
    "secrets",
    list_of(TEXT, "variables", lambda name: name.value),
    "Variables of the component's `secrets` that this command needs too; it gets the database's without being told.",
    "secrets: [SECRET_KEY]",
)


def _use(fields: Fields) -> DatabaseUse:
    return DatabaseUse(fields.of(POOL), fields.all(MIGRATE), fields.source, fields.all(SECRETS))


def _for_a_migration(fields: Fields) -> Iterator[Fault]:
    if "secrets" in fields.said and "migrate" not in fields.said:
        problem = "found `secrets` without `migrate`, which gets them"
        yield Fault(f"{fields.source}/secrets", problem, "leave them out, or write `migrate`", at_key=True)


DATABASE_USE: Final = Key(
    "database",
    record((POOL, MIGRATE, SECRETS), _use, checks=(_for_a_migration,)),
    "How it uses the postgres it needs.",
    "database: {pool: 8, migrate: [alembic, upgrade, head]}",
)
