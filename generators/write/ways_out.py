"""What a person reads when sync stops for a file of theirs: one line, with the ways out."""

from __future__ import annotations

from generators.write.header import Header
from generators.write.states import State


def why_blocked(path: str, state: State, pointer: str | None, header: Header | None) -> str:
    """One line. `pointer` is the place in platform.yaml that the file follows from; None where nothing wants it."""
    discard = f"give it up with: roadstead sync --discard-edits {path}"
    if state is State.EDITED:
        place = _better_place(path, pointer)
        return f"{path}: edited by hand, and sync would lose that. Say it in {place}, or {discard}"
    if state is State.EDITED_ORPHAN:
        return (
            f"{path}: platform.yaml asks for it no longer, but it was edited by hand. "
            f"Move what you need to {_extras(path) or 'a file of your own'}, then delete it, or {discard}"
        )
    if header is not None:
        copied = f"{path}: a copy of {header.path} stands where sync must write"
        return f"{copied}. Delete it or move it away, then sync again"
    return (
        f"{path}: a file without Roadstead's header stands where sync must write, so it is yours and stays. "
        f"Move it to {_extras(path) or 'another folder'} or delete it, then sync again"
    )


def _better_place(path: str, pointer: str | None) -> str:
    place = f"platform.yaml ({pointer})" if pointer else "platform.yaml"
    extras = _extras(path)
    return f"{place} or {extras}" if extras else place


def _extras(path: str) -> str | None:
    """Where a hand-written Kustomize Component for the same part goes; None where none is included."""
    match path.split("/"):
        case ["base", part, _, *_]:
            return f"extras/all/{part}/"
        case ["overlays", environment, part, _, *_]:
            return f"extras/{environment}/{part}/"
    return None
