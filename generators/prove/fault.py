"""Why a tree is not written."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, order=True)
class Fault:
    """One thing that the proof found: where (a folder or file of the repository) and what, in one line.

    `pointer` is the place in platform.yaml that it follows from; empty where only the file itself can be edited.
    """

    place: str
    message: str
    pointer: str = ""
