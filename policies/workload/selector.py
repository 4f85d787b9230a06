"""Label selectors, as Kubernetes matches them (metav1.LabelSelectorAsSelector)."""

from collections.abc import Mapping
from dataclasses import dataclass

from policies.workload.field import Field, UnreadableError


@dataclass(frozen=True, slots=True)
class Requirement:
    """One line of a selector: a key, an operator, and values where the operator takes any."""

    key: str
    operator: str
    values: frozenset[str]

    def holds(self, labels: Mapping[str, str]) -> bool:
        match self.operator:
            case "In":
                return labels.get(self.key) in self.values
            case "NotIn":
                return labels.get(self.key) not in self.values
            case "Exists":
                return self.key in labels
            case _:
                return self.key not in labels


@dataclass(frozen=True, slots=True)
class Selector:
    """All requirements must hold. None of them: everything is selected."""

    requirements: tuple[Requirement, ...]

    def matches(self, labels: Mapping[str, str]) -> bool:
        return all(requirement.holds(labels) for requirement in self.requirements)


def read_selector(field: Field) -> Selector | None:
    """The selector at `field`, None where absent: an absent selector selects nothing, `{}` everything."""
    if field.value is None:
        return None
    labels = field.at("matchLabels").texts()
    lines = [Requirement(key, "In", frozenset({value})) for key, value in labels.items()]
    for item in field.at("matchExpressions").items():
        operator = item.at("operator").text()
        if operator not in ("In", "NotIn", "Exists", "DoesNotExist"):
            raise UnreadableError(f"{item.at('operator').pointer} is no operator of a selector")
        values = frozenset(value.text() for value in item.at("values").items())
        lines.append(Requirement(item.at("key").text(), operator, values))
    return Selector(tuple(lines))
