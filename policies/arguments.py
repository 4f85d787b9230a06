"""What `python -m policies.check` can be told on the command line."""

import argparse
from datetime import date

from policies.report.formats import FORMATS
from policies.rule import Profile

EXAMPLES = """examples:
  roadstead check                                  judge everything under the current directory
  roadstead check overlays/prod --profile production
  roadstead check --rules gpu/whole-number,images/tag-pinned
  roadstead check --set scaling/replica-minimum.min=3 --environment prod
  roadstead check --against origin/main            what this branch adds, and what it puts right
  roadstead check --fix                            mend what can be mended for certain, and show what changed
  roadstead check --staged                         judge what `git commit` would commit, as a hook does
  roadstead check --format github --output sarif=findings.sarif --output junit=findings.xml

exit codes: 0 clean, 1 an error-severity finding (--fail-on warning for more), 2 could not check
"""


def parser() -> argparse.ArgumentParser:
    """The parser of the command line; the names in what it returns are those of the long options."""
    made = argparse.ArgumentParser(
        prog="roadstead check",
        description="Judge what kustomize renders, and plain manifests, by the rules that policies.yaml chooses.",
        epilog=EXAMPLES,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    made.add_argument("path", nargs="*", metavar="PATH", help="directory or file to judge (default: everything here)")
    made.add_argument("--staged", action="store_true", help="judge the Git index: what a commit would hold")
    made.add_argument("--against", metavar="REF", help="report only what is new since the branch left this commit")
    made.add_argument("--fix", action="store_true", help="make the few fixes that are certain, proven before written")
    made.add_argument("--environment", metavar="ENV", help="judge only this environment")
    made.add_argument("--profile", choices=[each.value for each in Profile], help="profile, instead of policies.yaml's")
    made.add_argument("--rules", type=_ids, metavar="ID,...", help="run only these rules")
    made.add_argument("--set", action="append", default=[], metavar="ID.parameter=VALUE", help="set a parameter")
    made.add_argument("--baseline", metavar="FILE", help="findings that do not count (default: policies.yaml's)")
    made.add_argument("--write-baseline", metavar="FILE", help="record today's findings; counts only ever go down")
    made.add_argument("--config", metavar="FILE", help="the policies.yaml to use (default: the one at the root)")
    made.add_argument("--fail-on", choices=["error", "warning"], default="error", help="severity that gives exit 1")
    made.add_argument("--format", choices=list(FORMATS), default="text", help="form of the report (default: text)")
    made.add_argument(
        "--output",
        action="append",
        default=[],
        metavar="[FORMAT=]FILE",
        help="write the report there, in another form if one is named; may be repeated",
    )
    made.add_argument("--today", type=_day, metavar="YYYY-MM-DD", help="day in UTC to hold waivers against")
    made.add_argument("--quiet", action="store_true", help="findings only, no line that counts")
    made.add_argument("--verbose", action="store_true", help="also what was waived, not evaluated or not judged")
    return made


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        raise argparse.ArgumentTypeError(f"'{text}': write a day as YYYY-MM-DD") from error


def _ids(text: str) -> tuple[str, ...]:
    return tuple(part.strip() for part in text.split(",") if part.strip())
