"""The Kubernetes version that is judged."""

import re

from manifests.reader import Node, Scalar
from policies.configuration.sheet import Sheet, describe

_VERSION = re.compile(r"1\.[1-9][0-9]?")


def read_version(sheet: Sheet, node: Node) -> str | None:
    """A version such as "1.35". A bare 1.30 is the number 1.3, so it must be quoted."""
    if isinstance(node, Scalar) and isinstance(node.value, str) and _VERSION.fullmatch(node.value):
        return node.value
    quoted = isinstance(node, Scalar) and _VERSION.fullmatch(node.text)
    way_out = f'quote it, as in "{node.text}"' if quoted and isinstance(node, Scalar) else 'write it as in "1.35"'
    sheet.wrong(node.position, f"kubernetes is {describe(node)}: {way_out}")
    return None
