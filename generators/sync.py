"""`python -m generators.sync`: platform.yaml -> tree, proven, written."""

from __future__ import annotations

import gc
import os
import sys
from time import monotonic

from generators.input_files import PLATFORM_FILE
from generators.unchanged import answer_before

TYPE_CHECKING = False
if TYPE_CHECKING:  # typing's own name would import typing
    import argparse
    from collections.abc import Callable, Sequence
    from pathlib import Path

    from generators.options import Options
    from generators.unchanged import Answer

_QUICK = frozenset(("--check", "--diff", "--quiet", "--verbose"))
"""With these alone, "nothing to do" is said before the command line is parsed: argparse takes as long as the hashes."""

EXAMPLES = """\
examples:
  roadstead sync                            render, prove and write
  roadstead sync --check                    write nothing; exit 1 where the committed tree differs
  roadstead sync --diff --environment prod  what would change for prod
  roadstead sync --discard-edits base/backend/deployment.yaml
  roadstead sync --commit --push --branch sync/dev
"""


def parser() -> argparse.ArgumentParser:
    """The command line."""
    import argparse  # noqa: PLC0415 (see _QUICK)

    made = argparse.ArgumentParser(
        prog="roadstead sync",
        description="Make the repository that Flux watches from platform.yaml, prove it, and write it.",
        epilog=EXAMPLES,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    made.add_argument("--check", action="store_true", help="prove and compare, write nothing; exit 1 on drift")
    made.add_argument("--diff", action="store_true", help="show what would change, write nothing; exit 1 on drift")
    made.add_argument("--staged", action="store_true", help="with --check or --diff: the Git index, as a hook needs it")
    made.add_argument("--environment", metavar="ENV", help="only this environment's overlays and Flux objects")
    made.add_argument(
        "--discard-edits",
        metavar="PATH",
        action="append",
        default=[],
        help="give up what a person changed in this file",
    )
    made.add_argument("--commit", action="store_true", help="then commit what it read and wrote, with git commit")
    made.add_argument("-m", "--message", help="the commit's message; without it, what changed by environment")
    made.add_argument("--push", action="store_true", help="then push the commit, never with force")
    made.add_argument("--branch", metavar="NAME", help="the remote's branch that --push goes to")
    made.add_argument(
        "--to-watched-branch", action="store_true", help="push to the branch that Flux watches: a rollout"
    )
    made.add_argument("--quiet", action="store_true", help="say only what is wrong")
    made.add_argument("--verbose", action="store_true", help="show a traceback where there is one")
    return made


def main(argv: Sequence[str] | None = None) -> int:
    """Run sync in the current folder. 0: done or nothing to do; 1: a finding, an edit or drift; 2: could not check."""
    given = list(sys.argv[1:] if argv is None else argv)
    try:
        said = _say_before(quiet="--quiet" in given) if _QUICK.issuperset(given) else False
        if said:
            return 0
    except KeyboardInterrupt:
        return 130
    # Imported here, as all that is not needed to say that there is nothing to do.
    from functools import partial  # noqa: PLC0415

    from generators.options import Options  # noqa: PLC0415
    from manifests.command import guarded  # noqa: PLC0415

    arguments = parser().parse_args(given)
    options = Options(
        arguments.check, arguments.diff, arguments.environment, tuple(arguments.discard_edits), arguments.quiet
    )
    work = partial(_run_staged, options) if arguments.staged else partial(_run, options, looked=said is None)
    if _publishes(arguments):
        work = partial(_run_and_publish, arguments, work)
    return guarded(work, verbose=arguments.verbose)


def _say_before(*, quiet: bool) -> bool | None:
    """Say that there is nothing to do; None where that is not so, False where `guarded` has to say it."""
    began = monotonic()
    try:
        before = answer_before(os.getcwd())  # noqa: PTH109
        if before is None:
            return None
        if not all(map(str.isascii, (*before.lines, *before.warnings))):
            return False  # not every terminal can show it
        _say(before, began, quiet=quiet)
        if sys.stdout is not None:
            sys.stdout.flush()
        return True
    except OSError:
        return False


def _say(before: Answer, began: float, *, quiet: bool) -> None:
    for warning in before.warnings:
        print(f"warning: {warning}", file=sys.stderr)  # noqa: T201
    *lines, proven = before.lines
    if not quiet:
        what = f"the same inputs, tree and tools as when it was proven: {proven}, {monotonic() - began:.2f} s"
        print("\n".join([*lines, f"nothing to do: {what}"]))  # noqa: T201


def _publishes(arguments: argparse.Namespace) -> bool:
    given = (arguments.message is not None, arguments.branch is not None)
    return bool(arguments.commit or arguments.push or arguments.to_watched_branch or any(given))


def _run_and_publish(arguments: argparse.Namespace, work: Callable[[], int]) -> int:
    # Imported here: only a run that commits pays for it.
    from pathlib import Path  # noqa: PLC0415

    from generators.publish.publish import publish  # noqa: PLC0415
    from generators.publish.wish import wish_of  # noqa: PLC0415

    return publish(Path.cwd(), wish_of(arguments), work, quiet=arguments.quiet)


def _run_staged(options: Options) -> int:
    # Imported here: only a hook pays for it.
    from pathlib import Path  # noqa: PLC0415

    from manifests.errors import UserError  # noqa: PLC0415
    from manifests.staged import staged_tree  # noqa: PLC0415

    if options.writes:
        raise UserError("--staged: add --check or --diff: sync writes files of the work tree, never the index")
    here = Path.cwd()
    with staged_tree(here) as staged:
        for note in staged.notes:
            print(f"note: {note}", file=sys.stderr)  # noqa: T201
        if not (staged.here / PLATFORM_FILE).is_file():
            raise UserError(f"{PLATFORM_FILE}: is not staged; git add it, in the folder in which this runs")
        return _run(options, staged.here, here)


def _run(options: Options, root: Path | None = None, recorded: Path | None = None, *, looked: bool = False) -> int:
    from pathlib import Path  # noqa: PLC0415 (see main)

    root = root or Path.cwd()
    began = monotonic()
    before = None if looked or options.discard or options.environment else answer_before(root, recorded)
    if before is not None:
        _say(before, began, quiet=options.quiet)
        return 0
    # Imported here: `--help` and "nothing to do" answer without the start-up of the generator.
    from generators.synchronise import synchronise  # noqa: PLC0415

    # A sync makes a million small values that live to its end; the collector would walk them again and again.
    gc.disable()
    try:
        return synchronise(root, options)
    finally:
        gc.enable()


if __name__ == "__main__":
    raise SystemExit(main())
