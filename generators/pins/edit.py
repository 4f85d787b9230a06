"""A pin file with one pin changed, and every other byte of it kept: its comments are image automation's markers."""

from __future__ import annotations

from generators.pins.lines import add_entry, entries, last_line, name_of, set_pin
from generators.pins.parse import parse_pins
from generators.tree.inputs import Pin
from manifests.errors import MistakesError, UserError
from manifests.reader import Mapping, Scalar
from manifests.writer import to_yaml


def new_pins(pins: dict[str, Pin]) -> str:
    """A whole pin file, images by name."""
    images = []
    for name in sorted(pins):
        entry = {"name": name, "newTag": pins[name].tag, "digest": pins[name].digest}
        images.append({key: value for key, value in entry.items() if value is not None})
    return to_yaml({"apiVersion": "kustomize.config.k8s.io/v1alpha1", "kind": "Component", "images": images})


def find_pin(text: str, file: str, image: str) -> Pin | None:
    """The pin as it stands there, well-formed or not; None where the image is not pinned. Raises MistakesError."""
    for entry in entries(text, file):
        if name_of(entry) == image:
            return Pin(_text(entry, "newTag"), _text(entry, "digest"))
    return None


def with_pin(text: str, file: str, environment: str, images: frozenset[str], image: str, pin: Pin) -> str:
    """The text with this image pinned so; a wrong tag or digest of this image is put right on the way.

    Raises MistakesError for what else is wrong in the file, UserError for what cannot be changed in place.
    """
    plain = _plain(text)
    edited = _edited(plain, file, image, pin)
    if edited is not None and parse_pins(edited, file, environment, images).get(image) == pin:
        return _with_line_ends_of(text, edited)
    if "#" in plain:
        raise UserError(f"{file}: {image} cannot be pinned without losing a comment. Write newTag and digest by hand")
    return new_pins(parse_pins(plain, file, environment, images) | {image: pin})


def without_pin(text: str, file: str, environment: str, image: str) -> str | None:
    """The text without this image, None when no other is left. Raises UserError for what is no pin file or lacks it."""
    plain = _plain(text)
    listed = entries(plain, file)
    names = [name_of(entry) for entry in listed]
    if image not in names:
        known = ", ".join(sorted(names)) or "none"
        raise UserError(f"{file}: {image} is not pinned here. The images pinned here: {known}")
    pins = parse_pins(plain, file, environment, frozenset(names))
    del pins[image]
    if not pins:
        return None
    gone = listed[names.index(image)]
    lines = plain.split("\n")
    del lines[gone.position.line - 1 : last_line(gone)]
    edited = "\n".join(lines)
    try:
        left = parse_pins(edited, file, environment, frozenset(pins))
    except MistakesError:
        left = {}
    if left == pins:
        return _with_line_ends_of(text, edited)
    raise UserError(f"{file}: the lines of {image} cannot be told from the others. Remove them by hand")


def _edited(plain: str, file: str, image: str, pin: Pin) -> str | None:
    """The text with the lines of this image changed; None where they are not written in a way known here."""
    lines = plain.split("\n")
    listed = entries(plain, file)
    for entry in listed:
        if name_of(entry) == image:
            return "\n".join(lines) if set_pin(lines, entry, pin, file) else None
    return "\n".join(lines) if add_entry(lines, listed, image, pin) else None


def _text(entry: Mapping, key: str) -> str | None:
    node = entry.get(key)
    return node.text if isinstance(node, Scalar) and node.text else None


def _plain(text: str) -> str:
    return text.removeprefix("\ufeff").replace("\r\n", "\n")


def _with_line_ends_of(text: str, edited: str) -> str:
    return edited.replace("\n", "\r\n") if "\r\n" in text else edited
