"""What counts as a slip of the hand, and which names kustomize made."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from policies.indexes.near_names import collected, without_hash


@pytest.mark.parametrize(
    ("name", "there", "expected"),
    [
        pytest.param("backend", ["back-end"], "back-end", id="one more"),
        pytest.param("back-end", ["backend"], "backend", id="one less"),
        pytest.param("backend", ["backent"], "backent", id="another letter"),
        pytest.param("backend", ["backned"], "backned", id="neighbours change places"),
        pytest.param("backend", ["bakcned"], None, id="two slips"),
        pytest.param("backend", ["backdne"], None, id="places further apart"),
        pytest.param("backend", ["bacdenk"], None, id="letters that are no neighbours"),
        pytest.param("backend", ["backend"], None, id="the same"),
        pytest.param("backend", ["backends", "backen"], None, id="two are near: nobody knows which was meant"),
        pytest.param("backend-1", ["backend-2"], None, id="numbers count things"),
        pytest.param("backend", ["backend1"], None, id="a digit more"),
        pytest.param("backend2", ["backend"], None, id="a digit less"),
        pytest.param("web-1a", ["web-a1"], None, id="a digit changes places"),
        pytest.param("web-x1", ["web-y1"], "web-y1", id="a digit elsewhere"),
        pytest.param("webs", ["webss"], None, id="too short"),
        pytest.param("webss", ["webs"], None, id="too short to be meant"),
        pytest.param("webss", ["websss"], "websss", id="long enough"),
        pytest.param("backend", [], None, id="nothing there"),
    ],
)
def test_near(name: str, there: list[str], expected: str | None) -> None:
    names = collected(("", "Service", "shop", each) for each in there)
    assert names.near("", "Service", "shop", name) == expected


@pytest.mark.parametrize("place", [("x", "Service", "shop"), ("", "Pod", "shop"), ("", "Service", "other")])
def test_near_means_the_same_group_kind_and_namespace(place: tuple[str, str, str]) -> None:
    assert collected([("", "Service", "shop", "backend")]).near(*place, "backends") is None


@given(st.text("abcd-", min_size=6, max_size=9), st.data())
def test_any_letter_left_out_is_a_slip(name: str, data: st.DataObject) -> None:
    index = data.draw(st.integers(0, len(name) - 1))
    shorter = name[:index] + name[index + 1 :]
    assert collected([("", "Service", "shop", name)]).near("", "Service", "shop", shorter) == name


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("config-hf678c7m2b", "config"),
        ("config-hf678c7m2", "config-hf678c7m2"),
        ("config-hf678c7m2bb", "config-hf678c7m2bb"),
        ("config-af678c7m2b", "config-af678c7m2b"),
        ("confighf678c7m2b", "confighf678c7m2b"),
        ("-hf678c7m2b", "-hf678c7m2b"),
    ],
)
def test_without_hash(name: str, expected: str) -> None:
    assert without_hash(name) == expected


@pytest.mark.parametrize(
    ("name", "expected"),
    [("config", "config-hf678c7m2b"), ("config-gggggggggg", "config-hf678c7m2b"), ("other", None)],
)
def test_twin(name: str, expected: str | None) -> None:
    names = collected([("", "ConfigMap", "shop", "config-hf678c7m2b")])
    assert names.twin("", "ConfigMap", "shop", name) == expected
