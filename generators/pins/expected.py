"""Which images of a platform must be pinned."""

from __future__ import annotations

from collections.abc import Mapping

from generators.platform.component_type import ComponentType
from generators.platform.values import Platform
from generators.tree.tree import parts_of


def expected_images(platform: Platform, types: Mapping[str, ComponentType]) -> dict[tuple[str, str], frozenset[str]]:
    """(environment, component that owns the pins) -> the images it must pin: those whose tag no `version` says."""
    expected: dict[tuple[str, str], frozenset[str]] = {}
    for environment in platform.environments:
        for part in parts_of(platform, environment, types):
            for image in part.images:
                if image.tag is None:
                    owner = (environment.name, image.pin_owner)
                    expected[owner] = expected.get(owner, frozenset()) | {image.placeholder}
    return expected
