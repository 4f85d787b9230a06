"""The page for people who come from another checker: which rule answers which of their checks, and what none does."""

from collections.abc import Iterator, Sequence

from policies.answer import Tool
from policies.report.rule_page import standing
from policies.report.unanswered import UNANSWERED
from policies.rule import Rule

_HEAD = """\
Written by `roadstead explain --peers` from the rules themselves. A rule that answers a check looks at the same thing;
where the two demand different numbers, or one is stricter, its parameters decide: `roadstead explain ID` lists them.
`essential` rules run without any configuration; `production` and `restricted` are profiles; the rest is switched on in
policies.yaml. The names are those of kube-linter 0.8.3, kube-score 1.20.0, Polaris 10.2.2, checkov 3.3.30 and of the
library kyverno/policies (its Pod Security and best-practices folders, and what else speaks of the same)."""

_WAIVERS = """\
Annotations of these tools (`ignore-check.kube-linter.io/...`, `kube-score/ignore`, `polaris.fairwinds.com/...-exempt`,
`checkov.io/skip...`, PolicyExceptions) are not read: a waiver of policies.yaml has a reason, an owner and a day on
which it ends, may cover one container, and fails once it is not needed any more."""


def peers_page(rules: Sequence[Rule]) -> str:
    """The whole page, tool by tool, the checks in the order of their names."""
    parts = ["# For users of other checkers", _HEAD, _WAIVERS]
    for tool in Tool:
        parts.append(f"## {tool.value}")
        parts.append("\n".join(["| check | rule | it runs |", "|---|---|---|", *_answered(tool, rules)]))
        parts.append("Not answered:")
        parts.append("\n".join(_unanswered(tool)))
    alone = ", ".join(f"`{rule.id}`" for rule in rules if not rule.answers)
    parts += ["## Rules that answer none of these checks", f"{alone}."]
    return "\n\n".join(parts) + "\n"


def answered(tool: Tool, rules: Sequence[Rule]) -> dict[str, list[Rule]]:
    """Check -> the rules that answer it."""
    found: dict[str, list[Rule]] = {}
    for rule in rules:
        for answer in rule.answers:
            if answer.tool is tool:
                found.setdefault(answer.check, []).append(rule)
    return found


def _answered(tool: Tool, rules: Sequence[Rule]) -> Iterator[str]:
    for check, mine in sorted(answered(tool, rules).items(), key=lambda each: _by_number(each[0])):
        names = ", ".join(f"`{rule.id}`" for rule in mine)
        runs = ", ".join(dict.fromkeys(standing(rule).partition(", ")[2] for rule in mine))
        yield f"| `{check}` | {names} | {runs} |"


def _unanswered(tool: Tool) -> Iterator[str]:
    for each in UNANSWERED:
        if each.tool is tool:
            names = ", ".join(f"`{check}`" for check in sorted(each.checks, key=_by_number))
            yield f"- {names}: {each.why}."


def _by_number(check: str) -> tuple[str, int]:
    """`CKV_K8S_9` before `CKV_K8S_10`."""
    head, _, number = check.rpartition("_")
    return (head, int(number)) if number.isdecimal() else (check, 0)
