"""`roadstead COMMAND`: the one console script. Each command is also `python -m` its module."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from importlib import import_module

COMMANDS = {
    "sync": ("generators.sync", "platform.yaml -> tree, proven and written"),
    "pin": ("generators.pin", "pin the image that an environment runs"),
    "unpin": ("generators.unpin", "take an image pin away"),
    "check": ("roadstead.check", "judge a repository by the policies"),
    "explain": ("policies.explain", "why a rule is there, and how to satisfy it"),
}


def main(argv: Sequence[str] | None = None) -> int:
    """Run one command and return its exit code: 0 clean, 1 a finding or drift, 2 could not check."""
    arguments = list(sys.argv[1:] if argv is None else argv)
    if not arguments or arguments[0] in ("-h", "--help"):
        print(usage(), file=sys.stdout if arguments else sys.stderr)
        return 0 if arguments else 2
    name, *rest = arguments
    if name not in COMMANDS:
        print(f"roadstead: no command '{name}'; one of {', '.join(COMMANDS)}", file=sys.stderr)  # noqa: T201
        return 2
    # Imported by name, and only now: a command must not pay for the start-up of the others.
    code: int = import_module(COMMANDS[name][0]).main(rest)
    return code


def usage() -> str:
    """What `roadstead --help` prints."""
    width = max(map(len, COMMANDS))
    lines = [f"  {name:<{width}}  {purpose}" for name, (_, purpose) in COMMANDS.items()]
    return "\n".join(["usage: roadstead COMMAND [OPTIONS]", "", *lines, "", "roadstead COMMAND --help says more."])


if __name__ == "__main__":
    raise SystemExit(main())
