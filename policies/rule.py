"""What a rule is, and what it says of an object. Rules know neither files nor output; the engine adds both."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from enum import Enum
from fractions import Fraction
from types import MappingProxyType
from typing import Any

from manifests.quantity import parse_quantity
from policies.answer import Answer
from policies.objects import Object
from policies.sources import Place
from policies.world import World

LONGEST_MESSAGE = 1000


class Severity(Enum):
    """How bad a finding is, the worst first."""

    ERROR = "error"
    WARNING = "warning"
    INFO = "info"


class Profile(Enum):
    """Sets of rules, each containing the one before it."""

    ESSENTIAL = "essential"
    PRODUCTION = "production"
    RESTRICTED = "restricted"

    def includes(self, other: "Profile") -> bool:
        """Whether a rule of profile `other` runs where this profile is chosen."""
        order = tuple(Profile)
        return order.index(other) <= order.index(self)


class Outcome(Enum):
    """The four things a rule can say of an object."""

    PASS = "pass"
    FAIL = "fail"
    NOT_APPLICABLE = "not applicable"
    NOT_EVALUATED = "not evaluated"


class Scope(Enum):
    """What a rule must see to judge one object."""

    OBJECT = "one object"
    SET = "the whole set"
    FILES = "the files that objects are rendered from"
    ENVIRONMENTS = "all environments"


class Kind(Enum):
    """The type of a parameter."""

    BOOL = "true or false"
    INTEGER = "a whole number"
    TEXT = "a text"
    TEXTS = "a list of texts"
    CHOICE = "one of a few values"
    RANGE = "two whole numbers [min, max]"
    NUMBER = "a number, as in 1.5"
    QUANTITY = "a quantity, as in 500m or 2Gi"
    QUANTITY_RANGE = "two quantities [min, max]"


@dataclass(frozen=True, slots=True)
class Parameter:
    """One setting of a rule. A default of None means "not set", and None is then allowed.

    `choices` are the values of a CHOICE, in the order in which they are shown. `least` is the smallest whole number
    that makes sense; a NUMBER is above 0, a quantity not below it, and the first of two not above the second. Numbers
    and quantities stay as they are written: `workload.totals.amount` makes them exact. Either end of a QUANTITY_RANGE
    may be None: no bound.
    """

    name: str
    kind: Kind
    default: bool | int | float | str | tuple[str | int | float | None, ...] | None
    description: str
    choices: tuple[int | str, ...] = ()
    least: int = 0

    @property
    def demand(self) -> str:
        """What a value must be, for a message: "a whole number of at least 0", "one of 1, pass, fail"."""
        match self.kind:
            case Kind.CHOICE:
                return "one of " + ", ".join(str(choice) for choice in self.choices)
            case Kind.INTEGER | Kind.RANGE:
                return f"{self.kind.value} of at least {self.least}"
            case _:
                return str(self.kind.value)

    def accepts(self, value: Any) -> bool:
        """Whether a value as read from YAML is of this parameter's type."""
        if value is None:
            return self.default is None
        match self.kind:
            case Kind.BOOL:
                return isinstance(value, bool)
            case Kind.INTEGER:
                return self._is_count(value)
            case Kind.TEXT:
                return isinstance(value, str)
            case Kind.TEXTS:
                return isinstance(value, list | tuple) and all(isinstance(item, str) for item in value)
            case Kind.CHOICE:
                return not isinstance(value, bool) and value in self.choices
            case Kind.RANGE:
                return _is_pair(value) and all(map(self._is_count, value)) and value[0] <= value[1]
            case _:
                return _is_exact(self.kind, value)

    def _is_count(self, value: Any) -> bool:
        return isinstance(value, int) and not isinstance(value, bool) and value >= self.least


def _is_pair(value: Any) -> bool:
    return isinstance(value, list | tuple) and len(value) == 2


def _is_exact(kind: Kind, value: Any) -> bool:
    """Whether a value is of one of the kinds that are read as quantities."""
    if kind is Kind.NUMBER:
        return not isinstance(value, str) and (_amount(value) or 0) > 0
    if kind is Kind.QUANTITY:
        return _amount(value) is not None
    return _is_pair(value) and _is_quantity_range(value[0], value[1])


def _amount(value: Any) -> Fraction | None:
    """The exact amount of a quantity that is not negative, None for anything else."""
    try:
        amount = parse_quantity(value).amount
    except (ValueError, TypeError):
        return None
    return amount if amount >= 0 else None


def _is_quantity_range(low: Any, high: Any) -> bool:
    ends = [_amount(end) for end in (low, high) if end is not None]
    return None not in ends and ends == sorted(end for end in ends if end is not None)


@dataclass(frozen=True, slots=True)
class Verdict:
    """What a rule says of one object.

    `field` is the JSON pointer of the offending field in the object's body; where a field is missing, the pointer at
    which it would stand. `message` is the fact with the values found, without a closing period. `fix` replaces the
    rule's own sentence, `severity` the rule's own severity. `why_not` says what is missing when nothing was judged.
    `about` is the workload that is judged where another object, its autoscaler or budget, holds the field: a waiver,
    or a singleton annotation, of either object permits the finding. `part_of` is the object on which a rule that
    `Rule.yields_to` names would speak of the same; None: on the same field. `place` is where the field stands, for a
    rule that looked at the file itself.
    """

    object: Object
    outcome: Outcome
    field: str = ""
    container: str | None = None
    message: str = ""
    fix: str | None = None
    why_not: str = ""
    severity: Severity | None = None
    about: Object | None = None
    place: Place | None = None
    part_of: Object | None = None


@dataclass(frozen=True, slots=True)
class Rule:
    """One rule with everything that explains it.

    `demands`, `why` and `fix` are sentences. `bad` and `good` are YAML texts of whole objects: the rule must report
    `bad` and pass `good`; a test runs both, with `example_parameters` over the defaults and with `example_facts`.
    Those of a rule of Scope.FILES are files, each begun by `# file: PATH`; those of one of Scope.ENVIRONMENTS are
    environments, each begun by `# environment: NAME`, the last of which is judged.
    `profile` None: the rule runs only where it is switched on.

    `judge` yields for one object any number of FAIL and NOT_EVALUATED, or one PASS. An object of which it says
    nothing is not applicable. Every parameter is in the mapping, checked, a list as a tuple. It never raises on a
    malformed object. `answers` are the checks of other tools that it takes the place of.
    `singleton_waives`: an object's own annotation `roadstead.dev/singleton` waives this rule.
    `yields_to` are ids of wider rules: what one of them finds in a run is not said by this one once more.
    """

    id: str
    demands: str
    why: str
    fix: str
    bad: str
    good: str
    severity: Severity
    profile: Profile | None
    judge: Callable[[World, Mapping[str, Any]], Iterator[Verdict]]
    parameters: tuple[Parameter, ...] = ()
    answers: tuple[Answer, ...] = ()
    scope: Scope = Scope.OBJECT
    singleton_waives: bool = False
    yields_to: tuple[str, ...] = ()
    example_parameters: Mapping[str, Any] = field(default_factory=lambda: MappingProxyType({}))
    example_facts: Mapping[str, Any] = field(default_factory=lambda: MappingProxyType({}))

    @property
    def defaults(self) -> dict[str, Any]:
        """The parameters as they are when nobody sets one."""
        return {parameter.name: parameter.default for parameter in self.parameters}


def passed(object: Object) -> Verdict:
    """The object is as the rule demands."""
    return Verdict(object, Outcome.PASS)


def failed(
    object: Object,
    message: str,
    field: str,
    container: str | None = None,
    fix: str | None = None,
    severity: Severity | None = None,
    about: Object | None = None,
    place: Place | None = None,
) -> Verdict:
    """The object breaks the rule at `field` (a JSON pointer). A message of more than 1,000 characters is cut."""
    said = _cut(message)
    way_out = None if fix is None else _cut(fix)
    return Verdict(object, Outcome.FAIL, field, container, said, way_out, severity=severity, about=about, place=place)


def not_evaluated(object: Object, why_not: str, field: str = "") -> Verdict:
    """The rule could not judge: a fact or an input is missing, or the object cannot be read."""
    return Verdict(object, Outcome.NOT_EVALUATED, field, why_not=_cut(why_not))


def _cut(text: str) -> str:
    """A text for people: a value in it may be as long as a file, and what is said once a line must stay one."""
    return text if len(text) <= LONGEST_MESSAGE else f"{text[:LONGEST_MESSAGE]}..."
