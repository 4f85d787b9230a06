"""Versions, which must be quoted: YAML reads 1.30 as the number 1.3."""

from __future__ import annotations

import re
from typing import Final

from generators.platform.fault import shown
from generators.platform.said import Leaf, found
from generators.platform.shape import Wrong, leaf
from generators.platform.values import KubernetesVersion

OLDEST: Final = KubernetesVersion(1, 33)
NEWEST: Final = KubernetesVersion(1, 37)


def _quoted(place: Leaf) -> str:
    if isinstance(place.value, int | float) and not isinstance(place.value, bool):
        reads = "" if str(place.value) == place.text else f", which YAML reads as {place.value}"
        raise Wrong(f"a version must be quoted, found {found(place)}{reads}", f'write `"{place.text}"`')
    if not isinstance(place.value, str):
        raise Wrong(f"must be a version in quotes, found {found(place)}")
    return place.value


def _version(place: Leaf) -> str:
    text = _quoted(place)
    if not re.fullmatch(r"[0-9]+(?:\.[0-9]+)*", text) or len(text) > 30:
        raise Wrong(f"must be a version of digits and dots, found {shown(text)}")
    return text


def _kubernetes(place: Leaf) -> KubernetesVersion:
    text = _quoted(place)
    match = re.fullmatch(r"([0-9]{1,4})\.([0-9]{1,4})", text)
    if match is None:
        near = re.match(r"v?([0-9]+\.[0-9]+)\b", text)
        raise Wrong(
            f"must be a minor release of Kubernetes, found {shown(text)}", f'write `"{near[1]}"`' if near else ""
        )
    version = KubernetesVersion(int(match[1]), int(match[2]))
    if not OLDEST <= version <= NEWEST or str(version) != text:
        raise Wrong(f"must be Kubernetes {OLDEST} to {NEWEST}, found {shown(text)}")
    return version


_RELEASES: Final = [f"{OLDEST.major}.{minor}" for minor in range(OLDEST.minor, NEWEST.minor + 1)]
VERSION: Final = leaf(
    _version, "a version in quotes", {"type": "string", "pattern": r"^[0-9]+(?:\.[0-9]+)*$", "maxLength": 30}
)
KUBERNETES: Final = leaf(_kubernetes, "a minor release of Kubernetes", {"enum": _RELEASES})
