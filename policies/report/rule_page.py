"""What is said of a rule outside a terminal: help in SARIF, and the page of all rules."""

from collections.abc import Iterator, Sequence

from policies.rule import Parameter, Rule
from policies.waiver_rules import WaiverRule

_HEAD = """\
Written by `roadstead explain --markdown` from the rules themselves. A rule has a severity and the smallest profile that
holds it: `essential`, `production`, `restricted`; the others run where policies.yaml switches them on. Parameters are
set in policies.yaml, for all environments or for one."""


def standing(rule: Rule | WaiverRule) -> str:
    """How bad a finding is, and when the rule runs: "error, essential"."""
    if isinstance(rule, WaiverRule):
        return "error, always"
    return f"{rule.severity.value}, {rule.profile.value if rule.profile is not None else 'when switched on'}"


def parameter_line(parameter: Parameter) -> str:
    """A parameter on one line: name, type, default, description."""
    return f"{parameter.name} ({parameter.demand}; default {_shown(parameter.default)}): {parameter.description}"


def example_settings(rule: Rule) -> str:
    """What the examples of a rule rest on beside its defaults: ", with facts {gpus: 4}"; mostly nothing."""
    said = {"": rule.example_parameters, "facts ": rule.example_facts}
    shown = [
        f"{what}{{{', '.join(f'{name}: {_shown(value)}' for name, value in values.items())}}}"
        for what, values in said.items()
        if values
    ]
    return f", with {' and '.join(shown)}" if shown else ""


def markdown_page(rule: Rule | WaiverRule) -> str:
    """Everything that explains one rule, without its heading."""
    return "\n\n".join(_paragraphs(rule)) + "\n"


def page_of_all(rules: Sequence[Rule | WaiverRule]) -> str:
    """A page with every rule, by group, in the order given."""
    parts = ["# The rules", _HEAD]
    group = ""
    for rule in rules:
        if rule.id.partition("/")[0] != group:
            group = rule.id.partition("/")[0]
            parts.append(f"## {group}")
        parts.append(f"### {rule.id}")
        parts.append(f"{standing(rule).capitalize()}.")
        parts.append(markdown_page(rule).rstrip("\n"))
    return "\n\n".join(parts) + "\n"


def _paragraphs(rule: Rule | WaiverRule) -> Iterator[str]:
    yield rule.demands
    yield f"*Why:* {rule.why}"
    yield f"*Fix:* {rule.fix}"
    if isinstance(rule, Rule):
        if rule.parameters:
            yield "\n".join(f"- `{each.name}` {parameter_line(each).partition(' ')[2]}" for each in rule.parameters)
        yield f"Bad{example_settings(rule)}:\n\n```yaml\n{rule.bad.strip()}\n```"
        yield f"Good{example_settings(rule)}:\n\n```yaml\n{rule.good.strip()}\n```"


def _shown(value: object) -> str:
    if value is None:
        return "not set"
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, tuple):
        return "[" + ", ".join(str(item) for item in value) + "]"
    return str(value)
