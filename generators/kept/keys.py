"""By what a folder is known again: a hash over every text that kustomize reads for it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping

from generators.prove.digest import digest
from generators.tree.intent import Folder

DigestOf = Callable[[str], str]
"""The digest of all files in a folder that people write, such as images/pins/dev/backend."""


def folder_keys(folders: Iterable[Folder], texts: Mapping[str, str], inputs: DigestOf) -> dict[str, str]:
    """Folder -> key, for the folders without extras: what hand-written kustomizations read may lie anywhere.

    `texts` are the generated files as they will stand, by path.
    """
    known = [folder for folder in folders if not folder.extras]
    places = {place for folder in known for place in (folder.directory, *folder.reads)}
    generated: dict[str, list[str]] = {}
    for path in texts:
        place = path
        while place := place.rpartition("/")[0]:
            if place in places:
                generated.setdefault(place, []).append(path)
    digests = {
        place: digest((path, texts[path].encode("utf-8", "surrogateescape")) for path in sorted(paths))
        for place, paths in generated.items()
    }
    return {
        folder.directory: digest(
            (place, (digests.get(place) or inputs(place)).encode()) for place in (folder.directory, *folder.reads)
        )
        for folder in known
    }
