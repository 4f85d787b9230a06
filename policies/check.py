"""`python -m policies.check`: judge kustomize directories and plain manifests."""

import argparse
import os
import sys
import time
from collections.abc import Callable, Sequence
from contextlib import ExitStack
from datetime import date
from pathlib import Path

from manifests.command import guarded
from manifests.errors import UserError
from policies.finding import Report
from policies.report.formats import FORMATS
from policies.rule import Profile, Severity

Resolve = Callable[[Report, Path], Report]
"""What comes between judging and reporting: the report and the root of the repository in, the report out."""

EXAMPLES = """examples:
  roadstead check                                  judge everything under the current directory
  roadstead check overlays/prod --profile production
  roadstead check --rules gpu/whole-number,images/tag-pinned
  roadstead check --set scaling/replica-minimum.min=3 --environment prod
  roadstead check --staged                         judge what `git commit` would commit, as a hook does
  roadstead check --format github --output sarif=findings.sarif --output junit=findings.xml

exit codes: 0 clean, 1 an error-severity finding (--fail-on warning for more), 2 could not check
"""


def main(argv: Sequence[str] | None = None) -> int:
    """The command. Returns its exit code."""
    return run(argv)


def run(argv: Sequence[str] | None = None, resolve: Resolve = lambda report, _: report) -> int:
    """The command, with `resolve` called on the report before it is printed: the place to add `Finding.source`."""
    try:
        options = _parser().parse_args(argv)
    except SystemExit as stop:  # argparse has printed what there is to say
        return int(stop.code or 0)
    return guarded(lambda: _run(options, resolve), verbose=options.verbose)


def _run(options: argparse.Namespace, resolve: Resolve) -> int:
    started = time.monotonic()
    with ExitStack() as until_reported:
        root, paths, configuration = _place(options, until_reported)
        return _judge(options, resolve, root, paths, configuration, started)


def _place(options: argparse.Namespace, until_reported: ExitStack) -> tuple[Path, tuple[str, ...], str]:
    """The root that is judged, the paths in it, and the path of policies.yaml from it."""
    # Imported here and below: `--help` and a mistyped option need neither Git nor the rules nor a YAML parser.
    from policies.configuration.read import FILE  # noqa: PLC0415
    from policies.root import root_and_paths  # noqa: PLC0415

    here = Path.cwd()
    if options.staged:
        from manifests.staged import staged_tree  # noqa: PLC0415
        from policies.staged import staged_configuration, staged_root_and_paths  # noqa: PLC0415

        staged = until_reported.enter_context(staged_tree(here))
        for note in staged.notes:
            _say(f"note: {note}")
        root, paths = staged_root_and_paths(staged, options.path, here)
        configuration = staged_configuration(staged, options.config, here, root) if options.config else FILE
    else:
        root, paths = root_and_paths(options.path, here)
        configuration = os.path.relpath(options.config, root) if options.config else FILE
    return root, paths, configuration


def _judge(
    options: argparse.Namespace,
    resolve: Resolve,
    root: Path,
    paths: tuple[str, ...],
    configuration: str,
    started: float,
) -> int:
    from policies.pipeline import Options, check  # noqa: PLC0415
    from policies.report.formats import Run, render  # noqa: PLC0415
    from policies.report.outputs import Output, outputs_of  # noqa: PLC0415
    from policies.report.text import summary  # noqa: PLC0415

    outputs = outputs_of(options.format, options.output)

    report = check(
        root,
        paths,
        Options(
            environment=options.environment,
            profile=options.profile,
            rules=options.rules,
            settings=tuple(options.set),
            today=options.today,
            configuration=configuration,
        ),
    )
    report = resolve(report, root)
    seconds = time.monotonic() - started
    for each in report.unchecked:
        _say(f"could not check {each.directory}: {each.why}")
    if options.verbose and report.ignored:
        _say(f"{report.ignored} YAML and JSON files hold no Kubernetes object and were not judged")
    for output in outputs:
        text = render(output.format, report, Run(seconds, options.quiet, options.verbose))
        if output.file is None:
            _print(text)
        else:
            _write(output.file, text)
    if not options.quiet and outputs[0] != Output("text", None):
        _say(summary(report, seconds))
    if report.unchecked:
        return 2
    return 1 if report.fails(Severity(options.fail_on)) else 0


def _write(file: str, text: str) -> None:
    try:
        # A path may hold bytes that are no UTF-8; escaped, JSON stays JSON.
        Path(file).write_text(text, encoding="utf-8", errors="backslashreplace")
    except OSError as error:
        raise UserError(f"{file}: cannot be written: {error.strerror}") from None


def _print(text: str) -> None:
    sys.stdout.write(text)
    sys.stdout.flush()


def _say(message: str) -> None:
    sys.stderr.write(f"{message}\n")


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="roadstead check",
        description="Judge what kustomize renders, and plain manifests, by the rules that policies.yaml chooses.",
        epilog=EXAMPLES,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("path", nargs="*", metavar="PATH", help="directory or file to judge (default: everything here)")
    parser.add_argument("--staged", action="store_true", help="judge the Git index: what a commit would hold")
    parser.add_argument("--environment", metavar="ENV", help="judge only this environment")
    parser.add_argument(
        "--profile", choices=[each.value for each in Profile], help="profile, instead of policies.yaml's"
    )
    parser.add_argument("--rules", type=_ids, metavar="ID,...", help="run only these rules")
    parser.add_argument("--set", action="append", default=[], metavar="ID.parameter=VALUE", help="set a parameter")
    parser.add_argument("--config", metavar="FILE", help="the policies.yaml to use (default: the one at the root)")
    parser.add_argument("--fail-on", choices=["error", "warning"], default="error", help="severity that gives exit 1")
    parser.add_argument("--format", choices=list(FORMATS), default="text", help="form of the report (default: text)")
    parser.add_argument(
        "--output",
        action="append",
        default=[],
        metavar="[FORMAT=]FILE",
        help="write the report there, in another form if one is named; may be repeated",
    )
    parser.add_argument("--today", type=_day, metavar="YYYY-MM-DD", help="day in UTC to hold waivers against")
    parser.add_argument("--quiet", action="store_true", help="findings only, no line that counts")
    parser.add_argument("--verbose", action="store_true", help="also what was waived, not evaluated or not judged")
    return parser


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        raise argparse.ArgumentTypeError(f"'{text}': write a day as YYYY-MM-DD") from error


def _ids(text: str) -> tuple[str, ...]:
    return tuple(part.strip() for part in text.split(",") if part.strip())


if __name__ == "__main__":
    raise SystemExit(main())
