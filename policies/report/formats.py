"""Every form that a report can take. Text for people is the default; the others are for programs."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from importlib import import_module
from typing import TYPE_CHECKING, cast

if TYPE_CHECKING:  # `--help` needs the names alone
    from policies.finding import Report


@dataclass(frozen=True, slots=True)
class Run:
    """What a form for people says of the run itself: how long it took, and how much is to be said."""

    seconds: float
    quiet: bool = False
    verbose: bool = False


# Only the form that is asked for is loaded: XML and hashes take longer to load than a small repository to judge.
FORMATS: Mapping[str, str] = {
    "text": "lines for people",
    "json": "everything, documented by a JSON Schema",
    "sarif": "SARIF 2.1.0, for code hosts and editors",
    "junit": "JUnit XML, for build servers",
    "github": "annotations of GitHub Actions",
    "gitlab": "GitLab's code quality report",
    "markdown": "a comment on a pull request",
}
"""Name, which is also the module in this package -> what it is for."""


def render(name: str, report: "Report", run: Run) -> str:
    """The report in the form of this name, one of FORMATS."""
    module = import_module(f"policies.report.{name}")
    if name == "text":
        return str(module.render_text(report, run.seconds, quiet=run.quiet, verbose=run.verbose))
    return cast("Callable[[Report], str]", getattr(module, f"render_{name}"))(report)
