"""A pin file in the lines that `roadstead pin` writes, read without a YAML parser: most pins of a platform are such."""

from __future__ import annotations

import re
from collections.abc import Collection

from generators.pins.grammar import DIGEST, TAG
from generators.tree.inputs import Pin
from manifests.scalars import read_plain

_HEAD = "apiVersion: kustomize.config.k8s.io/v1alpha1\nkind: Component\nimages:\n"
_ENTRY = re.compile(
    r"  - name: (?P<name>[a-z][a-z0-9-]*)\n"
    rf'(?:    newTag: (?:"(?P<quoted>{TAG})"|(?P<tag>{TAG}))\n)?'
    rf"(?:    digest: (?P<digest>{DIGEST})\n)?"
)


def plain_pins(text: str, images: Collection[str]) -> dict[str, Pin] | None:
    """What `parse_carefully` makes of the text; None where there is anything in it that needs a closer look."""
    if not text.startswith(_HEAD):
        return None
    pins: dict[str, Pin] = {}
    at = len(_HEAD)
    while at < len(text):
        entry = _ENTRY.match(text, at)
        if entry is None:
            return None
        name, tag, digest = entry["name"], entry["quoted"] or entry["tag"], entry["digest"]
        is_text = _is_text(name) and (entry["tag"] is None or _is_text(entry["tag"]))
        if not is_text or name not in images or name in pins or (tag is None and digest is None):
            return None
        pins[name] = Pin(tag, digest)
        at = entry.end()
    return pins or None


def _is_text(plain: str) -> bool:
    return read_plain(plain) == (plain, None)
