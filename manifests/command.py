"""The edge of a command: what goes wrong becomes a sentence and an exit code, never a traceback."""

from __future__ import annotations

import io
import os
import signal
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from types import FrameType

from manifests.errors import UserError

CANNOT = 2
_AFTER_SIGNAL = 128  # as shells count: 130 after Ctrl-C, 143 after SIGTERM


def guarded(work: Callable[[], int], *, verbose: bool) -> int:
    """The exit code of `work`; 2 where it could not be done, 130 after Ctrl-C. With `verbose`, errors are raised.

    A process told to end (SIGTERM, SIGHUP) removes its temporary files first.
    """
    _make_streams_safe()
    try:
        with _told_to_end():
            code = work()
            sys.stdout.flush()
            return code
    except KeyboardInterrupt:
        return _AFTER_SIGNAL + signal.SIGINT
    except BrokenPipeError:
        # The reader went away, as `| head` does; without this, Python complains once more while it exits.
        nowhere = os.open(os.devnull, os.O_WRONLY)
        for stream in (sys.__stdout__, sys.__stderr__):
            if stream is not None:
                os.dup2(nowhere, stream.fileno())
        return CANNOT
    except Exception as error:
        if verbose:
            raise
        sys.stderr.write(f"{_said(error)}\n")
        return CANNOT


def _said(error: Exception) -> str:
    if isinstance(error, UserError):
        return str(error)
    notes = "".join(f", {note}" for note in getattr(error, "__notes__", ()))
    if isinstance(error, OSError) and error.strerror:
        place = f"{error.filename}: " if error.filename else ""
        return f"{place}{error.strerror}{notes}. Put that right, then run it again (--verbose shows where)"
    return f"internal error{notes}: {type(error).__name__}: {error} (--verbose shows where)"


def _make_streams_safe() -> None:
    """A closed stream takes everything and says nothing; a name that a terminal cannot show must not stop a run."""
    if sys.stdout is None:
        sys.stdout = open(os.devnull, "w", encoding="utf-8")  # noqa: PTH123, SIM115
    if sys.stderr is None:
        sys.stderr = open(os.devnull, "w", encoding="utf-8")  # noqa: PTH123, SIM115
    if isinstance(sys.stdout, io.TextIOWrapper):
        sys.stdout.reconfigure(errors="backslashreplace")


@contextmanager
def _told_to_end() -> Iterator[None]:
    """Within it, SIGTERM and SIGHUP unwind the stack, so that every `with` block cleans up."""
    if threading.current_thread() is not threading.main_thread():  # only the main thread may set handlers
        yield
        return
    names = [name for name in ("SIGTERM", "SIGHUP") if hasattr(signal, name)]  # Windows has no SIGHUP
    signals = [getattr(signal, name) for name in names]
    before = {each: signal.getsignal(each) for each in signals if signal.getsignal(each) is signal.SIG_DFL}
    for each in before:
        signal.signal(each, _end)
    try:
        yield
    finally:
        for each, handler in before.items():
            signal.signal(each, handler)


def _end(number: int, _: FrameType | None) -> None:
    raise SystemExit(_AFTER_SIGNAL + number)
