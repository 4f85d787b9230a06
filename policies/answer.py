"""Which checks of other tools a rule answers: data in each rule, from which the page for their users is written.

The names are those of kube-linter 0.8.3, kube-score 1.20.0, Polaris 10.2.2, checkov 3.3.30 and of kyverno/policies.
"""

from dataclasses import dataclass
from enum import Enum


class Tool(Enum):
    """A checker that people come from."""

    KUBE_LINTER = "kube-linter"
    KUBE_SCORE = "kube-score"
    POLARIS = "Polaris"
    CHECKOV = "checkov"
    KYVERNO = "Kyverno"


@dataclass(frozen=True, slots=True)
class Answer:
    """A check of another tool. Who relied on it switches the rule on; what each demands may differ in detail."""

    tool: Tool
    check: str


def kube_linter(*checks: str) -> tuple[Answer, ...]:
    return _of(Tool.KUBE_LINTER, checks)


def kube_score(*checks: str) -> tuple[Answer, ...]:
    return _of(Tool.KUBE_SCORE, checks)


def polaris(*checks: str) -> tuple[Answer, ...]:
    return _of(Tool.POLARIS, checks)


def checkov(*checks: str) -> tuple[Answer, ...]:
    return _of(Tool.CHECKOV, checks)


def kyverno(*checks: str) -> tuple[Answer, ...]:
    return _of(Tool.KYVERNO, checks)


def _of(tool: Tool, checks: tuple[str, ...]) -> tuple[Answer, ...]:
    return tuple(Answer(tool, check) for check in checks)
