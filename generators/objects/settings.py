"""Named texts (`annotations`, `node_selector`) as a mapping."""

from __future__ import annotations

from collections.abc import Iterable

from generators.objects.body import Body
from generators.platform.values import Setting


def as_mapping(settings: Iterable[Setting]) -> Body:
    """Name -> sourced value, in the order given."""
    return {setting.name: setting.value for setting in settings}
