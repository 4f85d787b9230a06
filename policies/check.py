"""`python -m policies.check`: judge kustomize directories and plain manifests."""

from __future__ import annotations

import argparse
import os
import sys
import time
from collections.abc import Callable, Sequence
from contextlib import ExitStack
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from manifests.command import guarded
from manifests.errors import UserError
from policies.arguments import parser
from policies.finding import Report
from policies.rule import Severity

if TYPE_CHECKING:
    from policies.pipeline import Checked, Options

Resolve = Callable[[Report, Path], Report]
"""What comes between judging and reporting: the report and the root of the repository in, the report out."""


def main(argv: Sequence[str] | None = None) -> int:
    """The command. Returns its exit code."""
    return run(argv)


def run(argv: Sequence[str] | None = None, resolve: Resolve = lambda report, _: report) -> int:
    """The command, with `resolve` called on the report before it is printed: the place to add `Finding.source`."""
    try:
        options = parser().parse_args(argv)
    except SystemExit as stop:  # argparse has printed what there is to say
        return int(stop.code or 0)
    return guarded(lambda: _run(options, resolve), verbose=options.verbose)


def _run(options: argparse.Namespace, resolve: Resolve) -> int:
    started = time.monotonic()
    with ExitStack() as until_reported:
        return _judge(options, resolve, _place(options, until_reported), started)


@dataclass(frozen=True, slots=True)
class _Place:
    """The root that is judged, the paths in it, and the path of policies.yaml from it.

    `in_work_tree` is the root as a person knows it, where `root` is laid out from the index. `changed` are the paths
    that decide which environments are judged, None for all.
    """

    root: Path
    paths: tuple[str, ...]
    configuration: str
    in_work_tree: Path
    changed: frozenset[str] | None = None


def _place(options: argparse.Namespace, until_reported: ExitStack) -> _Place:
    # Imported here and below: `--help` and a mistyped option need neither Git nor the rules nor a YAML parser.
    from policies.configuration.read import FILE  # noqa: PLC0415
    from policies.root import root_and_paths  # noqa: PLC0415

    here = Path.cwd()
    if options.fix and (options.staged or options.against or options.write_baseline is not None):
        raise UserError("--fix writes to the work tree: leave out --staged, --against and --write-baseline")
    if options.staged:
        from manifests.staged import staged_tree  # noqa: PLC0415
        from policies.staged import changed_below, staged_configuration, staged_root_and_paths  # noqa: PLC0415

        staged = until_reported.enter_context(staged_tree(here))
        for note in staged.notes:
            _say(f"note: {note}")
        root, paths = staged_root_and_paths(staged, options.path, here)
        configuration = staged_configuration(staged, options.config, here, root) if options.config else FILE
        changed = None if options.path or options.against else changed_below(staged, root)
        return _Place(root, paths, configuration, staged.top / root.relative_to(staged.root), changed)
    root, paths = root_and_paths(options.path, here)
    return _Place(root, paths, os.path.relpath(options.config, root) if options.config else FILE, root)


def _judge(options: argparse.Namespace, resolve: Resolve, place: _Place, started: float) -> int:
    from policies.pipeline import Options, check_with_objects  # noqa: PLC0415
    from policies.report.formats import Run, render  # noqa: PLC0415
    from policies.report.outputs import Output, outputs_of  # noqa: PLC0415
    from policies.report.text import summary  # noqa: PLC0415

    outputs = outputs_of(options.format, options.output)
    wish = Options(
        environment=options.environment,
        profile=options.profile,
        rules=options.rules,
        settings=tuple(options.set),
        today=options.today,
        configuration=place.configuration,
        baseline=os.path.relpath(options.baseline, place.root) if options.baseline else None,
        without_baseline=options.write_baseline is not None,
        changed=place.changed,
    )
    if options.write_baseline is not None and (place.paths or options.staged or options.against or not wish.whole):
        raise UserError("--write-baseline records the whole repository: leave out what narrows the check")
    checked = check_with_objects(place.root, place.paths, wish)
    report = checked.report
    if options.against is not None:
        from policies.against.before import report_against  # noqa: PLC0415

        report = report_against(report, options.against, place.in_work_tree, place.paths, wish)
    if options.fix or any(output.format == "sarif" for output in outputs):
        report = _with_fixes(report, checked, place, wish, options)
    report = resolve(report, place.root)
    seconds = time.monotonic() - started
    _say_beside(report, options)
    if options.write_baseline is not None and not report.unchecked:
        return _record(place.root, os.path.relpath(options.write_baseline, place.root), report)
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


def _with_fixes(report: Report, checked: Checked, place: _Place, wish: Options, options: argparse.Namespace) -> Report:
    """With --fix, fix what can be, say what was done, and judge again; without, only note the fixes."""
    from policies.fix.command import fix, with_fixes  # noqa: PLC0415
    from policies.pipeline import check  # noqa: PLC0415

    is_whole = not (place.paths or wish.environment or wish.rules or wish.changed is not None)
    whole = checked if is_whole else None
    if not options.fix:
        return with_fixes(report, place.root, wish, whole)
    told = fix(report, place.root, wish, whole)
    for line in told.lines:
        _say(line)
    if not told.diff:
        return report
    if options.format == "text":
        _print(told.diff)
    else:
        sys.stderr.write(told.diff)
    return check(place.root, place.paths, wish)


def _say_beside(report: Report, options: argparse.Namespace) -> None:
    """What is no finding, on stderr."""
    if report.reach is not None and not options.quiet:
        from policies.staged import told  # noqa: PLC0415

        _say(told(report.reach))
    for each in report.unchecked:
        _say(f"could not check {each.directory}: {each.why}")
    if options.verbose and report.ignored:
        _say(f"{report.ignored} YAML and JSON files hold no Kubernetes object and were not judged")


def _record(root: Path, file: str, report: Report) -> int:
    # Imported here: few runs write a baseline.
    from policies.baseline.recording import record  # noqa: PLC0415
    from policies.report.text import render_text  # noqa: PLC0415

    new = record(root, file, report)
    if new:
        _print(render_text(replace(report, findings=new), quiet=True))
        _say(f"{file}: not written, because its counts only go down: mend these, or waive them in policies.yaml")
        return 1
    _say(f"{file}: records {len(report.open)} findings; it counts where policies.yaml says `baseline: {file}`")
    return 0


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


if __name__ == "__main__":
    raise SystemExit(main())
