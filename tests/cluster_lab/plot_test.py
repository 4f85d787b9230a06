"""The picture of a trace: its geometry, read back from the SVG."""

import re
from fractions import Fraction
from xml.etree import ElementTree

import pytest

from generators.arithmetic.autoscaler_simulation import Pods
from tests.cluster.report.plot import Bounds, plot
from tests.cluster.scaling.rounds import Round, Scene, Trace

SVG = "{http://www.w3.org/2000/svg}"
BOUNDS = Bounds(40.0, 80, 30, 8)
TOP, BOTTOM = 56.0, 276.0


def rounds(*steps: tuple[int, int | None]) -> list[Round]:
    """(replicas, percent of each, None for no value), one a second."""
    return [
        Round(float(second), replicas, Pods(() if percent is None else (Fraction(percent),) * replicas))
        for second, (replicas, percent) in enumerate(steps)
    ]


def picture(trace: Trace) -> ElementTree.Element:
    return ElementTree.fromstring(plot(trace, BOUNDS))


def lines(root: ElementTree.Element, colour: str) -> list[str]:
    return [each.attrib["d"] for each in root.iter(f"{SVG}path") if each.attrib["stroke"] == colour]


def texts(root: ElementTree.Element) -> list[str]:
    return [each.text or "" for each in root.iter(f"{SVG}text")]


DOUBLING = Trace(
    "model",
    0.0,
    rounds((2, 85), (4, 85), (8, 85), (8, 50), (8, 10), (4, 10)),
    [Scene("85 %: doubles", 0, 3), Scene("10 %: shrinks", 4, 6)],
)


def test_pods_stand_as_high_as_they_are_many() -> None:
    # 2, 4 and 8 of 8, a second (7 units) apart; then the second scene, cut off from the first.
    assert lines(picture(DOUBLING), "#1f5fa8") == [
        "M48.0 221.0H55.0V166.0H62.0V56.0H62.0",
        "M76.0 56.0H83.0V166.0H83.0",
    ]


def test_load_stands_as_high_as_its_percentage() -> None:
    assert lines(picture(DOUBLING), "#d2691e")[0] == "M48.0 89.0H55.0V89.0H62.0V89.0H62.0"


def test_load_above_a_hundred_percent_stays_in_the_picture() -> None:
    trace = Trace("backend", 0.0, rounds((2, 300), (4, 300)), [Scene("300 %", 0, 2)])
    assert lines(picture(trace), "#d2691e") == [f"M48.0 {TOP}H55.0V{TOP}H55.0"]


def test_rounds_without_a_value_have_pods_and_no_load() -> None:
    trace = Trace("backend", 0.0, rounds((8, None), (8, None)), [Scene("no value", 0, 2)])
    root = picture(trace)
    assert (len(lines(root, "#1f5fa8")), lines(root, "#d2691e")) == (1, [])


def test_each_scene_is_numbered_and_named() -> None:
    said = texts(picture(DOUBLING))
    assert said[-3:-1] == ["2", "2: 10 %: shrinks"]
    assert "1: 85 %: doubles" in said


def test_the_bounds_are_drawn_and_said() -> None:
    root = picture(DOUBLING)
    dashed = [each.attrib["y1"] for each in root.iter(f"{SVG}line") if each.attrib.get("stroke-dasharray") == "5 4"]
    assert dashed == ["100.0", "210.0"]
    assert texts(root)[-1] == (
        "dashed: 80 % and 30 %; dotted: the target, 40 %; a grid line is 10 s; between two scenes time is left out"
    )


@pytest.mark.parametrize(
    "trace",
    [
        pytest.param(DOUBLING, id="two scenes"),
        pytest.param(Trace("model", 0.0), id="nothing recorded"),
        pytest.param(Trace("a<b>&c", 0.0, rounds((1, 1)), [Scene('"<&', 0, 1)]), id="a scene of one round, odd names"),
        pytest.param(Trace("long", 0.0, rounds(*[(8, 50)] * 900), [Scene("long", 0, 900)]), id="a quarter of an hour"),
    ],
)
def test_nothing_lies_outside_of_the_picture(trace: Trace) -> None:
    root = picture(trace)
    width, height = float(root.attrib["width"]), float(root.attrib["height"])
    for each in root.iter():
        for name, limit in (("x", width), ("x1", width), ("x2", width), ("y", height), ("y1", height), ("y2", height)):
            assert 0 <= float(each.attrib.get(name, 0)) <= limit
    for path in lines(root, "#1f5fa8"):
        assert all(0 <= float(number) <= max(width, height) for number in re.findall(r"[\d.]+", path))
