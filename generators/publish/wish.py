"""What was asked of the commit and of the push."""

from __future__ import annotations

from argparse import Namespace
from dataclasses import dataclass

from manifests.errors import UserError


@dataclass(frozen=True, slots=True)
class Wish:
    """`message`: None for one that says what changed. `push`: also push, to `branch`, or to the watched branch."""

    message: str | None = None
    push: bool = False
    branch: str | None = None
    to_watched_branch: bool = False


def wish_of(arguments: Namespace) -> Wish:
    """What sync's command line asks for. Raises UserError for options that do not go together."""
    fault = _fault(arguments)
    if fault:
        raise UserError(fault)
    return Wish(arguments.message, arguments.push, arguments.branch, arguments.to_watched_branch)


def _fault(arguments: Namespace) -> str | None:
    if not arguments.commit:
        given = {
            "--message": arguments.message is not None,
            "--push": arguments.push,
            "--branch": arguments.branch is not None,
        }
        return f"{next((name for name, is_given in given.items() if is_given), '--to-watched-branch')}: add --commit"
    for name in ("check", "diff", "staged"):
        if getattr(arguments, name):
            return f"--commit: --{name} writes nothing that could be committed; leave one of them out"
    if arguments.environment:
        return "--commit: with --environment the other environments would not be what platform.yaml says; leave it out"
    if arguments.push and not (arguments.branch or arguments.to_watched_branch):
        return "--push: say where: --branch NAME, or --to-watched-branch for the branch that Flux watches"
    if not arguments.push and (arguments.branch or arguments.to_watched_branch):
        return f"{'--branch' if arguments.branch else '--to-watched-branch'}: add --push"
    return None
