"""A repository -> the objects to judge."""

from policies.load.loading import Loaded, load

__all__ = ["Loaded", "load"]
