"""Sets of ports as spans of numbers of one protocol."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

LAST_PORT = 65535
PROTOCOLS = ("TCP", "UDP", "SCTP")


@dataclass(frozen=True, slots=True, order=True)
class Span:
    """Ports `first` to `last` of a protocol. With a `name`: the one port of that name of pods that are not ours."""

    protocol: str
    first: int
    last: int
    name: str = ""

    @property
    def text(self) -> str:
        """As people write it: `8000/TCP`."""
        if self.name:
            return f"{self.name}/{self.protocol}"
        if (self.first, self.last) == (1, LAST_PORT):
            return f"every port/{self.protocol}"
        return f"{self.first if self.first == self.last else f'{self.first}-{self.last}'}/{self.protocol}"


Spans = frozenset[Span]
EVERY_PORT: Spans = frozenset(Span(protocol, 1, LAST_PORT) for protocol in PROTOCOLS)


def numbered(number: int, protocol: str) -> Span:
    """The span of one port."""
    return Span(protocol, number, number)


def without(spans: Iterable[Span], taken: Iterable[Span]) -> Spans:
    """What is left of the spans. A named port is gone with its name, or with every port of its protocol."""
    left = set(spans)
    for gone in taken:
        for span in [each for each in left if _meets(each, gone)]:
            left.discard(span)
            if span.first < gone.first and not span.name:
                left.add(Span(span.protocol, span.first, gone.first - 1))
            if span.last > gone.last:
                left.add(Span(span.protocol, gone.last + 1, span.last))
    return frozenset(left)


def meet(left: Iterable[Span], right: Iterable[Span]) -> bool:
    """Whether a port is in both."""
    others = tuple(right)
    return any(_meets(one, other) or _meets(other, one) for one in left for other in others)


def _meets(span: Span, other: Span) -> bool:
    if span.protocol != other.protocol or other.name:
        return span == other
    if span.name:
        return (other.first, other.last) == (1, LAST_PORT)
    return span.first <= other.last and other.first <= span.last


def told(spans: Iterable[Span]) -> str:
    """For a message: `53/TCP, 53/UDP`."""
    found = frozenset(spans)
    return "every port" if found == EVERY_PORT else ", ".join(span.text for span in sorted(found))
