"""Names, as Kubernetes and the programs in the containers allow them."""

from __future__ import annotations

import re
from typing import Final

from generators.platform.fault import shown
from generators.platform.said import Leaf
from generators.platform.shape import Schema, Wrong, leaf
from generators.platform.shapes.text import matching, text_of
from manifests.scalars import is_text_unquoted

_LABEL: Final = "[a-z](?:[a-z0-9-]*[a-z0-9])?"
_SUBDOMAIN: Final = r"[a-z0-9](?:[a-z0-9-]*[a-z0-9])?(?:\.[a-z0-9](?:[a-z0-9-]*[a-z0-9])?)*"
_VARIABLE: Final = "[A-Za-z_][A-Za-z0-9_]*"
_HEADER: Final = "[!#$%&'*+.^_`|~0-9A-Za-z-]+"
_QUALIFIED: Final = rf"(?:{_SUBDOMAIN}/)?[A-Za-z0-9](?:[A-Za-z0-9_.-]{{0,61}}[A-Za-z0-9])?"
_LABEL_WORDS: Final = "a DNS label (a-z, 0-9 and -, first a letter, at most 63 characters)"


def dns_label(name: str) -> None:
    """RFC 1123, and first a letter, as Service names must be. Raises Wrong."""
    if len(name) > 63:
        raise Wrong(
            f"a name must be {_LABEL_WORDS}, found {len(name)}", f"write a name that is {len(name) - 63} shorter"
        )
    if not re.fullmatch(_LABEL, name):
        near = re.sub("[^a-z0-9]+", "-", name.lower()).lstrip("-0123456789").rstrip("-")
        raise Wrong(
            f"a name must be {_LABEL_WORDS}, found {shown(name)}", f"write `{near}`" if near else "write another name"
        )


def variable(name: str) -> None:
    """A name that a shell can read. Raises Wrong."""
    if not re.fullmatch(_VARIABLE, name):
        near = re.sub("[^A-Za-z0-9_]+", "_", name).lstrip("0123456789")
        raise Wrong(
            f"an environment variable's name is letters, digits and _, found {shown(name)}",
            f"write `{near}`" if near else "write another name",
        )


def absolute_path(path: str) -> None:
    """A file's or folder's place in the container. Raises Wrong."""
    if not re.fullmatch(r"(?:/[^/:\x00-\x1f]+)+", path) or {".", ".."} & set(path.split("/")):
        raise Wrong(
            f"must be an absolute path without ., .., // or :, found {shown(path)}", "write for example `/etc/x`"
        )


def qualified(name: str) -> None:
    """The key of a label or annotation. Raises Wrong."""
    if not re.fullmatch(_QUALIFIED, name) or len(name.rpartition("/")[0]) > 253:
        raise Wrong(
            f"must be a name with an optional DNS prefix, found {shown(name)}", "write for example `example.com/team`"
        )


def survives_as_key(name: str) -> None:
    """A key of annotations or of a ConfigMap's data, from which kustomize takes the quotes. Raises Wrong."""
    if not is_text_unquoted(name):
        raise Wrong(f"kustomize takes {shown(name)} for no text and cannot build with it", "write another name")


def header(name: str) -> None:
    """The name of an HTTP header (RFC 9110's token). Raises Wrong."""
    if not re.fullmatch(_HEADER, name):
        raise Wrong(f"must be the name of an HTTP header, found {shown(name)}", "write for example `Host`")


def port_name(name: str) -> None:
    """IANA_SVC_NAME, as Kubernetes wants port names. Raises Wrong."""
    if len(name) > 15 or "--" in name or not re.fullmatch(_LABEL, name):
        raise Wrong(
            f"a port's name is at most 15 of a-z, 0-9 and -, first a letter, found {shown(name)}",
            "write for example `http`",
        )


def _label(place: Leaf) -> str:
    name = text_of(place, _LABEL_WORDS)
    dns_label(name)
    return name


def _absolute(place: Leaf) -> str:
    path = text_of(place, "an absolute path")
    absolute_path(path)
    return path


LABEL_SCHEMA: Final[Schema] = {"type": "string", "pattern": f"^{_LABEL}$", "maxLength": 63}
VARIABLE_SCHEMA: Final[Schema] = {"type": "string", "pattern": f"^{_VARIABLE}$"}
PATH_SCHEMA: Final[Schema] = {"type": "string", "pattern": "^(?:/[^/:]+)+$"}
QUALIFIED_SCHEMA: Final[Schema] = {"type": "string", "pattern": f"^{_QUALIFIED}$"}
HEADER_SCHEMA: Final[Schema] = {"type": "string", "pattern": f"^{_HEADER}$"}
PORT_NAME_SCHEMA: Final[Schema] = {"type": "string", "pattern": f"^{_LABEL}$", "maxLength": 15}

LABEL: Final = leaf(_label, _LABEL_WORDS, LABEL_SCHEMA)
SUBDOMAIN: Final = matching("a DNS name", _SUBDOMAIN, 253)
LABEL_VALUE: Final = matching(
    "a label's value (letters, digits, -, _ and .)", "(?:[A-Za-z0-9](?:[A-Za-z0-9_.-]*[A-Za-z0-9])?)?", 63
)
DATA_KEY: Final = matching("the key of a Secret (letters, digits, -, _ and .)", "[A-Za-z0-9_.-]+", 253)
ABSOLUTE_PATH: Final = leaf(_absolute, "an absolute path", PATH_SCHEMA)
