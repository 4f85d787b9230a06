"""What sync has to do: decided here, from texts alone; done by `disk`."""

from __future__ import annotations

import posixpath
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass

from generators.tree.generated_file import GeneratedFile
from generators.write.differences import Change, summarise, text_diff
from generators.write.header import normalise, read_header, with_header
from generators.write.states import State, state_of
from generators.write.ways_out import why_blocked


@dataclass(frozen=True, slots=True)
class Write:
    """A file to write: `text` with its header, `before` as it is now (None: it is not there)."""

    path: str
    state: State
    text: str
    before: str | None


@dataclass(frozen=True, slots=True)
class Prune:
    """A file of ours that nothing wants any more."""

    path: str
    before: str


@dataclass(frozen=True, slots=True)
class Blocked:
    """A file that holds something of a person's. `message` is one line, with the ways out; `diff` is what would go."""

    path: str
    state: State
    message: str
    diff: str


@dataclass(frozen=True, slots=True)
class Plan:
    """Steps in the order in which they are to be done (law 8); nothing may be done while something is blocked.

    `unused_discards` are the paths given to --discard-edits under which there was nothing to discard.
    """

    steps: tuple[Write | Prune, ...]
    unchanged: tuple[str, ...]
    blocked: tuple[Blocked, ...]
    foreign: tuple[str, ...]
    unused_discards: tuple[str, ...]

    @property
    def writes(self) -> tuple[Write, ...]:
        return tuple(step for step in self.steps if isinstance(step, Write))

    @property
    def prunes(self) -> tuple[Prune, ...]:
        return tuple(step for step in self.steps if isinstance(step, Prune))

    @property
    def drift(self) -> bool:
        """Whether the tree differs from what platform.yaml says."""
        return bool(self.steps or self.blocked)

    def summary(self) -> tuple[Change, ...]:
        """What changes, by place: base, the environments, their Flux objects; only places where something does."""
        return summarise(
            created=(write.path for write in self.writes if write.before is None),
            changed=(write.path for write in self.writes if write.before is not None),
            removed=(prune.path for prune in self.prunes),
        )

    def diff(self) -> str:
        """A unified diff of all steps, by path; "" where there is nothing to do."""
        steps = sorted(self.steps, key=lambda step: step.path)
        return "".join(
            text_diff(step.path, step.before, step.text if isinstance(step, Write) else None) for step in steps
        )


def plan(
    desired: Mapping[str, GeneratedFile],
    present: Mapping[str, str],
    discard: Iterable[str] = (),
    edited: Collection[str] = (),
) -> Plan:
    """Both mappings by path relative to the root, with `/`. `discard`: files or folders whose edits may be lost.

    `edited`: files torn by a merge of which a side was edited by hand.
    """
    discards = {posixpath.normpath(path): False for path in discard}
    steps: list[Write | Prune] = []
    unchanged: list[str] = []
    foreign: list[str] = []
    blocked: list[Blocked] = []
    for path in sorted(desired.keys() | present.keys()):
        file, before = desired.get(path), present.get(path)
        text = with_header(path, file.text, file.pointer) if file else None
        if text == before:  # as `state_of` says too: nearly all files of a large tree
            unchanged.append(path)
            continue
        state = state_of(path, text, before)
        if state is State.CONFLICTED and path in edited:
            state = State.EDITED
        if state is State.CLEAN:
            unchanged.append(path)
        elif state is State.FOREIGN and text is None:
            foreign.append(path)
        elif _is_blocked(state, path, discards):
            blocked.append(_blocked(path, state, file, text, before))
        elif text is not None:
            steps.append(Write(path, state, text, before))
        elif before is not None:
            steps.append(Prune(path, before))
    unused = tuple(path for path, used in discards.items() if not used)
    return Plan(tuple(sorted(steps, key=_turn)), tuple(unchanged), tuple(blocked), tuple(foreign), unused)


def _turn(step: Write | Prune) -> tuple[bool, int, str]:
    """New files, then changed ones, then prunes; all of that for `clusters/` after everything else (law 8).

    A Flux object must never name a folder that is not there yet.
    """
    kind = 2 if isinstance(step, Prune) else int(step.before is not None)
    return step.path.startswith("clusters/"), kind, step.path


def _is_blocked(state: State, path: str, discards: dict[str, bool]) -> bool:
    """Whether the file holds something that nobody has given up. Notes which discards were used."""
    if state not in (State.EDITED, State.EDITED_ORPHAN):
        return state is State.FOREIGN
    giving_up = [each for each in discards if path == each or path.startswith(f"{each}/") or each == "."]
    for each in giving_up:
        discards[each] = True
    return not giving_up


def _blocked(path: str, state: State, file: GeneratedFile | None, text: str | None, before: str | None) -> Blocked:
    found = before or ""
    header = read_header(found)
    message = why_blocked(path, state, file.pointer if file else None, header)
    wanted = normalise(file.text) if file and header else text
    shown = header.text if header and text is not None else found
    return Blocked(path, state, message, text_diff(path, wanted, shown))
