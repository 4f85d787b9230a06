"""Hosts, address ranges, images."""

from __future__ import annotations

import ipaddress
import re
from typing import Final

from generators.platform.fault import shown
from generators.platform.said import Leaf
from generators.platform.shape import Wrong, leaf
from generators.platform.shapes.text import matching, text_of

_HOST: Final = r"[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?(?:\.[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?)*"
_REPOSITORY: Final = r"[a-z0-9]+(?:[._/-]+[a-z0-9]+)*"
_IMAGE: Final = rf"{_HOST}(?::[0-9]{{1,5}})?(?:/{_REPOSITORY})?"
_IMAGE_WORDS: Final = "an image's name in lower case without tag"


def _cidr(place: Leaf) -> str:
    text = text_of(place, "an address range")
    try:
        ipaddress.ip_network(text)
    except ValueError as error:
        raise Wrong(f"must be an address range (CIDR), found {shown(text)}", _cidr_remedy(text)) from error
    if "/" not in text:
        raise Wrong(f"must be an address range (CIDR), found {shown(text)}", _cidr_remedy(text))
    return text


def _cidr_remedy(text: str) -> str:
    """The network that the address lies in, where the text is an address at all."""
    try:
        return f"write `{ipaddress.ip_network(text, strict=False)}`"
    except ValueError:
        return "write for example `203.0.113.0/24`"


def _image(place: Leaf) -> str:
    text = text_of(place, _IMAGE_WORDS)
    name, at, _ = text.partition("@")
    bare, colon, tag = name.rpartition(":")
    tagged = bool(colon) and "/" not in tag
    if (at or tagged) and re.fullmatch(_IMAGE, bare if tagged else name):
        raise Wrong(
            f"must be {_IMAGE_WORDS}, found {shown(text)}",
            f"write `{bare if tagged else name}` and pin the tag in images/pins",
        )
    if not re.fullmatch(_IMAGE, text) or len(text) > 255:
        raise Wrong(f"must be {_IMAGE_WORDS}, found {shown(text)}")
    return text


CIDR: Final = leaf(_cidr, "an address range", {"type": "string", "pattern": "^[0-9A-Fa-f:.]+/[0-9]{1,3}$"})
HOST: Final = matching("a host name in lower case", _HOST, 253)
IMAGE: Final = leaf(_image, _IMAGE_WORDS, {"type": "string", "pattern": f"^{_IMAGE}$", "maxLength": 255})
REGISTRY: Final = matching("a registry's host, and a path, in lower case without https://", _IMAGE, 255)
