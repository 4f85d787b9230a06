"""What `pin` and `unpin` share at their edge."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable

from manifests.command import guarded


def parser(name: str, description: str, examples: str) -> argparse.ArgumentParser:
    """A parser with the options that every command has."""
    made = argparse.ArgumentParser(
        prog=f"roadstead {name}",
        description=description,
        epilog=examples,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    made.add_argument("--quiet", action="store_true", help="say only what is wrong")
    made.add_argument("--verbose", action="store_true", help="show a traceback where there is one")
    return made


def run(arguments: argparse.Namespace, work: Callable[[], str]) -> int:
    """Do the work and say its one line. 0: done; 2: a person must put something right first."""

    def said() -> int:
        line = work()
        if not arguments.quiet:
            sys.stdout.write(f"{line}\n")
        return 0

    return guarded(said, verbose=arguments.verbose)
