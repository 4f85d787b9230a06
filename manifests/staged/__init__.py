"""What is in the Git index, laid out in a folder: what a commit would hold, whatever lies in the work tree."""

from manifests.staged.staged import Staged, staged_tree

__all__ = ["Staged", "staged_tree"]
