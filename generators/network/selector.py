"""Label selectors as Kubernetes reads them, and the smallest labels that one selects.

Source: Kubernetes, "Labels and Selectors"; API reference, `LabelSelector`.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from itertools import product
from typing import Any

Labels = Mapping[str, str]
Selector = Mapping[str, Any]

SOME_VALUE = "any-value"
"""Stands for the value of a label that must only exist."""


def selects(selector: Selector, labels: Labels) -> bool:
    """Whether all of `matchLabels` and `matchExpressions` hold; an empty selector selects everything."""
    for key, value in (selector.get("matchLabels") or {}).items():
        if labels.get(key) != value:
            return False
    return all(_holds(expression, labels) for expression in selector.get("matchExpressions") or ())


def _holds(expression: Selector, labels: Labels) -> bool:
    key, operator, values = expression["key"], expression["operator"], expression.get("values") or ()
    if operator == "In":
        return key in labels and labels[key] in values
    if operator == "NotIn":  # a label that is absent is in no list either
        return key not in labels or labels[key] not in values
    if operator == "Exists":
        return key in labels
    return operator == "DoesNotExist" and key not in labels  # the API server refuses any other operator


def examples(selector: Selector) -> Iterator[dict[str, str]]:
    """The smallest sets of labels that the selector selects: one for each choice among the values of its `In`s.

    Whatever the selector selects has one of them, up to the value of a label that must only exist. So a table of equal
    labels that holds every example holds all that the selector selects.
    """
    expressions = selector.get("matchExpressions") or ()
    ways = [
        [(expression["key"], value) for value in expression.get("values") or ()]
        for expression in expressions
        if expression["operator"] == "In"
    ]
    present = [expression["key"] for expression in expressions if expression["operator"] == "Exists"]
    for chosen in product(*ways):
        labels = {**dict(chosen), **(selector.get("matchLabels") or {})}
        labels = {**dict.fromkeys(present, SOME_VALUE), **labels}
        if selects(selector, labels):
            yield labels


def excluded(selector: Selector) -> Iterator[tuple[str, str]]:
    """The labels that the selector keeps out by `NotIn` and `DoesNotExist`."""
    for expression in selector.get("matchExpressions") or ():
        if expression["operator"] == "NotIn":
            for value in expression.get("values") or ():
                yield expression["key"], value
        elif expression["operator"] == "DoesNotExist":
            yield expression["key"], SOME_VALUE
