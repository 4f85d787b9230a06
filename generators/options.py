"""What was asked of sync."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Options:
    """The command line, parsed. `discard`: files or folders whose edits may be lost."""

    check: bool = False
    diff: bool = False
    environment: str | None = None
    discard: tuple[str, ...] = ()
    quiet: bool = False

    @property
    def writes(self) -> bool:
        return not (self.check or self.diff)
