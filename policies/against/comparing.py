"""Two reports, before and after a change -> the report of what the change adds."""

from collections import Counter
from dataclasses import replace

from manifests import pointer
from policies.finding import Finding, Report

_Key = tuple[object, ...]


def compared(before: Report, after: Report, against: str) -> Report:
    """`after`, with only the findings that `before` has not, and with those that only `before` has as `removed`.

    A finding is known again by its rule, environment, object, container and field, whatever became of its line and
    its message; list elements that have a name count by name. Two of one key are told apart by their number alone.
    What is waived or recorded in a baseline on a side is not there on that side.
    """
    there = Counter(map(_key, before.open))
    added = []
    for finding in after.open:
        if there[_key(finding)] > 0:
            there[_key(finding)] -= 1
        else:
            added.append(finding)
    removed = []
    for finding in reversed(before.open):
        if there[_key(finding)] > 0:
            there[_key(finding)] -= 1
            removed.append(finding)
    return replace(after, findings=tuple(added), removed=tuple(reversed(removed)), against=against)


def _key(finding: Finding) -> _Key:
    tokens = list(pointer.split(finding.field))
    for element in finding.elements:
        if element.depth < len(tokens):
            tokens[element.depth] = f"{element.key}={element.value}"
    return (finding.rule, finding.environment, finding.identity, finding.container, *tokens)
