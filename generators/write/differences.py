"""What changed, for people: unified diffs, and counts by place."""

from __future__ import annotations

import difflib
from collections.abc import Iterable
from dataclasses import dataclass

_ORDER = ("platform.schema.json", "base")
_MOST_NAMES = 20  # in a line of the summary


@dataclass(frozen=True, slots=True)
class Change:
    """What happens at one place: `base`, an environment's name, `clusters/<env>` or a file at the root.

    `parts` are the folders in it that are touched, by name.
    """

    place: str
    created: int
    changed: int
    removed: int
    parts: tuple[str, ...]

    def __str__(self) -> str:
        counts = {"created": self.created, "changed": self.changed, "removed": self.removed}
        told = ", ".join(f"{count} {verb}" for verb, count in counts.items() if count)
        names = list(self.parts[:_MOST_NAMES])
        if len(self.parts) > _MOST_NAMES:
            names.append(f"{len(self.parts) - _MOST_NAMES} more")
        return f"{self.place}: {told}" + (f" ({', '.join(names)})" if names else "")


def summarise(created: Iterable[str], changed: Iterable[str], removed: Iterable[str]) -> tuple[Change, ...]:
    """Counts of paths by place; root files, then base, then each environment followed by its Flux objects."""
    counts: dict[str, list[int]] = {}
    parts: dict[str, set[str]] = {}
    for index, paths in enumerate((created, changed, removed)):
        for path in paths:
            place, part = _place(path)
            counts.setdefault(place, [0, 0, 0])[index] += 1
            parts.setdefault(place, set()).update([part] if part else [])
    changes = []
    for place in sorted(counts, key=_turn):
        new, different, gone = counts[place]
        changes.append(Change(place, new, different, gone, tuple(sorted(parts[place]))))
    return tuple(changes)


def text_diff(path: str, before: str | None, after: str | None) -> str:
    """A unified diff as Git writes one: /dev/null stands for a file that is not there."""
    lines = difflib.unified_diff(
        _lines(before),
        _lines(after),
        "/dev/null" if before is None else f"a/{path}",
        "/dev/null" if after is None else f"b/{path}",
    )
    return "".join(line if line.endswith("\n") else f"{line}\n\\ No newline at end of file\n" for line in lines)


def _lines(text: str | None) -> list[str]:
    """Lines by LF alone, so that CR is seen; bytes that are no UTF-8 are shown as escapes, for a terminal's sake."""
    shown = (text or "").encode("utf-8", "surrogateescape").decode("utf-8", "backslashreplace")
    return [line + "\n" for line in shown.split("\n")[:-1]] + ([last] if (last := shown.split("\n")[-1]) else [])


def _place(path: str) -> tuple[str, str | None]:
    match path.split("/"):
        case ["overlays", environment, part, *_]:
            return environment, part
        case ["clusters", environment, *_]:
            return f"clusters/{environment}", None
        case ["base", part, *_]:
            return "base", part
    return path, None


def _turn(place: str) -> tuple[int, str, bool]:
    if place in _ORDER:
        return _ORDER.index(place), "", False
    return len(_ORDER), place.removeprefix("clusters/"), place.startswith("clusters/")
