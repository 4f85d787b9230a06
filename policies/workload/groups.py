"""Which API groups are Kubernetes' own, so that a kind of one needs no definition."""

_DOMAIN = frozenset(
    f"{name}.k8s.io"
    for name in (
        *("admissionregistration", "apiextensions", "apiregistration", "authentication", "authorization"),
        *("certificates", "coordination", "discovery", "events", "flowcontrol.apiserver", "internal.apiserver"),
        *("networking", "node", "rbac.authorization", "resource", "scheduling", "storage", "storagemigration"),
    )
)


def is_built_in(group: str) -> bool:
    """Whether Kubernetes itself serves the group: a custom one has a dot, as its definition must."""
    return "." not in group or group in _DOMAIN
