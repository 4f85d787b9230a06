"""Names, labels and selectors, in the forms that apimachinery demands (pkg/util/validation/validation.go)."""

from collections.abc import Iterator
from typing import Any

from policies.accepted.checks import fits, needs, one_of, shown, together
from policies.accepted.table import Check, Found, Table

_LABEL = r"[a-z0-9]([-a-z0-9]*[a-z0-9])?"
_WORD = r"[A-Za-z0-9]([-A-Za-z0-9_.]*[A-Za-z0-9])?"
_SUBDOMAIN = rf"{_LABEL}(\.{_LABEL})*"

DNS_LABEL = fits(_LABEL, 63, "lower case letters, digits and `-`, with a letter or digit at both ends")
DNS_1035 = fits(r"[a-z]([-a-z0-9]*[a-z0-9])?", 63, "lower case letters, digits and `-`, with a letter first")
DNS_SUBDOMAIN = fits(_SUBDOMAIN, 253, "lower case letters, digits, `-` and `.`, with a letter or digit at both ends")
PATH_SEGMENT = fits(r"(?!\.{1,2}$)[^/%]*", 2**16, "a path segment, without `/` and `%`")
PORT_NAME = fits(
    r"(?=.*[a-z])(?!.*--)[a-z0-9]([-a-z0-9]*[a-z0-9])?",
    15,
    "lower case letters, digits and single `-`, with at least one letter",
)
CONFIG_KEY = fits(r"(?!\.{1,2}$)(?!\.\.)[-._a-zA-Z0-9]+", 253, "letters, digits, `-`, `_` and `.`")
LABEL_VALUE = fits(rf"({_WORD})?", 63, "letters, digits, `-`, `_` and `.`, with a letter or digit at both ends")
QUALIFIED = fits(rf"({_SUBDOMAIN}/)?(?=.{{1,63}}$){_WORD}", 317, "a name, with or without `domain/` before it")


def keys(check: Check) -> Check:
    """A demand of every key of a mapping."""

    def checked(value: Any) -> Iterator[Found]:
        for key in value if isinstance(value, dict) else ():
            for _, message in check(key):
                yield (str(key),), f"is a key that {message}"

    return checked


def port(value: Any) -> Iterator[Found]:
    """A number of a port, or the name of one."""
    if isinstance(value, int) and not isinstance(value, bool) and not 1 <= value <= 65535:
        yield (), f"is {shown(value)}, must be from 1 to 65535"
    elif isinstance(value, str):
        yield from PORT_NAME(value)


API_VERSION = fits(rf"({_SUBDOMAIN}/)?{_LABEL}", 317, "a version such as v1, or group and version such as apps/v1")
KIND = fits(r"[A-Za-z][A-Za-z0-9]*", 63, "letters and digits, a letter first")
LABELS: Table = {"": keys(QUALIFIED), "*": LABEL_VALUE}

_ONE_OR_MORE = ("In", "NotIn")
_NONE = ("Exists", "DoesNotExist")


def _values_fit(value: Any) -> Iterator[Found]:
    operator = value.get("operator") if isinstance(value, dict) else None
    values = value.get("values") if isinstance(value, dict) else None
    if operator in _ONE_OR_MORE and not values:
        yield ("values",), f"is empty, which {operator} does not allow"
    elif operator in _NONE and values:
        yield ("values",), f"is written, which {operator} does not allow"


SELECTOR: Table = {
    **{f"matchLabels/{path}": check for path, check in LABELS.items()},
    "matchExpressions/*": together(needs("key", "operator"), _values_fit),
    "matchExpressions/*/key": QUALIFIED,
    "matchExpressions/*/operator": one_of(*_ONE_OR_MORE, *_NONE),
    "matchExpressions/*/values/*": LABEL_VALUE,
}
NODE_TERM: Table = {
    "matchExpressions/*": together(needs("key", "operator"), _values_fit),
    "matchExpressions/*/key": QUALIFIED,
    "matchExpressions/*/operator": one_of(*_ONE_OR_MORE, *_NONE, "Gt", "Lt"),
    "matchFields/*": needs("key", "operator", "values"),
}
