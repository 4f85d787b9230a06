"""The throw-away kustomization of a batch, and the way back from its output to the folders."""

import json
import os
import re
from collections.abc import Sequence
from pathlib import Path

ROOT_LINK = "root"
_BOUNDARY = "apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: {name}\n"


def new_token() -> str:
    """A name that no object of a repository can carry by accident."""
    return f"boundary-{os.urandom(8).hex()}"


def lay_out(folder: Path, root: Path, directories: Sequence[str], token: str) -> None:
    """Write into the empty `folder` a kustomization of all `directories` (relative to `root`), a boundary before each.

    The repository is reached through a link, so that its own path, whatever it looks like, is never part of a
    `resources` entry (kustomize takes some for remote addresses); nothing is written under `root`. `fifo` keeps
    kustomize from mixing the folders' objects.
    """
    (folder / ROOT_LINK).symlink_to(root.resolve(), target_is_directory=True)
    resources: list[str] = []
    for index, directory in enumerate(directories):
        boundary = f"{index}.yaml"
        (folder / boundary).write_text(_BOUNDARY.format(name=f"{token}-{index}"), encoding="utf-8")
        resources += [boundary, f"{ROOT_LINK}/{directory}"]
    kustomization = {
        "apiVersion": "kustomize.config.k8s.io/v1beta1",
        "kind": "Kustomization",
        "sortOptions": {"order": "fifo"},
        "resources": resources,
    }
    (folder / "kustomization.yaml").write_text(json.dumps(kustomization), encoding="utf-8")


def split_output(output: bytes, token: str, count: int) -> tuple[bytes, ...] | None:
    """Each folder's part of the output, in the order given to lay_out; None if a boundary is not where it must be."""
    pattern = _BOUNDARY.format(name=re.escape(token) + r"-(\d+)")
    boundaries = list(re.finditer(rf"(?:\A|(?<=\n---\n)){pattern}(?:---\n|\Z)".encode(), output))
    if [int(boundary[1]) for boundary in boundaries] != list(range(count)) or boundaries[0].start() != 0:
        return None
    ends = [boundary.start() for boundary in boundaries[1:]] + [len(output)]
    return tuple(
        output[boundary.end() : end].removesuffix(b"---\n") for boundary, end in zip(boundaries, ends, strict=True)
    )
