"""`environments:` of policies.yaml: what differs in each, and which paths belong to it."""

from collections.abc import Mapping

from manifests.reader import Node
from policies.configuration.facts import read_facts
from policies.configuration.rule_settings import read_rules
from policies.configuration.sheet import Sheet
from policies.configuration.values import EnvironmentSettings
from policies.configuration.version import read_version
from policies.rule import Rule

_KEYS = ("paths", "kubernetes", "rules", "facts")


def read_environments(sheet: Sheet, node: Node, rules: Mapping[str, Rule]) -> tuple[EnvironmentSettings, ...]:
    return tuple(_read_environment(sheet, name, value, rules) for name, value in sheet.entries(node, "environments"))


def _read_environment(sheet: Sheet, name: str, node: Node, rules: Mapping[str, Rule]) -> EnvironmentSettings:
    said = dict(sheet.entries(node, f"environment {name}", _KEYS))
    return EnvironmentSettings(
        name,
        sheet.texts(said["paths"], f"paths of {name}") if "paths" in said else (),
        read_rules(sheet, said["rules"], f"rules of {name}", rules) if "rules" in said else {},
        read_facts(sheet, said["facts"], f"facts of {name}") if "facts" in said else {},
        read_version(sheet, said["kubernetes"]) if "kubernetes" in said else None,
    )
