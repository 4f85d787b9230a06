"""`roadstead check`: `python -m policies.check`, and platform.yaml's lines where the repository has one."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from pathlib import Path

from generators.input_files import PLATFORM_FILE
from policies import check
from policies.finding import Report


def main(argv: Sequence[str] | None = None) -> int:
    """Judge as `python -m policies.check` does, and add the lines of platform.yaml to findings in generated files."""
    return check.run(argv, _with_platform_lines)


def _with_platform_lines(report: Report, root: Path) -> Report:
    if not report.findings or not (root / PLATFORM_FILE).is_file():
        return report
    # Only a finding is worth the start-up of the generator.
    from generators.prove.policies import with_sources  # noqa: PLC0415
    from generators.repository import read_repository  # noqa: PLC0415
    from manifests.errors import UserError  # noqa: PLC0415

    try:
        repository = read_repository(root)
        return with_sources(report, repository.tree().folders, repository.positions)
    except UserError as error:
        print(f"roadstead check: no lines of platform.yaml, because it cannot be read:\n{error}", file=sys.stderr)  # noqa: T201
        return report
