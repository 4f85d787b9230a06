"""What a run found: findings with their addresses, how much each rule looked at, and what could not be judged."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from manifests.identity import Identity
from policies.rule import Outcome, Severity


@dataclass(frozen=True, slots=True, order=True)
class Location:
    """A place in a file. `file` is relative to the root of the repository; line and column count from 1."""

    file: str
    line: int
    column: int

    def __str__(self) -> str:
        return f"{self.file}:{self.line}:{self.column}"


@dataclass(frozen=True, slots=True)
class Element:
    """Which element of a list a field goes through, so that it is found again where its index differs.

    `depth` counts the tokens of the field's pointer before the index; `key` and `value` name the element, as in
    `name: nginx`.
    """

    depth: int
    key: str
    value: str


@dataclass(frozen=True, slots=True)
class Link:
    """One place on a field's way from its base to the rendered object. `role` says what it is, as in "patch"."""

    location: Location
    role: str


@dataclass(frozen=True, slots=True)
class Replacement:
    """What a proven fix does to a file: the text from `start` up to `end` becomes `text`."""

    start: Location
    end: Location
    text: str


@dataclass(frozen=True, slots=True)
class WaiverNote:
    """Why a finding does not count, who stands for it, and until which day (inclusive, UTC)."""

    reason: str
    owner: str
    expires: date


@dataclass(frozen=True, slots=True)
class Finding:
    """One rule's verdict on one place.

    `field` is a JSON pointer into the rendered object. `location` is the line that set it, `source` the line of
    platform.yaml it was generated from. `chain` is every place that had a say, the base first and `location` last.
    A finding with a `waiver` is reported as waived and never fails a run; nor does a `baselined` one, which the
    baseline records. `repair` is the fix that --fix would make, where one was asked for and proven.
    """

    rule: str
    severity: Severity
    environment: str | None
    identity: Identity
    container: str | None
    field: str
    message: str
    fix: str
    directory: str
    verdict: Outcome = Outcome.FAIL
    location: Location | None = None
    source: Location | None = None
    waiver: WaiverNote | None = None
    elements: tuple[Element, ...] = ()
    chain: tuple[Link, ...] = ()
    baselined: bool = False
    repair: tuple[Replacement, ...] = ()

    @property
    def counts(self) -> bool:
        """Whether it can fail a run: nobody waived it, and no baseline records it."""
        return self.waiver is None and not self.baselined


@dataclass(frozen=True, slots=True)
class Counts:
    """How many objects a rule passed, failed, and so on. Their sum is the number of objects it looked at."""

    passed: int = 0
    failed: int = 0
    waived: int = 0
    not_applicable: int = 0
    not_evaluated: int = 0

    def __add__(self, other: "Counts") -> "Counts":
        return Counts(
            self.passed + other.passed,
            self.failed + other.failed,
            self.waived + other.waived,
            self.not_applicable + other.not_applicable,
            self.not_evaluated + other.not_evaluated,
        )


@dataclass(frozen=True, slots=True)
class NotEvaluated:
    """A rule that could not judge some objects of an environment, and what it lacks. `objects` are "Kind/name"."""

    rule: str
    environment: str | None
    why: str
    objects: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Unchecked:
    """A directory or file that could not be read or built, so that nothing is known of it. Makes the exit code 2."""

    directory: str
    why: str


@dataclass(frozen=True, slots=True)
class Reach:
    """The environments that a change reaches and that were `judged`, and those `left`; None: what belongs to none."""

    judged: tuple[str | None, ...]
    left: tuple[str | None, ...] = ()


@dataclass(frozen=True, slots=True)
class Report:
    """The result of one run. `rules` has every rule that ran; `objects` is how many objects were looked at.

    `profile` is the profile judged by, `configuration` the file that says so (None: there is none, the default holds).
    `ignored` counts YAML and JSON files that hold no Kubernetes object. Where a change was judged, `against` is what it
    is a change of, `findings` are those it adds, and `removed` those it takes away. `reach` is None where
    everything was judged, whatever changed.
    """

    findings: tuple[Finding, ...]
    rules: Mapping[str, Counts]
    not_evaluated: tuple[NotEvaluated, ...]
    objects: int = 0
    unchecked: tuple[Unchecked, ...] = ()
    profile: str = ""
    configuration: str | None = None
    ignored: int = 0
    against: str | None = None
    removed: tuple[Finding, ...] = ()
    reach: Reach | None = None

    @property
    def open(self) -> tuple[Finding, ...]:
        """The findings that nobody waived and no baseline records."""
        return tuple(finding for finding in self.findings if finding.counts)

    @property
    def waived(self) -> tuple[Finding, ...]:
        return tuple(finding for finding in self.findings if finding.waiver is not None)

    @property
    def baselined(self) -> tuple[Finding, ...]:
        return tuple(finding for finding in self.findings if finding.baselined)

    def fails(self, severity: Severity = Severity.ERROR) -> bool:
        """Whether a finding is at least this bad, waived ones aside."""
        order = tuple(Severity)
        return any(order.index(finding.severity) <= order.index(severity) for finding in self.open)
