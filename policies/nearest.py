"""The name a person probably meant."""

from collections.abc import Iterable


def suggest(name: str, known: Iterable[str]) -> str:
    """The end of a message about an unknown name: the nearest known one, or the list of all where none is near."""
    # difflib costs 2 ms at start-up and is needed only where something is wrong.
    from difflib import get_close_matches  # noqa: PLC0415

    names = sorted(known)
    near = get_close_matches(name, names, n=1, cutoff=0.6)
    if near:
        return f"did you mean '{near[0]}'?"
    if not names:
        return "none is known here"
    return "write one of " + ", ".join(names)
