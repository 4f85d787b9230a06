"""One order for every format: by place, then by what is said. Equal input gives equal output."""

from collections.abc import Iterable

from policies.finding import Finding, Location

_NOWHERE = Location("", 0, 0)


def ordered(findings: Iterable[Finding]) -> list[Finding]:
    return sorted(findings, key=_key)


def _key(finding: Finding) -> tuple[object, ...]:
    identity = finding.identity
    return (
        finding.location or _NOWHERE,
        finding.environment or "",
        (identity.kind, identity.namespace or "", identity.name, identity.api_version),
        finding.rule,
        finding.container or "",
        finding.field,
        finding.message,
        finding.directory,
        finding.waiver is not None,
    )
