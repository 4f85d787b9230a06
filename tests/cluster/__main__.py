"""Prove a repository on a real control plane: `python -m tests.cluster [--repository DIR] [--environment ENV]`.

Exit codes: 0 all was proven, 1 a scenario failed, 2 the run could not be made.
"""

import argparse
import os
import sys
import time
from collections.abc import Sequence
from pathlib import Path

import pytest

from generators.repository import read_repository
from manifests.errors import UserError
from manifests.temporary import TemporaryFolder
from tests.cluster.report.markdown import Run, write_report
from tests.cluster.report.proof import Proof
from tests.cluster.toolchain.build import build_all

ROOT = Path(__file__).parents[2]
_SHIPPED = "prod"


def main(arguments: Sequence[str]) -> int:
    """Build what is missing, run the scenarios, write the report. Returns the exit code."""
    began = time.monotonic()
    options = _parser().parse_args(arguments)
    repository = Path(options.repository).resolve() if options.repository else ROOT
    everything = repository == ROOT and options.environment == _SHIPPED
    try:
        name = _check(repository, options.environment)
        built: list[str] = []

        def tell(line: str) -> None:
            built.append(line)
            say(line)

        build_all(tell)
    except UserError as error:
        say(str(error))
        return 2
    programs = time.monotonic() - began
    os.environ["REPOSITORY"], os.environ["ENVIRONMENT"] = str(repository), options.environment
    proof = Proof(say, everything)
    with TemporaryFolder() as folder:
        code = pytest.main(_pytest(options.only, folder / "run"), [proof])
    if proof.unable is not None or not proof.results:
        say(proof.unable or "no scenario ran")
        return 2
    seconds = time.monotonic() - began
    run = Run(name, options.environment, everything, options.only, programs, tuple(built), seconds)
    report = Path(options.report).resolve()
    write_report(report, proof, run)
    failed = sum(each.message is not None for each in proof.results)
    shown = report.relative_to(Path.cwd()) if report.is_relative_to(Path.cwd()) else report
    say(f"{len(proof.results) - failed} of {len(proof.results)} scenarios proven; the report is {shown}")
    return 1 if failed else 0 if code == pytest.ExitCode.OK else 2


def _check(repository: Path, environment: str) -> str:
    """The platform's name. Raises UserError where there is no such repository or environment."""
    if not (repository / "platform.yaml").is_file():
        raise UserError(f"REPOSITORY={repository}: there is no platform.yaml in it")
    platform = read_repository(repository).platform
    if all(each.name != environment for each in platform.environments):
        there = ", ".join(each.name for each in platform.environments)
        raise UserError(f"ENVIRONMENT={environment}: platform.yaml has {there}")
    return platform.name


def _pytest(only: str, folder: Path) -> list[str]:
    # Nothing of pytest's own is shown: the plugin says what happens.
    quiet = ["--override-ini=addopts=", "--import-mode=importlib", "--strict-markers", "--capture=sys"]
    quiet += ["-p", "no:terminal", "-p", "no:cacheprovider", f"--rootdir={ROOT}", f"--confcutdir={ROOT}"]
    quiet.append(f"--basetemp={folder}")
    chosen = ["-k", only] if only else []
    return [*quiet, *chosen, f"--config-file={ROOT / 'pyproject.toml'}", str(ROOT / "tests/cluster")]


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m tests.cluster", description=__doc__.split("\n", maxsplit=1)[0])
    environ = os.environ
    parser.add_argument("--repository", default=environ.get("REPOSITORY", ""), help="a folder with a platform.yaml")
    parser.add_argument("--environment", default=environ.get("ENVIRONMENT") or _SHIPPED, help="default: prod")
    report = environ.get("REPORT") or ROOT / ".cache/report/control-plane.md"
    parser.add_argument("--report", default=str(report), help="where the Markdown goes; pictures beside it")
    parser.add_argument("--only", default="", help="scenarios with these words in their name, as pytest's -k")
    return parser


def say(line: str) -> None:
    """Progress goes to standard error."""
    print(line, file=sys.__stderr__, flush=True)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
