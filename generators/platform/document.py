"""The one YAML document that platform.yaml or a file that it includes is, and what is odd in it."""

from __future__ import annotations

from dataclasses import dataclass

from generators.platform.positions import Positions
from manifests.errors import Mistake, MistakesError
from manifests.nodes import Mapping, Node, Scalar
from manifests.oddity import Oddity, OddityKind
from manifests.position import Position
from manifests.reader import read_documents


@dataclass(frozen=True, slots=True)
class PlatformDocument:
    """The document's mapping, and the mistakes that its YAML holds."""

    file: str
    root: Mapping
    oddities: tuple[Mistake, ...]

    @property
    def positions(self) -> Positions:
        """Where each JSON pointer stands."""
        return Positions(self.file, self.root)


def read_document(text: str, file: str, start: str = "name: shop") -> PlatformDocument:
    """The mapping that the file is; `start` is an example of how one begins.

    MistakesError if it is no YAML, empty, several documents, or no mapping."""
    way_out = f"write for example `{start}`"
    documents = [document for document in read_documents(text, file) if document.root is not None]
    if not documents:
        raise MistakesError([Mistake(file, 1, 1, f"must be a mapping, found an empty file; {way_out}")])
    if len(documents) > 1:
        place = documents[1].root.position if documents[1].root is not None else Position(1, 1)
        problem = f"must be one YAML document, found {len(documents)}; leave out the `---` before this one"
        raise MistakesError([Mistake(file, place.line, place.column, problem)])
    document = documents[0]
    if not isinstance(document.root, Mapping):
        what = "a single value" if isinstance(document.root, Scalar) else "a list"
        raise MistakesError([Mistake(file, 1, 1, f"must be a mapping, found {what}; {way_out}")])
    dates = _dates(document.root)
    return PlatformDocument(
        file, document.root, tuple(oddity.mistake for oddity in document.found if not _is_date(oddity, dates))
    )


def _is_date(oddity: Oddity, dates: frozenset[Position]) -> bool:
    place = Position(oddity.mistake.line, oddity.mistake.column)
    return oddity.kind is OddityKind.READERS_DIFFER and place in dates


def _dates(root: Mapping) -> frozenset[Position]:
    """Where a date is wanted: readers differ on how to write it back, and nothing here writes it back."""
    components = root.get("components")
    if not isinstance(components, Mapping):
        return frozenset()
    singletons = [_get(component, "singleton") for _, component in components.entries]
    dates = [_get(singleton, "expires") for singleton in singletons]
    return frozenset(date.position for date in dates if isinstance(date, Scalar))


def _get(node: Node | None, key: str) -> Node | None:
    return node.get(key) if isinstance(node, Mapping) else None
