"""Which file and line set a rendered field."""

from policies.provenance.locating import locate

__all__ = ["locate"]
