"""What a commit of sync says when nobody gave a message."""

from __future__ import annotations

from collections.abc import Sequence

from generators.git.status import Entry
from generators.publish.belonging import Belonging
from generators.write.differences import Change, summarise
from generators.write.places import ROOT_FILES

_WIDTH = 72  # of a subject, as Git's own tools cut it
_MOST_INPUTS = 10


def message_for(change: Belonging) -> str:
    """One line that says what changed by environment; below it, each place with its parts, and the inputs."""
    changes = summarise(
        created=(each.path for each in change.outputs if each.is_new),
        changed=(each.path for each in change.outputs if not each.is_new and not each.is_gone),
        removed=(each.path for each in change.outputs if each.is_gone),
    )
    body = [str(each) for each in changes]
    if change.inputs:
        body.append(f"from {_names(change.inputs)}")
    return "\n".join((_subject(change, changes), "", *body)) + "\n"


def _subject(change: Belonging, changes: Sequence[Change]) -> str:
    if not changes:
        count = len(change.inputs)
        line = f"Sync {change.inputs[0].path}, which changes no generated file"
        if count > 1:
            return f"Sync {count} inputs, which change no generated file"
        return line if len(line) <= _WIDTH else "Sync an input, which changes no generated file"
    counts: dict[str, list[int]] = {}
    for each in changes:
        total = counts.setdefault(each.place.removeprefix("clusters/"), [0, 0, 0])
        for index, count in enumerate((each.created, each.changed, each.removed)):
            total[index] += count
    # A schema says nothing about an environment.
    counts = {place: count for place, count in counts.items() if place not in ROOT_FILES} or counts
    whole = [sum(column) for column in zip(*counts.values(), strict=True)]
    for line in (
        "Sync " + ", ".join(f"{place} ({_told(count)})" for place, count in counts.items()),
        f"Sync {', '.join(counts)}: {_told(whole)}",
    ):
        if len(line) <= _WIDTH:
            return line
    return f"Sync {len(counts)} places: {_told(whole)}"


def _told(counts: Sequence[int]) -> str:
    verbs = ("created", "changed", "removed")
    return ", ".join(f"{count} {verb}" for count, verb in zip(counts, verbs, strict=True) if count)


def _names(entries: Sequence[Entry]) -> str:
    names = [entry.path for entry in entries[:_MOST_INPUTS]]
    if len(entries) > _MOST_INPUTS:
        names.append(f"{len(entries) - _MOST_INPUTS} more")
    return ", ".join(names)
