"""Where a report goes: standard output in one form, files in any number of others."""

from collections.abc import Sequence
from dataclasses import dataclass

from manifests.errors import UserError
from policies.report.formats import FORMATS


@dataclass(frozen=True, slots=True)
class Output:
    """One form of the report, and the file it goes to; None is standard output."""

    format: str
    file: str | None


def outputs_of(format_: str, wishes: Sequence[str]) -> tuple[Output, ...]:
    """What `--format` and `--output` ask for together.

    `FORMAT=FILE` is one more file; a plain `FILE` gets `--format`'s form instead of standard output. Raises UserError
    for two plain files, and for a file that is named twice.
    """
    plain = [wish for wish in wishes if not _is_pair(wish)]
    if len(plain) > 1:
        raise UserError(f"--output {plain[1]}: {plain[0]} already gets the report; write --output FORMAT={plain[1]}")
    pairs = [wish.split("=", 1) for wish in wishes if _is_pair(wish)]
    found = (Output(format_, plain[0] if plain else None), *(Output(name, file) for name, file in pairs))
    files = [output.file for output in found if output.file is not None]
    twice = next((file for index, file in enumerate(files) if file in files[:index]), None)
    if twice is not None:
        raise UserError(f"--output {twice}: named twice, and the second report would replace the first")
    return found


def _is_pair(wish: str) -> bool:
    name, equals, file = wish.partition("=")
    return bool(equals and file) and name in FORMATS
