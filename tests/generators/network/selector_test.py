"""Selectors and their smallest examples, against every set of labels of a small world."""

from itertools import product
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from generators.network.selector import SOME_VALUE, examples, excluded, selects

KEYS, VALUES = ("tier", "team"), ("front", "back")
EVERY = [
    {key: value for key, value in zip(KEYS, chosen, strict=True) if value}
    for chosen in product((None, *VALUES, "other", SOME_VALUE), repeat=len(KEYS))
]
SELECTORS = st.fixed_dictionaries(
    {},
    optional={
        "matchLabels": st.dictionaries(st.sampled_from(KEYS), st.sampled_from(VALUES)),
        "matchExpressions": st.lists(
            st.one_of(
                st.fixed_dictionaries(
                    {
                        "key": st.sampled_from(KEYS),
                        "operator": st.sampled_from(("In", "NotIn")),
                        "values": st.lists(st.sampled_from(VALUES), min_size=1, unique=True),
                    }
                ),
                st.fixed_dictionaries(
                    {"key": st.sampled_from(KEYS), "operator": st.sampled_from(("Exists", "DoesNotExist"))}
                ),
            ),
            max_size=4,
        ),
    },
)


@given(SELECTORS)
def test_every_example_is_selected_and_every_selected_pod_has_one(selector: dict[str, Any]) -> None:
    found = list(examples(selector))
    assert all(selects(selector, labels) for labels in found)
    for labels in (each for each in EVERY if selects(selector, each)):
        assert any(_within(example, labels) for example in found), labels


def _within(example: dict[str, str], labels: dict[str, str]) -> bool:
    return all(key in labels and value in (SOME_VALUE, labels[key]) for key, value in example.items())


@given(SELECTORS)
def test_what_is_kept_out_is_not_selected(selector: dict[str, Any]) -> None:
    assert not any(selects(selector, {key: value}) for key, value in excluded(selector))
