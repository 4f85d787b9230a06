"""One pin file, read strictly: a Kustomize Component with `images` of name, newTag and digest, and nothing else."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from generators.pins.grammar import digest_fault, tag_fault
from generators.pins.places import pin_command
from generators.pins.plain import plain_pins
from generators.tree.inputs import Pin
from manifests.errors import Mistake, MistakesError
from manifests.position import Position
from manifests.reader import Mapping, Node, Scalar, Sequence, read_documents

_HEAD = {"apiVersion": "kustomize.config.k8s.io/v1alpha1", "kind": "Component"}
_KEYS = ("name", "newTag", "digest")
_WRITER = "a pin says name, newTag and digest of an image, and nothing else"


def parse_pins(text: str, file: str, environment: str, images: frozenset[str]) -> dict[str, Pin]:
    """The pins of one file by image name. Raises MistakesError with every mistake. `images`: what may be pinned."""
    return plain_pins(text, images) or parse_carefully(text, file, environment, images)


def parse_carefully(text: str, file: str, environment: str, images: frozenset[str]) -> dict[str, Pin]:
    """The same, of a file written in any way."""
    documents = read_documents(text, file)
    mistakes = [oddity for document in documents for oddity in document.oddities]
    roots = [document.root for document in documents if document.root is not None]
    if len(roots) != 1 or not isinstance(roots[0], Mapping):
        at = roots[0].position if roots else Position(1, 1)
        way_out = _anew(environment, images)
        mistakes.append(_mistake(file, at, f"not one mapping of keys, so no pin file. {way_out}"))
        raise MistakesError(mistakes)
    reading = _Reading(file, environment, images, {})
    mistakes += reading.head(roots[0])
    listed = roots[0].get("images")
    if isinstance(listed, Sequence) and listed.items:
        for item in listed.items:
            mistakes += reading.entry(item)
    else:
        at = listed.position if listed else roots[0].position
        mistakes.append(_mistake(file, at, f"images: no list with an image in it. {_anew(environment, images)}"))
    if mistakes:
        raise MistakesError(mistakes)
    return reading.pins


@dataclass(frozen=True, slots=True)
class _Reading:
    file: str
    environment: str
    images: frozenset[str]
    pins: dict[str, Pin]

    def head(self, root: Mapping) -> Iterator[Mistake]:
        for key, wanted in _HEAD.items():
            found = root.get(key)
            if not isinstance(found, Scalar) or found.value != wanted:
                at = found.position if found else root.position
                said = f"found {found.text!r}" if isinstance(found, Scalar) else "not said"
                yield self._at(at, f"{key}: {said}; a pin file is a Kustomize Component, write {key}: {wanted}")
        for key_node, _ in root.entries:
            if key_node.text not in (*_HEAD, "images"):
                yield self._at(
                    key_node.position, f"unknown key {key_node.text!r}; {_WRITER}. What else differs goes into extras/"
                )

    def entry(self, item: Node) -> Iterator[Mistake]:
        if not isinstance(item, Mapping):
            yield self._at(item.position, f"an image is a mapping; {_WRITER}")
            return
        yield from self._unknown_keys(item)
        name = item.get("name")
        if not isinstance(name, Scalar) or not isinstance(name.value, str) or name.value not in self.images:
            yield self._name(item, name)
            return
        if name.value in self.pins:
            yield self._at(name.position, f"{name.value} is pinned twice in this file. Keep one of the two")
            return
        way_out = pin_command(self.environment, name.value)
        tag, digest = item.get("newTag"), item.get("digest")
        self.pins[name.value] = Pin(_text(tag), _text(digest))
        if tag is None and digest is None:
            yield self._at(item.position, f"{name.value} has neither newTag nor digest. Write one: {way_out}")
        for key, node, fault_of in (("newTag", tag, tag_fault), ("digest", digest, digest_fault)):
            if node is None:
                continue
            fault = _scalar_fault(node) or fault_of(_text(node) or "")
            if fault:
                yield self._at(node.position, f"{key}: {fault}. Write one: {way_out}")

    def _unknown_keys(self, item: Mapping) -> Iterator[Mistake]:
        for key, _ in item.entries:
            if key.text == "newName":
                yield self._at(key.position, "newName: the overlay says the image's full name. Remove it from the pin")
            elif key.text not in _KEYS:
                yield self._at(key.position, f"unknown key {key.text!r}; {_WRITER}. Remove it")

    def _name(self, item: Mapping, name: Node | None) -> Mistake:
        names = ", ".join(sorted(self.images)) or "none"
        if name is None:
            return self._at(item.position, f"an image without a name. The images pinned here: {names}")
        found = repr(name.text) if isinstance(name, Scalar) else "no text"
        return self._at(name.position, f"name: {found} is no image of this component. The images pinned here: {names}")

    def _at(self, position: Position, message: str) -> Mistake:
        return _mistake(self.file, position, message)


def _anew(environment: str, images: frozenset[str]) -> str:
    commands = " and ".join(pin_command(environment, image) for image in sorted(images))
    return f"Remove the file, then pin: {commands}" if commands else "Remove the file"


def _text(node: Node | None) -> str | None:
    return node.value if isinstance(node, Scalar) and isinstance(node.value, str) else None


def _scalar_fault(node: Node) -> str | None:
    if not isinstance(node, Scalar):
        return "no text"
    if node.value is None or isinstance(node.value, str):
        return None
    return f"{node.text} is no text to YAML, and kustomize refuses it; it needs quotes"


def _mistake(file: str, at: Position, message: str) -> Mistake:
    return Mistake(file, at.line, at.column, message)
