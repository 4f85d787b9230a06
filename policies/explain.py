"""`python -m policies.explain [ID]`: what a rule demands, why, and how to meet it."""

import argparse
import sys
from collections.abc import Iterator, Sequence
from textwrap import indent

from manifests.command import guarded
from policies.nearest import suggest
from policies.rule import Parameter, Rule
from policies.rules.catalogue import RULES
from policies.waiver_rules import WAIVER_RULES, WaiverRule

EXAMPLES = """examples:
  roadstead explain                    list every rule
  roadstead explain gpu/whole-number   why, fix, bad and good example, parameters
"""


def main(argv: Sequence[str] | None = None) -> int:
    """The command. Returns its exit code."""
    parser = argparse.ArgumentParser(
        prog="roadstead explain",
        description="Print what a rule demands, why, how to meet it, a bad and a good example, and its parameters.",
        epilog=EXAMPLES,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("id", nargs="?", metavar="ID", help="a rule, as in gpu/whole-number (default: list all)")
    try:
        id_ = parser.parse_args(argv).id
    except SystemExit as stop:  # argparse has printed what there is to say
        return int(stop.code or 0)
    return guarded(lambda: _say(id_), verbose=False)


def _say(id_: str | None) -> int:
    listed: tuple[Rule | WaiverRule, ...] = (*RULES, *WAIVER_RULES)
    rules = {rule.id: rule for rule in listed}
    if id_ is None:
        sys.stdout.write("".join(f"{line}\n" for line in overview(listed)))
        return 0
    if id_ not in rules:
        hint = suggest(id_, rules)
        if not hint.startswith("did you mean"):
            hint = "without an ID, all are listed"
        sys.stderr.write(f"unknown rule '{id_}': {hint}\n")
        return 2
    sys.stdout.write(explain(rules[id_]))
    return 0


def overview(rules: Sequence[Rule | WaiverRule]) -> Iterator[str]:
    """One line a rule: id, severity, profile, demand."""
    width = max(len(rule.id) for rule in rules)
    standing = max(len(_standing(rule)) for rule in rules)
    for rule in rules:
        yield f"{rule.id:<{width}}  {_standing(rule):<{standing}}  {rule.demands}"


def explain(rule: Rule | WaiverRule) -> str:
    """Everything that explains one rule."""
    parts = [
        f"{rule.id} ({_standing(rule)})",
        f"Demands: {rule.demands}",
        f"Why: {rule.why}",
        f"Fix: {rule.fix}",
    ]
    if isinstance(rule, Rule):
        if rule.parameters:
            parts.append("Parameters:\n" + "\n".join(f"  {_parameter(each)}" for each in rule.parameters))
        parts.append("Bad:\n" + indent(rule.bad.strip("\n"), "    "))
        parts.append("Good:\n" + indent(rule.good.strip("\n"), "    "))
    return "\n\n".join(parts) + "\n"


def _standing(rule: Rule | WaiverRule) -> str:
    if isinstance(rule, WaiverRule):
        return "error, always"
    return f"{rule.severity.value}, {rule.profile.value if rule.profile is not None else 'when switched on'}"


def _parameter(parameter: Parameter) -> str:
    return f"{parameter.name} ({parameter.demand}; default {_shown(parameter.default)}): {parameter.description}"


def _shown(value: object) -> str:
    if value is None:
        return "not set"
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, tuple):
        return "[" + ", ".join(str(item) for item in value) + "]"
    return str(value)


if __name__ == "__main__":
    raise SystemExit(main())
