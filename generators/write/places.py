"""Where sync may write, and the names of what it leaves while it writes."""

from __future__ import annotations

TEMPORARY_SUFFIX = ".roadstead-tmp"
ROOT_FILES = ("platform.schema.json", "components.schema.json")
_ANY = "*"
_PLACES = (("base",), ("overlays",), ("clusters", _ANY, "platform"))


def may_hold_output(folder: tuple[str, ...]) -> bool:
    """Whether generated files lie in this folder or somewhere below it. () is the root."""
    return any(all(map(_fits, place, folder)) for place in _PLACES)


def is_output(path: str) -> bool:
    """Whether a file at this path may be one of ours."""
    folder = tuple(path.split("/")[:-1])
    inside = any(len(folder) >= len(place) and all(map(_fits, place, folder)) for place in _PLACES)
    return inside or path in ROOT_FILES


def goes_when_empty(folder: str) -> bool:
    """Whether an empty folder is part of the output: `base` and `overlays` stay, a `clusters/<env>/platform` goes."""
    match folder.split("/"):
        case ["clusters", _, "platform"]:
            return True
        case _:
            return is_output(folder) and folder not in ROOT_FILES


def temporary_name(name: str) -> str:
    """The name under which a file is written before it takes its place; hidden, and nothing that kustomize reads."""
    return f".{name}{TEMPORARY_SUFFIX}"


def is_temporary(name: str) -> bool:
    """Whether a killed run may have left a file of this name."""
    return name.startswith(".") and name.endswith(TEMPORARY_SUFFIX)


def _fits(wanted: str, found: str) -> bool:
    return wanted in (_ANY, found)
