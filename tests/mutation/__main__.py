"""python -m tests.mutation [RULE or FILE...]: do the tests of policies/ notice a small fault in it?

Without arguments: every rule. For each file: how many mutants were made, how many its tests killed, and how many
survived; a survivor that explained.yaml gives a reason for is counted as explained, any other is shown and makes the
command exit with 1, as an explanation does that no survivor needs. Results are kept in .roadstead/mutation.txt until
the file or its tests change, so that a run that was cut off goes on where it stood; --again forgets them.
"""

import argparse
import os
import sys
from pathlib import Path

from tests.mutation.explained import read_explained
from tests.mutation.results import Results
from tests.mutation.running import Report, UselessError, run, warm
from tests.mutation.subjects import Subject, subjects

ROOT = Path(__file__).parents[2]
RESULTS = ROOT / ".roadstead" / "mutation.txt"


def main(arguments: list[str]) -> int:
    parser = argparse.ArgumentParser(prog="python -m tests.mutation", description=__doc__.partition("\n")[0])
    parser.add_argument("subjects", nargs="*", metavar="RULE|FILE", help="a rule, a group of rules, or a file")
    parser.add_argument("--processes", type=int, default=2, help="trials at a time (2)")
    parser.add_argument("--again", action="store_true", help="forget the results of earlier runs")
    parser.add_argument("--survivors", action="store_true", help="try once more what survived")
    options = parser.parse_args(arguments)
    if options.again:
        RESULTS.unlink(missing_ok=True)
    explained = read_explained(Path(__file__).parent / "explained.yaml")
    results = Results(RESULTS, survivors_again=options.survivors)
    os.nice(10)
    os.environ["CI"] = "1"  # the same examples of hypothesis each time
    warm()
    failed = False
    reports = []
    for subject in subjects(ROOT, options.subjects):
        try:
            report = run(subject, results, options.processes)
        except UselessError as error:
            print(f"{subject.file}: {error}", flush=True)
            failed = True
            continue
        _print(subject, report, explained.get(subject.file, {}))
        reports.append((subject, report))
    return max(_summary(reports, explained), failed)


def _print(subject: Subject, report: Report, explained: dict[str, str]) -> None:
    counts = _counts(report, explained)
    print(f"{subject.file}: {counts}", flush=True)
    for mutant in report.survived:
        if mutant.name not in explained:
            print(f"  {subject.file}:{mutant.line}: {mutant.name}", flush=True)
    for name in _needless(report, explained):
        print(f"  explained.yaml explains what no mutant survives as: {name}", flush=True)


def _counts(report: Report, explained: dict[str, str]) -> str:
    known = sum(mutant.name in explained for mutant in report.survived)
    survived = len(report.survived) - known
    return f"{report.made} mutants, {report.made - survived - known} killed, {survived} survived, {known} explained"


def _needless(report: Report, explained: dict[str, str]) -> list[str]:
    return sorted(explained.keys() - {mutant.name for mutant in report.survived})


def _summary(reports: list[tuple[Subject, Report]], explained: dict[str, dict[str, str]]) -> int:
    whole = Report(
        sum(report.made for _, report in reports), tuple(m for _, report in reports for m in report.survived)
    )
    known = sum(m.name in explained.get(s.file, {}) for s, report in reports for m in report.survived)
    survived = len(whole.survived) - known
    needless = sum(len(_needless(report, explained.get(subject.file, {}))) for subject, report in reports)
    killed = whole.made - survived - known
    print(f"{len(reports)} files: {whole.made} mutants, {killed} killed, {survived} survived, {known} explained")
    return 1 if survived or needless else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
