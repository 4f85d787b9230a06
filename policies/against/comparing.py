"""Two reports, before and after a change -> the report of what the change adds."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import replace

from manifests import pointer
from policies.finding import Finding, Report

_Key = tuple[object, ...]


def compared(before: Report, after: Report, against: str) -> Report:
    """`after`, with only the findings that `before` has not, and with those that only `before` has as `removed`.

    A finding is known again by its rule, environment, object, container and field, whatever became of its line and
    its message; list elements that have a name count by name. Two of one key are told apart by their number alone.
    What is waived or recorded in a baseline before the change was not there, so it is added where that ends. After
    the change it is there still: whoever waives a fault has not mended it.
    """
    added = _beyond(after.open, Counter(map(_key, before.open)))
    removed = _beyond(before.open, Counter(map(_key, after.findings)))
    return replace(after, findings=added, removed=removed, against=against)


def _beyond(findings: Iterable[Finding], known: Counter[_Key]) -> tuple[Finding, ...]:
    """The findings that are more of their key than are known."""
    found = []
    for finding in findings:
        if known[_key(finding)] > 0:
            known[_key(finding)] -= 1
        else:
            found.append(finding)
    return tuple(found)


def _key(finding: Finding) -> _Key:
    tokens = list(pointer.split(finding.field))
    for element in finding.elements:
        if element.depth < len(tokens):
            tokens[element.depth] = f"{element.key}={element.value}"
    return (finding.rule, finding.environment, finding.identity, finding.container, *tokens)
