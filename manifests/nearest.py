"""The known name that a person probably meant, and the one way in which that is said."""

from __future__ import annotations

from collections.abc import Iterable


def nearest(name: str, known: Iterable[str]) -> str | None:
    """The nearest known name, None where none is near; one that differs only in its case is nearest."""
    # difflib costs 3 ms at start-up and is needed only where something is wrong.
    from difflib import get_close_matches  # noqa: PLC0415

    names = sorted(known)
    same = [each for each in names if each.lower() == name.lower()]
    return next(iter(same or get_close_matches(name, names, n=1)), None)


def way_out(name: str, known: Iterable[str]) -> str:
    """The end of a message about a name that is not known: the nearest one, or all of them."""
    names = sorted(known)
    near = names[0] if len(names) == 1 else nearest(name, names)
    if near is not None:
        return f"write `{near}`"
    return f"write one of {', '.join(f'`{each}`' for each in names)}" if names else "leave it out"
