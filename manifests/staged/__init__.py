"""What is in the Git index or in a commit, laid out in a folder, whatever lies in the work tree."""

from manifests.staged.staged import Staged, committed_tree, staged_tree

__all__ = ["Staged", "committed_tree", "staged_tree"]
