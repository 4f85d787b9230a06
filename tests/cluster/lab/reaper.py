"""Waits for the run to end, however it ends, and kills what it left: group ids come on standard input, one a line.

A program of its own, because a killed process can no longer clean up. It uses nothing but the standard library.
"""

import os
import signal
import sys
from contextlib import suppress


def main() -> None:
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    groups = [int(line) for line in sys.stdin.buffer]
    for group in reversed(groups):
        with suppress(ProcessLookupError, PermissionError):
            os.killpg(group, signal.SIGKILL)


if __name__ == "__main__":
    main()
