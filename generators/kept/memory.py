"""What is kept of one repository: what of it holds for a tree, and what is kept of a tree that passed its proof."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from pathlib import Path

from generators.kept.keys import folder_keys
from generators.kept.store import Kept, read_kept, write_kept
from generators.prove.alone import Alone
from generators.prove.digest import digest, digest_of_folder
from generators.prove.proof import Proof, Report
from generators.tree.tree import Tree


class Memory:
    """`circumstances` is all that decides beside the texts that a folder is built of."""

    def __init__(self, root: Path, circumstances: str) -> None:
        self._root = root
        self._circumstances = digest([("", circumstances.encode())])
        self._kept = read_kept(root, self._circumstances)

    def known(self, tree: Tree, texts: Mapping[str, str]) -> dict[str, Alone]:
        """The folders that were built of the same texts before. `texts` are the tree's files as they will stand."""
        keys = folder_keys(tree.folders, texts, cache(lambda place: digest_of_folder(f"{self._root}/{place}")))
        return {
            directory: self._kept[directory].alone
            for directory, key in keys.items()
            if directory in self._kept and self._kept[directory].key == key
        }

    def keep(self, tree: Tree, texts: Mapping[str, str], proof: Proof[Report]) -> None:
        """Keep what a proof that passed found, in place of what was kept. No folder that holds a Secret is kept."""
        fresh = [folder for folder in tree.folders if folder.directory in proof.fresh]
        keys = folder_keys(fresh, texts, proof.inputs.__getitem__)
        kept: dict[str, Kept] = {}
        for directory, alone in proof.alone.items():
            key = keys.get(directory) if directory in proof.fresh else self._kept[directory].key
            if key is not None and not any(each.identity.kind == "Secret" for each in alone.objects):
                kept[directory] = Kept(key, "", alone)
        changed = {directory for directory in {*kept, *self._kept} if kept.get(directory) != self._kept.get(directory)}
        write_kept(self._root, self._circumstances, kept, changed)
