"""What rules said as bytes that a caller may keep, and back."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import lru_cache
from typing import Any

import orjson

from policies.engine.apart import Apart
from policies.objects import Object
from policies.rule import Outcome, Severity, Verdict


def to_json(apart: Apart, objects: Sequence[Object]) -> bytes:
    """As bytes, for `from_json` with the same objects in the same order. KeyError for a verdict on another object."""
    numbers = {item: number for number, item in enumerate(objects)}
    others = {
        rule: [
            [
                numbers[each.object],
                each.outcome.value,
                each.field,
                each.container,
                each.message,
                each.fix,
                each.why_not,
                each.severity.value if each.severity else None,
                numbers[each.about] if each.about else None,
            ]
            for each in verdicts
        ]
        for rule, verdicts in apart.others.items()
    }
    return orjson.dumps(apart.passes) + b"\n" + orjson.dumps([others, [numbers[item] for item in apart.annotated]])


def from_json(text: bytes, objects: Sequence[Object]) -> Apart:
    """What `to_json` wrote. Raises ValueError, LookupError or TypeError for what it did not write."""
    passes, _, rest = text.partition(b"\n")
    others, annotated = orjson.loads(rest)
    return Apart(
        _passes(passes),
        {rule: tuple(_verdict(each, objects) for each in verdicts) for rule, verdicts in others.items()},
        tuple(objects[number] for number in annotated),
    )


@lru_cache(maxsize=256)
def _passes(text: bytes) -> Mapping[str, int]:
    """Nearly all directories of a large repository have the same few: they share them."""
    passes: Mapping[str, int] = orjson.loads(text)
    return passes


def _verdict(said: Sequence[Any], objects: Sequence[Object]) -> Verdict:
    number, outcome, field, container, message, fix, why_not, severity, about = said
    return Verdict(
        objects[number],
        Outcome(outcome),
        field,
        container,
        message,
        fix,
        why_not,
        Severity(severity) if severity else None,
        None if about is None else objects[about],
    )
