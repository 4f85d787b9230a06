"""What must be there before a part."""

from __future__ import annotations

from collections.abc import Iterable

from generators.platform.values import Sourced
from generators.types.context import Context
from generators.types.part import Dependency


def dependencies(needs: Iterable[Sourced[str]], context: Context) -> tuple[Dependency, ...]:
    """What is needed must have been Ready once; what somebody else keeps has no part to wait for."""
    return tuple(
        Dependency(need.value, strict=False) for need in needs if context.component(need.value).external is None
    )
