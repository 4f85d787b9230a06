"""What Roadstead says of one object among those of its environment, before any cluster sees it."""

from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any

from policies.configuration.values import Configuration
from policies.engine import judge
from policies.finding import Finding
from policies.objects import Object
from policies.rule import Profile, Severity

Body = dict[str, Any]


class Offline:
    """The checker with the profile `essential`, over one environment's objects with one of them replaced."""

    def __init__(self, objects: Sequence[Body], kubernetes: str) -> None:
        self._objects = [Object(body) for body in objects]
        self._configuration = Configuration(profile=Profile.ESSENTIAL, kubernetes=kubernetes)
        self._known = {_key(finding) for finding in self._findings(self._objects)}

    def refusals(self, instead_of: Body, body: Body) -> list[Finding]:
        """The errors that come in with `body` in the place of an object that stands there now."""
        objects = [Object(body) if each.body is instead_of else each for each in self._objects]
        return [finding for finding in self._findings(objects) if _key(finding) not in self._known]

    def _findings(self, objects: Sequence[Object]) -> list[Finding]:
        report = judge(objects, self._configuration, datetime.now(UTC).date())
        return [finding for finding in report.findings if finding.severity is Severity.ERROR]


def _key(finding: Finding) -> tuple[str, str, str, str]:
    return finding.rule, finding.identity.short, finding.field, finding.message
