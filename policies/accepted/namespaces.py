"""Labels of a namespace, and the limits in it."""

import re
from collections.abc import Iterator
from typing import Any

from manifests.quantity import parse_quantity
from policies.accepted.checks import (
    fits,
    needs,
    one_of,
    shown,
)
from policies.accepted.table import Found

_ENFORCED = re.compile(r"pod-security\.kubernetes\.io/(enforce|audit|warn)(-version)?")
_LEVEL = one_of("privileged", "baseline", "restricted")
_VERSION = fits(r"latest|v1\.(0|[1-9][0-9]*)", 63, "latest or a version such as v1.35")


def pod_security(value: Any) -> Iterator[Found]:
    for key, said in value.items() if isinstance(value, dict) else ():
        label = _ENFORCED.fullmatch(str(key))
        if label:
            check = _VERSION if label[2] else _LEVEL
            yield from (((key,), message) for _, message in check("" if said is None else said))


_LIMITED = ("Container", "Pod", "PersistentVolumeClaim")


def limit(value: Any) -> Iterator[Found]:
    if not isinstance(value, dict):
        return
    yield from needs("type")(value)
    kind = value.get("type")
    if isinstance(kind, str) and kind and kind not in _LIMITED and "/" not in kind:
        yield ("type",), f"is {shown(kind)}, must be one of {', '.join(_LIMITED)}, or `domain/name`"
    requests, limits = value.get("defaultRequest"), value.get("default")
    if not isinstance(requests, dict) or not isinstance(limits, dict):
        return
    for name, asked in requests.items():
        if name in limits and _is_above(asked, limits[name]):
            yield ("defaultRequest", name), f"is {asked}, above the default limit {limits[name]}"


def _is_above(one: Any, other: Any) -> bool:
    """False where one of them is no quantity: that is another finding."""
    if not isinstance(one, str | int | float) or not isinstance(other, str | int | float):
        return False
    try:
        return parse_quantity(one) > parse_quantity(other)
    except ValueError:
        return False
