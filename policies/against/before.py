"""The check of what stood before a change."""

from dataclasses import replace
from pathlib import Path

from manifests.errors import UserError
from manifests.staged import committed_tree
from policies.against.comparing import compared
from policies.configuration.read import FILE
from policies.finding import Report
from policies.load.nothing import NothingToJudgeError
from policies.pipeline import Options, check


def report_against(after: Report, ref: str, root: Path, paths: tuple[str, ...], options: Options) -> Report:
    """`after` held against the commit at which the branch of `root` left `ref`, judged by its own policies.yaml.

    `root` is the root as it lies in the work tree. What did not build or could not be read there has no findings
    there, so those of today count as added. Raises UserError where Git has no such commit, or where that commit's
    own policies.yaml cannot be read.
    """
    with committed_tree(root, ref) as committed:
        place = committed.place(root)
        there = tuple(path for path in paths if (place / path).exists())
        if not place.is_dir() or (paths and not there):
            return compared(Report((), {}, ()), after, ref)
        try:
            before = check(place, there, _as_there(options, root, place))
        except NothingToJudgeError:
            before = Report((), {}, ())
        except UserError as error:
            raise UserError(f"--against {ref}: {error}") from error
        return compared(before, after, ref)


def _as_there(options: Options, root: Path, place: Path) -> Options:
    """The options with the files they name: those of that commit, or today's where it has none."""
    configuration, baseline = options.configuration, options.baseline
    if configuration != FILE and not (place / configuration).is_file():
        configuration = str(root / configuration)
    if baseline is not None and not (place / baseline).is_file():
        baseline = None
    return replace(options, configuration=configuration, baseline=baseline)
