"""What became of one kustomize folder."""

from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True, slots=True)
class Build:
    """One folder's objects, or why there are none.

    `objects` are ordered by (apiVersion, kind, namespace, name), however the folder was built. `text` is what
    kustomize printed for this folder, a stream of YAML documents. `error` is one readable text without temporary
    paths, and None when the build succeeded.
    """

    directory: str
    objects: tuple[dict[str, Any], ...] = ()
    error: str | None = None
    text: bytes = field(default=b"", repr=False)
