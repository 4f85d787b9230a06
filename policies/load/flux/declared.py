"""Flux Kustomizations as they are written in files, before anything is built, and which sources are this repository."""

import re
import stat
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from policies.files import LARGEST_FILE
from policies.finding import Unchecked
from policies.load.manifests_in import objects_in_file
from policies.objects import Object
from policies.workload.field import Field, UnreadableError
from policies.workload.flux import FluxKustomization, is_flux, read_flux

_DECLARED = re.compile(rb"apiVersion[\"']?\s*:\s*[\"']?(kustomize|source)\.toolkit\.fluxcd\.io/")
_OWN_NAME = "flux-system"
"""What `flux bootstrap` calls the source that is the repository itself."""
_SOURCES = ("GitRepository", "OCIRepository", "Bucket", "ExternalArtifact")


@dataclass(frozen=True, slots=True)
class Declared:
    """The Flux Kustomizations and the sources written in files. `directory` of each object is its file."""

    kustomizations: tuple[FluxKustomization, ...]
    sources: tuple[Object, ...]


def declared_in(root: Path, files: Iterable[str]) -> Declared:
    """What these files (relative to the root) declare; a file that can't be read declares nothing."""
    found = [item for file in files for item in _objects(root, file)]
    flux = (read_flux(item) for item in found if is_flux(item))
    sources = tuple(item for item in found if item.group == "source.toolkit.fluxcd.io" and item.kind in _SOURCES)
    return Declared(tuple(each for each in flux if each is not None), sources)


def _objects(root: Path, file: str) -> Iterator[Object]:
    place = root / file
    try:
        status = place.stat()
        if not stat.S_ISREG(status.st_mode) or status.st_size > LARGEST_FILE:
            return
        if not _DECLARED.search(place.read_bytes()):
            return
    except OSError:
        return
    read = objects_in_file(root, file)
    if not isinstance(read, Unchecked):
        for body in read:
            yield Object(body, None, file)


class OwnSources:
    """Tells which sources are this repository.

    The one named flux-system is, and each that fetches the same address. Where no address is known, a GitRepository is
    taken for this repository if the path exists in it.
    """

    def __init__(self, root: Path, sources: Iterable[Object]) -> None:
        self._root = root
        self._addresses: dict[tuple[str, str, str], set[str]] = {}
        for item in sources:
            address = _address(item)
            if address:
                self._addresses.setdefault((item.kind, item.namespace, item.name), set()).add(address)
        own = (addresses for (_, _, name), addresses in self._addresses.items() if name == _OWN_NAME)
        self._own: frozenset[str] = frozenset().union(*own)

    def foreign(self, flux: FluxKustomization) -> str:
        """Why a Flux Kustomization builds from elsewhere, "" if it builds from here."""
        source = flux.source
        if source.name in (_OWN_NAME, ""):
            return ""
        shown = f"{source.kind}/{source.name}"
        addresses = self._addresses.get((source.kind, source.namespace, source.name))
        if addresses and self._own:
            return "" if addresses & self._own else f"its source {shown} is another repository"
        if source.kind == "GitRepository" and flux.path != "." and (self._root / flux.path).is_dir():
            return ""
        return f"nothing here says that its source {shown} is this repository"


def _address(item: Object) -> str:
    try:
        spec: Mapping[str, object] = Field(item.body).at("spec").mapping()
    except UnreadableError:
        return ""
    url = spec.get("url")
    return url.removesuffix("/").removesuffix(".git").lower() if isinstance(url, str) else ""
