"""How a finding's object is called in every format."""

from policies.finding import Finding


def subject(finding: Finding) -> str:
    """The object, and the container if there is one: "Deployment/backend/api"."""
    name = f"{finding.identity.kind}/{finding.identity.name}"
    return name if finding.container is None else f"{name}/{finding.container}"


def whole(finding: Finding) -> str:
    """The object with its namespace or environment: "prod: shop-prod/Deployment/backend/api"."""
    namespace = f"{finding.identity.namespace}/" if finding.identity.namespace else ""
    environment = f"{finding.environment}: " if finding.environment else ""
    return f"{environment}{namespace}{subject(finding)}"
