"""What tells one finding from another while lines move."""

import hashlib
import json

from policies.finding import Finding


def fingerprint(finding: Finding) -> str:
    """64 hexadecimal digits that stay the same while files are reordered, and differ for every finding of a report.

    Made of what is judged, never of the line: rule, environment, object, container, field, and the message, which
    tells two faults of one field apart.
    """
    identity = finding.identity
    parts = (
        finding.rule,
        finding.environment,
        finding.directory,
        identity.api_version,
        identity.kind,
        identity.namespace,
        identity.name,
        finding.container,
        finding.field,
        finding.message,
    )
    return hashlib.sha256(json.dumps(parts).encode()).hexdigest()
