"""Kubernetes versions compared."""


def at_least(version: str, wanted: str) -> bool:
    """Whether `version` is `wanted` or a later one; both like "1.35"."""
    return _parts(version) >= _parts(wanted)


def _parts(version: str) -> tuple[int, ...]:
    return tuple(int(part) for part in version.split("."))
