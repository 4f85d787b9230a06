"""How many findings each object has of each rule: what a baseline records. Lines and values move; counts do not."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass

from policies.finding import Finding, Location, Report


@dataclass(frozen=True, slots=True, order=True)
class Key:
    """What is counted together. `object` is "Kind/name" or "Kind/namespace/name"; no environment is ""."""

    rule: str
    environment: str
    object: str


@dataclass(frozen=True, slots=True)
class Baseline:
    """A baseline that was read: how many findings of each key it allows, and where it says so."""

    counts: Mapping[Key, int]
    places: Mapping[Key, Location]


def key_of(finding: Finding) -> Key:
    identity = finding.identity
    name = "/".join(part for part in (identity.kind, identity.namespace, identity.name) if part)
    return Key(finding.rule, finding.environment or "", name)


def counts_of(report: Report) -> Mapping[Key, int]:
    """The findings that nobody waived, counted; nothing for what is in an earlier baseline of this report."""
    return Counter(key_of(finding) for finding in report.open)
