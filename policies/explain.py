"""`python -m policies.explain [ID]`: what a rule demands, why, and how to meet it."""

import argparse
import sys
from collections.abc import Iterator, Sequence
from textwrap import indent

from manifests.command import guarded
from manifests.nearest import nearest
from policies.report.peers_page import peers_page
from policies.report.rule_page import example_settings, page_of_all, parameter_line, standing
from policies.rule import Rule
from policies.rules.catalogue import RULES
from policies.waiver_rules import WAIVER_RULES, WaiverRule

EXAMPLES = """examples:
  roadstead explain                    list every rule
  roadstead explain gpu/whole-number   why, fix, bad and good example, parameters
  roadstead explain --markdown         a page of all rules
  roadstead explain --peers            which rule answers which check of other tools
  roadstead explain --schema           the JSON Schema of policies.yaml, for editors
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
    whole = parser.add_mutually_exclusive_group()
    whole.add_argument("--markdown", action="store_true", help="print a page of all rules")
    whole.add_argument("--peers", action="store_true", help="print which rule answers which check of other tools")
    whole.add_argument("--schema", action="store_true", help="print the JSON Schema of policies.yaml")
    try:
        options = parser.parse_args(argv)
    except SystemExit as stop:  # argparse has printed what there is to say
        return int(stop.code or 0)
    if options.schema:
        return guarded(_say_schema, verbose=False)
    if options.peers:
        return guarded(_say_peers, verbose=False)
    if options.markdown:
        return guarded(_say_page, verbose=False)
    return guarded(lambda: _say(options.id), verbose=False)


def _say_schema() -> int:
    # Only this needs the reader of policies.yaml.
    from manifests.json_writer import to_json  # noqa: PLC0415
    from policies.configuration.schema import policies_schema  # noqa: PLC0415

    sys.stdout.write(to_json(policies_schema(RULES)))
    return 0


def _say_peers() -> int:
    sys.stdout.write(peers_page(RULES))
    return 0


def _say_page() -> int:
    sys.stdout.write(page_of_all((*RULES, *WAIVER_RULES)))
    return 0


def _say(id_: str | None) -> int:
    listed: tuple[Rule | WaiverRule, ...] = (*RULES, *WAIVER_RULES)
    rules = {rule.id: rule for rule in listed}
    if id_ is None:
        sys.stdout.write("".join(f"{line}\n" for line in overview(listed)))
        return 0
    if id_ not in rules:
        near = nearest(id_, rules)
        hint = f"write `{near}`" if near else "without an ID, all are listed"
        sys.stderr.write(f"unknown rule '{id_}'; {hint}\n")
        return 2
    sys.stdout.write(explain(rules[id_]))
    return 0


def overview(rules: Sequence[Rule | WaiverRule]) -> Iterator[str]:
    """One line a rule: id, severity, profile, demand."""
    width = max(len(rule.id) for rule in rules)
    longest = max(len(standing(rule)) for rule in rules)
    for rule in rules:
        yield f"{rule.id:<{width}}  {standing(rule):<{longest}}  {rule.demands}"


def explain(rule: Rule | WaiverRule) -> str:
    """Everything that explains one rule."""
    parts = [
        f"{rule.id} ({standing(rule)})",
        f"Demands: {rule.demands}",
        f"Why: {rule.why}",
        f"Fix: {rule.fix}",
    ]
    if isinstance(rule, Rule):
        if rule.parameters:
            parts.append("Parameters:\n" + "\n".join(f"  {parameter_line(each)}" for each in rule.parameters))
        parts.append(f"Bad{example_settings(rule)}:\n" + indent(rule.bad.strip("\n"), "    "))
        parts.append(f"Good{example_settings(rule)}:\n" + indent(rule.good.strip("\n"), "    "))
    return "\n\n".join(parts) + "\n"


if __name__ == "__main__":
    raise SystemExit(main())
