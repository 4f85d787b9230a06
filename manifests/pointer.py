"""JSON pointers (RFC 6901): how a place inside a document is named.

The empty pointer is the whole document; `~` and `/` in a token are written `~0` and `~1`.
"""

from typing import Any


def join(*tokens: str | int) -> str:
    """The pointer of these tokens, outermost first; `join()` is the whole document."""
    return "".join(f"/{escape(token)}" for token in tokens)


def split(pointer: str) -> tuple[str, ...]:
    """The tokens of a pointer, unescaped; the inverse of `join`. ValueError if it does not start with a slash."""
    if not pointer:
        return ()
    if pointer[0] != "/":
        raise ValueError(f"{pointer!r} is no JSON pointer: write a slash in front")
    tokens = pointer[1:].split("/")
    if "~" not in pointer:
        return tuple(tokens)
    return tuple(token.replace("~1", "/").replace("~0", "~") for token in tokens)


def parent(pointer: str) -> str:
    """The pointer without its last token; the whole document is its own parent."""
    return pointer.rpartition("/")[0]


def child(pointer: str, token: str | int) -> str:
    """The pointer of one field or item below this one."""
    return f"{pointer}/{escape(token)}"


def escape(token: str | int) -> str:
    """One token as it is written inside a pointer."""
    return token.replace("~", "~0").replace("/", "~1") if isinstance(token, str) else str(token)


def resolve(value: Any, pointer: str) -> Any:
    """What lies at the pointer inside plain dicts and lists. KeyError, with the pointer, if nothing does."""
    for token in split(pointer):
        try:
            value = value[item_number(token)] if isinstance(value, list | tuple) else value[token]
        except (KeyError, IndexError, TypeError, ValueError):
            raise KeyError(pointer) from None
    return value


def item_number(token: str) -> int:
    """A token as the number of a list's item, from 0. ValueError for a sign, a leading zero and `-` (RFC 6901)."""
    if not (token.isascii() and token.isdigit()) or (token[0] == "0" and token != "0"):
        raise ValueError(f"{token!r} is no item number")
    return int(token)


def is_under(pointer: str, prefix: str) -> bool:
    """Whether the pointer is the prefix or lies below it."""
    return pointer == prefix or pointer.startswith(f"{prefix}/")
