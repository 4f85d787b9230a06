"""Waiting for something to become so, with a time limit and a sentence for the case that it does not."""

import time
from collections.abc import Callable
from typing import TypeVar

_Found = TypeVar("_Found")


class TooLateError(AssertionError):
    """It did not happen in time."""


def until(look: Callable[[], _Found | None], seconds: float, what: str, pause: float = 0.1) -> _Found:
    """What `look` finds, as soon as it finds something that is not None or False.

    Raises TooLateError with `what` and the seconds after that time.
    """
    deadline = time.monotonic() + seconds
    while True:
        found = look()
        if found is not None and found is not False:
            return found
        if time.monotonic() > deadline:
            raise TooLateError(f"{what}: not within {seconds:g} s")
        time.sleep(pause)


def holds(look: Callable[[], object], seconds: float, what: str, pause: float = 0.25) -> None:
    """That `look` stays true for so long. Raises AssertionError with `what` if it does not."""
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        if not look():
            raise AssertionError(f"{what}: did not hold for {seconds:g} s")
        time.sleep(pause)
