"""The rounds of one autoscaler as an SVG: how many pods ran, and how busy they were, scene by scene.

Plain text, no library: two step lines over one time axis. What lies between two scenes (the way back to a beginning)
is left out, so the axis is cut there.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from html import escape

from tests.cluster.scaling.rounds import Round, Scene, Trace

_LEFT, _RIGHT, _TOP, _BAND, _HEIGHT = 48, 48, 56, 14.0, 220
_SECOND = 7.0
_LINE = 18
_REPLICAS, _BUSY, _GREY = "#1f5fa8", "#d2691e", "#8a8a8a"
_FONT = 'font-family="sans-serif" font-size="12"'


@dataclass(frozen=True, slots=True)
class Bounds:
    """The lines that a trace is read against, in percent."""

    target: float
    double_above: int | None
    shrink_below: int | None
    maximum: int


@dataclass(frozen=True, slots=True)
class _Strip:
    """One scene with its rounds, and where it begins and ends in the picture."""

    scene: Scene
    rounds: tuple[Round, ...]
    left: float
    right: float

    def at(self, seconds: float) -> float:
        return self.left + (seconds - self.rounds[0].seconds) * _SECOND


def plot(trace: Trace, bounds: Bounds) -> str:
    """The picture of a trace."""
    strips = _strips(trace)
    right = strips[-1].right if strips else _LEFT + 100.0
    legend = _TOP + _HEIGHT + 34
    height = legend + _LINE * (len(strips) + 1)
    width = max(right + _RIGHT, 760)
    top = max(bounds.maximum, 1)

    def replicas(number: float) -> float:
        return _TOP + _HEIGHT * (1 - number / top)

    def busy(percent: float) -> float:
        return _TOP + _HEIGHT * (1 - min(percent, 100.0) / 100)

    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{width:.0f}" height="{height}" '
        f'viewBox="0 0 {width:.0f} {height}" role="img" aria-label="{escape(trace.component)}: pods and load">',
        f'<rect width="{width:.0f}" height="{height}" fill="#ffffff"/>',
        _text(_LEFT, 20, f"{trace.component}: pods (blue, left) and their average load in percent (orange, right)"),
        *_axes(top, right, replicas, busy),
        *_lines(bounds, right, busy),
    ]
    for number, strip in enumerate(strips, 1):
        parts += _strip(number, strip, replicas, busy)
        parts.append(_text(_LEFT, legend + _LINE * number, f"{number}: {strip.scene.title}"))
    parts.append(_text(_LEFT, _TOP + _HEIGHT + 30, _key(bounds), _GREY))
    return "\n".join([*parts, "</svg>"]) + "\n"


def _key(bounds: Bounds) -> str:
    said = [f"{percent} %" for percent in (bounds.double_above, bounds.shrink_below) if percent is not None]
    dashed = f"dashed: {' and '.join(said)}; " if said else ""
    return f"{dashed}dotted: the target, {bounds.target:g} %; a grid line is 10 s; between two scenes time is left out"


def _strips(trace: Trace) -> list[_Strip]:
    found: list[_Strip] = []
    left = float(_LEFT)
    for scene in trace.scenes:
        rounds = tuple(trace.rounds[scene.first : scene.last])
        if len(rounds) < 2:
            continue
        right = left + (rounds[-1].seconds - rounds[0].seconds) * _SECOND
        found.append(_Strip(scene, rounds, left, right))
        left = right + _BAND
    return found


def _axes(top: int, right: float, replicas: Callable[[float], float], busy: Callable[[float], float]) -> Iterator[str]:
    for number in range(top + 1):
        yield _line(_LEFT, replicas(number), right, replicas(number), "#e6e6e6")
        yield _text(_LEFT - 8, replicas(number) + 4, str(number), _REPLICAS, "end")
    for percent in range(0, 101, 20):
        yield _text(right + 8, busy(percent) + 4, f"{percent}", _BUSY)


def _lines(bounds: Bounds, right: float, busy: Callable[[float], float]) -> Iterator[str]:
    for percent in (bounds.double_above, bounds.shrink_below):
        if percent is not None:
            yield _line(_LEFT, busy(percent), right, busy(percent), _BUSY, 'stroke-dasharray="5 4"')
    yield _line(_LEFT, busy(bounds.target), right, busy(bounds.target), _GREY, 'stroke-dasharray="2 4"')


def _strip(
    number: int, strip: _Strip, replicas: Callable[[float], float], busy: Callable[[float], float]
) -> Iterator[str]:
    width = max(strip.right - strip.left, 1.0)
    yield (
        f'<rect x="{strip.left:.1f}" y="{_TOP}" width="{width:.1f}" height="{_HEIGHT}" fill="#1f5fa8" opacity="0.05"/>'
    )
    yield _text((strip.left + strip.right) / 2, _TOP - 10, str(number), "#333333", "middle")
    seconds = 10.0
    while strip.left + seconds * _SECOND < strip.right:
        at = strip.left + seconds * _SECOND
        yield _line(at, _TOP, at, _TOP + _HEIGHT, "#d9d9d9")
        seconds += 10.0
    known = [(each.seconds, float(each.average)) for each in strip.rounds if each.average is not None]
    yield _steps([(strip.at(at), busy(percent)) for at, percent in known], strip.right, _BUSY, 1.2)
    counted = [(strip.at(each.seconds), replicas(each.replicas)) for each in strip.rounds]
    yield _steps(counted, strip.right, _REPLICAS, 2.4)


def _steps(points: Sequence[tuple[float, float]], right: float, colour: str, width: float) -> str:
    """A line that keeps its height until the next point."""
    if not points:
        return ""
    path = f"M{points[0][0]:.1f} {points[0][1]:.1f}"
    path += "".join(f"H{x:.1f}V{y:.1f}" for x, y in points[1:])
    return f'<path d="{path}H{right:.1f}" fill="none" stroke="{colour}" stroke-width="{width}"/>'


def _line(x: float, y: float, x2: float, y2: float, colour: str, more: str = "") -> str:
    return f'<line x1="{x:.1f}" y1="{y:.1f}" x2="{x2:.1f}" y2="{y2:.1f}" stroke="{colour}" {more}/>'


def _text(x: float, y: float, text: str, colour: str = "#333333", anchor: str = "start") -> str:
    return f'<text x="{x:.1f}" y="{y:.1f}" {_FONT} fill="{colour}" text-anchor="{anchor}">{escape(text)}</text>'
