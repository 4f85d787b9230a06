"""What a tag and a digest look like: the OCI distribution and image specifications.

Tag: `[a-zA-Z0-9_][a-zA-Z0-9._-]{0,127}` (distribution-spec, "Pulling manifests"). Digest: the two algorithms that the
image specification registers for all, sha256 and sha512, with lower-case hexadecimal of their length.
"""

from __future__ import annotations

import re

from generators.tree.inputs import Pin

TAG = r"[a-zA-Z0-9_][a-zA-Z0-9._-]{0,127}"
DIGEST = r"(?:sha256:[0-9a-f]{64}|sha512:[0-9a-f]{128})"
_TAG = re.compile(TAG)
_DIGEST = re.compile(DIGEST)


def tag_fault(tag: str) -> str | None:
    """Why this is no tag, or None."""
    if _TAG.fullmatch(tag):
        return None
    if not tag:
        return "the tag is empty"
    return f"{tag!r} is no tag: at most 128 letters, digits, '_', '.' and '-', and the first is no '.' or '-'"


def digest_fault(digest: str) -> str | None:
    """Why this is no digest, or None."""
    if _DIGEST.fullmatch(digest):
        return None
    return f"{digest!r} is no digest: sha256: and 64, or sha512: and 128, lower-case hexadecimal digits"


def parse_reference(text: str) -> Pin:
    """`TAG` or `TAG@DIGEST`. Raises ValueError with a sentence; `latest` names no version, so it is refused."""
    tag, at, digest = text.partition("@")
    fault = tag_fault(tag) or (digest_fault(digest) if at else None)
    if fault:
        raise ValueError(fault)
    if tag == "latest":
        raise ValueError("the tag latest names no version: what runs would change without a commit. Name the version")
    return Pin(tag, digest if at else None)
