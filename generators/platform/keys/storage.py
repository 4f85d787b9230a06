"""What lies in the container's file system: read-only files, writable folders."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from generators.platform.fault import Fault
from generators.platform.record import Fields, named, record
from generators.platform.shape import Key
from generators.platform.shapes.amount import BYTES
from generators.platform.shapes.name import (
    ABSOLUTE_PATH,
    LABEL_SCHEMA,
    PATH_SCHEMA,
    SUBDOMAIN,
    absolute_path,
    dns_label,
)
from generators.platform.shapes.text import UNSEEN_TEXT
from generators.platform.values import File, Sourced, Volume

FILES: Final = Key(
    "files",
    named(absolute_path, PATH_SCHEMA, UNSEEN_TEXT, File),
    "Texts mounted read-only, by their absolute path.",
    "files: {/etc/app/banner.txt: Welcome}",
)
PATH: Final = Key("path", ABSOLUTE_PATH, "Where the folder is mounted.", "path: /var/cache")
SIZE: Final = Key("size", BYTES, "An empty folder of at most this size, which goes with the pod.", "size: 1Gi")
CLAIM: Final = Key("claim", SUBDOMAIN, "A PersistentVolumeClaim that exists in the namespace.", "claim: uploads")


def _one_kind(fields: Fields) -> Iterator[Fault]:
    kinds = [key.name for key in (SIZE, CLAIM) if key.name in fields.said]
    if len(kinds) != 1:
        yield Fault(
            fields.source,
            f"must have either size or claim, found {'both' if kinds else 'neither'}",
            "keep one of them" if kinds else "write for example `size: 1Gi`",
        )


def _volume(fields: Fields) -> tuple[Sourced[str], Sourced[str] | None, Sourced[str] | None]:
    return fields.of(PATH) or Sourced("", fields.source), fields.of(SIZE), fields.of(CLAIM)


def _make(name: str, said: tuple[Sourced[str], Sourced[str] | None, Sourced[str] | None]) -> Volume:
    return Volume(name, *said)


VOLUMES: Final = Key(
    "volumes",
    named(dns_label, LABEL_SCHEMA, record((PATH, SIZE, CLAIM), _volume, ("path",), (_one_kind,)), _make),
    "Writable folders, by name.",
    "volumes: {cache: {path: /var/cache, size: 1Gi}}",
)
