"""What is said of rules: `rules:` in policies.yaml, for all and by environment, `--set`, and Python values."""

from collections.abc import Mapping, Sequence
from typing import Any

from manifests import reader
from manifests.errors import UserError
from manifests.nearest import nearest, way_out
from manifests.reader import Node, read_documents, to_plain
from policies.configuration.sheet import Sheet, describe
from policies.configuration.values import RuleSettings
from policies.rule import Kind, Rule, Severity

SEVERITIES = {severity.value: severity for severity in Severity}


def read_rules(sheet: Sheet, node: Node, what: str, rules: Mapping[str, Rule]) -> dict[str, RuleSettings]:
    """The settings by rule id. Unknown rules and parameters and wrong types are mistakes."""
    found = {}
    for id_, value in sheet.entries(node, what):
        rule = rules.get(id_)
        if rule is None:
            key = node.key(id_) if isinstance(node, reader.Mapping) else None
            sheet.wrong((key or value).position, f"unknown rule '{id_}'; {_suggest_rule(id_, rules)}")
        else:
            found[id_] = _read_settings(sheet, value, rule)
    return found


def _suggest_rule(id_: str, rules: Mapping[str, Rule]) -> str:
    near = nearest(id_, rules)
    return f"write `{near}`" if near else "`roadstead explain` lists the rules"


def _read_settings(sheet: Sheet, node: Node, rule: Rule) -> RuleSettings:
    parameters: dict[str, Any] = {}
    severity: Severity | None = None
    enabled: bool | None = None
    known = {parameter.name: parameter for parameter in rule.parameters}
    if isinstance(node, reader.Scalar) and node.value is not None:
        sheet.forgive(node.position)  # how others read `off` does not matter: no word is right here
        way_out = "write a mapping, as in {enabled: false} or {severity: warning}"
        sheet.wrong(node.position, f"{rule.id} is {describe(node)}: {way_out}")
        return RuleSettings()
    for name, value in sheet.entries(node, rule.id, {*known, "severity", "enabled"}):
        what = f"{rule.id}: {name}"
        if name in known:
            plain = to_plain(value)
            if known[name].accepts(plain):
                parameters[name] = tuple(plain) if isinstance(plain, list) else plain
            else:
                sheet.wrong(value.position, f"{what} is {describe(value)}: write {known[name].demand}")
        elif name == "severity":
            severity = sheet.choice(value, what, SEVERITIES)
        else:
            enabled = sheet.flag(value, what)
    return RuleSettings(parameters, severity, enabled)


def parse_overrides(assignments: Sequence[str], rules: Sequence[Rule]) -> dict[str, RuleSettings]:
    """`ID.parameter=VALUE` texts as settings; VALUE is YAML. `ID.severity` and `ID.enabled` work too.

    Raises UserError naming the assignment.
    """
    by_id = {rule.id: rule for rule in rules}
    found: dict[str, RuleSettings] = {}
    for assignment in assignments:
        target, equals, text = assignment.partition("=")
        id_, dot, name = target.rpartition(".")
        if not (equals and dot):
            raise UserError(f"--set {assignment}: write ID.parameter=VALUE, as in scaling/replica-minimum.min=3")
        if id_ not in by_id:
            raise UserError(f"--set {assignment}: unknown rule '{id_}'; {_suggest_rule(id_, by_id)}")
        settings = _read_override(assignment, name, text, by_id[id_])
        found[id_] = settings.over(found.get(id_, RuleSettings()))
    return found


def _read_override(assignment: str, name: str, text: str, rule: Rule) -> RuleSettings:
    known = {parameter.name: parameter for parameter in rule.parameters}
    documents = read_documents(text, "--set")
    value = to_plain(documents[0].root) if documents and documents[0].root is not None else None
    if name == "severity" and text in SEVERITIES:
        return RuleSettings(severity=SEVERITIES[text])
    if name == "enabled" and isinstance(value, bool):
        return RuleSettings(enabled=value)
    if name in ("severity", "enabled"):
        demand = ", ".join(SEVERITIES) if name == "severity" else "true, false"
        raise UserError(f"--set {assignment}: write one of {demand}")
    if name not in known:
        raise UserError(f"--set {assignment}: {rule.id} has no parameter '{name}'; {way_out(name, known)}")
    if known[name].kind is Kind.TEXT and not known[name].accepts(value):
        value = text
    if not known[name].accepts(value):
        raise UserError(f"--set {assignment}: write {known[name].demand}")
    return RuleSettings({name: tuple(value) if isinstance(value, list) else value})


def check_ids(ids: Sequence[str], rules: Sequence[Rule]) -> tuple[str, ...]:
    """The ids of `--rules`, which all exist. Raises UserError naming the first that does not."""
    by_id = {rule.id: rule for rule in rules}
    for id_ in ids:
        if id_ not in by_id:
            raise UserError(f"--rules: unknown rule '{id_}'; {_suggest_rule(id_, by_id)}")
    return tuple(ids)


def settings_of(said: Mapping[str, Mapping[str, Any]], rules: Sequence[Rule]) -> dict[str, RuleSettings]:
    """Settings given as Python values, shaped as `rules:` of policies.yaml. Raises UserError on what that file may not
    say either."""
    by_id = {rule.id: rule for rule in rules}
    return {id_: _settings_of(id_, values, by_id) for id_, values in said.items()}


def _settings_of(id_: str, values: Mapping[str, Any], rules: Mapping[str, Rule]) -> RuleSettings:
    if id_ not in rules:
        raise UserError(f"unknown rule '{id_}'; {_suggest_rule(id_, rules)}")
    known = {parameter.name: parameter for parameter in rules[id_].parameters}
    parameters: dict[str, Any] = {}
    severity: Severity | None = None
    for name, value in values.items():
        if name in known and known[name].accepts(value):
            parameters[name] = tuple(value) if isinstance(value, list) else value
        elif name in known:
            raise UserError(f"{id_}: {name} is {value!r}: write {known[name].demand}")
        elif name == "severity" and value in SEVERITIES:
            severity = SEVERITIES[value]
        else:
            raise UserError(f"{id_}: unknown parameter '{name}'; {way_out(name, {*known, 'severity'})}")
    return RuleSettings(parameters, severity)
