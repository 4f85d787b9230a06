"""Which release of a third party's program a `version` means."""

from __future__ import annotations

from collections.abc import Mapping

from generators.platform.values import Component
from generators.types.misfit import Misfit


def tag_of(component: Component, tags: Mapping[str, str]) -> str:
    """The tag of the component's `version`. Misfit where the table does not have it."""
    version = component.version
    if version is None or version.value not in tags:
        found = f"found `{version.value}`" if version else "found no key `version`"
        *others, last = (f'"{known}"' for known in tags)
        known = f"{', '.join(others)} or {last}" if others else last
        source = version.source if version else component.source
        raise Misfit(source, f"no image of {component.type} is known for this version, {found}; write {known}")
    return tags[version.value]
