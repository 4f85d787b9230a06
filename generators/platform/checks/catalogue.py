"""All checks."""

from __future__ import annotations

from typing import Final

from generators.platform.checks import (
    addresses,
    database,
    gpus,
    model,
    names,
    needs,
    provided,
    ready,
    renamed,
    routes,
    scaling,
    twice,
)
from generators.platform.draft import Check

CHECKS: Final[tuple[Check, ...]] = (
    names.reserved,
    names.short_enough,
    names.short_namespace,
    names.shared,
    renamed.free,
    renamed.possible,
    needs.unknown,
    needs.needable,
    needs.disabled,
    needs.cycle,
    scaling.reachable,
    scaling.measurable,
    scaling.one_way,
    scaling.alone,
    gpus.enough,
    routes.domain,
    routes.apart,
    provided.provided,
    provided.api_server,
    addresses.answered,
    database.needed,
    database.migrated,
    twice.variables,
    twice.mounts,
    twice.probe_ports,
    ready.said,
    model.mountable,
)
