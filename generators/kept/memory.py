"""What is kept of one repository: what of it holds for a tree, and what is kept of a tree that passed its proof."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from pathlib import Path

from generators.kept.keys import folder_keys
from generators.kept.store import Kept, read_kept, write_kept
from generators.prove.alone import Alone, Whole
from generators.prove.digest import digest, digest_of_folder
from generators.prove.proof import Known, Proof, Report
from generators.tree.rendering import Rendering
from generators.tree.tree import Tree

_RULES, _NETWORK = "the rules in ", "the network of "  # no folder is called so


class Memory:
    """`circumstances` is all that decides beside the texts that a folder is built of."""

    def __init__(self, root: Path, circumstances: str) -> None:
        self._root = root
        self._circumstances = digest([("", circumstances.encode())])
        self._kept = read_kept(root, self._circumstances)

    @property
    def renderings(self) -> dict[str, Rendering]:
        """The files, folder by folder, with what they follow from."""
        return {place: kept.rendering for place, kept in self._kept.items() if kept.rendering}

    def known(self, tree: Tree, texts: Mapping[str, str]) -> Known:
        """The folders that were built of the same texts before. `texts` are the tree's files as they will stand."""
        keys = folder_keys(tree.folders, texts, cache(lambda place: digest_of_folder(f"{self._root}/{place}")))
        alone: dict[str, Alone] = {}
        as_meant: set[str] = set()
        for folder in tree.folders:
            kept = self._kept.get(folder.directory)
            if kept is None or kept.alone is None or kept.key != keys.get(folder.directory):
                continue
            alone[folder.directory] = kept.alone
            if folder.follows_from and kept.rendering and kept.rendering.follows_from == folder.follows_from:
                as_meant.add(folder.directory)
        whole = {each.environment: self._kept.get(_RULES + each.environment) for each in tree.networks}
        networks = {each.environment: self._kept.get(_NETWORK + each.environment) for each in tree.networks}
        return Known(
            alone,
            frozenset(as_meant),
            {
                name: Whole(each.key, each.alone.said)
                for name, each in whole.items()
                if each and each.alone and each.alone.said
            },
            {name: each.key for name, each in networks.items() if each},
        )

    def keep(self, tree: Tree, texts: Mapping[str, str], proof: Proof[Report]) -> None:
        """Keep what a proof that passed found, in place of what was kept. No folder that holds a Secret is kept."""
        fresh = [folder for folder in tree.folders if folder.directory in proof.fresh]
        keys = folder_keys(fresh, texts, proof.inputs.__getitem__)
        kept: dict[str, Kept] = {}
        for place in {**tree.renderings, **proof.alone}:
            before = self._kept.get(place)
            alone = proof.alone.get(place)
            key = before.key if before and place not in proof.fresh else keys.get(place, "")
            if alone and (not key or _holds_a_secret(alone)):
                continue
            rendering = tree.renderings.get(place)
            is_same = before and before.key == key and before.alone is alone and before.rendering is rendering
            kept[place] = before if before and is_same else Kept(key, rendering, alone)
        secretive = {folder.environment for folder in tree.folders if _holds_a_secret(proof.alone[folder.directory])}
        for environment, whole in proof.whole.items():
            if environment not in secretive:
                kept[_RULES + environment] = Kept(whole.key, None, Alone((), whole.said))
        kept |= {_NETWORK + environment: Kept(key, None, None) for environment, key in proof.networks.items()}
        for place in (place for place in kept if place.startswith((_RULES, _NETWORK))):
            before = self._kept.get(place)
            kept[place] = before if before and before == kept[place] else kept[place]
        changed = {place for place in {*kept, *self._kept} if kept.get(place) is not self._kept.get(place)}
        write_kept(self._root, self._circumstances, kept, changed)


def _holds_a_secret(alone: Alone) -> bool:
    return any(each.identity.kind == "Secret" for each in alone.objects)
