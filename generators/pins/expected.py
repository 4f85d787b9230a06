"""Which images of a platform must be pinned."""

from __future__ import annotations

from generators.tree.parts import PlatformParts


def expected_images(parts: PlatformParts) -> dict[tuple[str, str], frozenset[str]]:
    """(environment, component that owns the pins) -> the images it must pin: those whose tag no `version` says."""
    expected: dict[tuple[str, str], frozenset[str]] = {}
    for one in parts.environments:
        for part in one.parts:
            for image in part.images:
                if image.tag is None:
                    owner = (one.environment.name, image.pin_owner)
                    expected[owner] = expected.get(owner, frozenset()) | {image.placeholder}
    return expected
