"""What is well written but does not fit what its type can become."""

from __future__ import annotations

from manifests.errors import UserError


class Misfit(UserError):
    """A value of platform.yaml that a type cannot use. `source` is its JSON pointer, for whoever knows the lines."""

    def __init__(self, source: str, message: str) -> None:
        self.source = source
        self.message = message
        super().__init__(f"platform.yaml, {source}: {message}")
