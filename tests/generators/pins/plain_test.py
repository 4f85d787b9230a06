"""What is read without a YAML parser is what the parser makes of it; what might be odd is left to the parser."""

from __future__ import annotations

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from generators.pins.parse import parse_carefully
from generators.pins.plain import plain_pins
from generators.tree.inputs import Pin

HEAD = "apiVersion: kustomize.config.k8s.io/v1alpha1\nkind: Component\nimages:\n"
DIGEST = "sha256:" + "0123456789abcdef" * 4
IMAGES = frozenset({"api", "model-artifact", "on", "yes", "null", "y"})
NAMES = st.sampled_from(sorted(IMAGES)) | st.text("aeny0-", max_size=4)
TAGS = st.sampled_from(
    ["1.2.3", "1.2", "17", "v1", "1e3", "0x1F", "010", "1_0", "true", "no", "~", '""', "~1", "latest"]
)
LINES = st.one_of(
    NAMES.map("  - name: {}\n".format),
    TAGS.map("    newTag: {}\n".format),
    TAGS.map('    newTag: "{}"\n'.format),
    st.text('0123456789._-ev"', min_size=1, max_size=6).map("    newTag: {}\n".format),
    st.sampled_from([f"    digest: {DIGEST}\n", "    digest: sha256:1\n", "\n", "# why\n", "   newTag: v1\n", "---\n"]),
)


@given(st.lists(LINES, min_size=1, max_size=6).map("".join))
@example("  - name: api\n    newTag: 1.2.3\n")
def test_whatever_is_read_at_once_is_what_the_parser_reads(lines: str) -> None:
    found = plain_pins(HEAD + lines, IMAGES)
    assert found is None or found == parse_carefully(HEAD + lines, "pins.yaml", "prod", IMAGES)


@pytest.mark.parametrize(
    ("lines", "pins"),
    [
        pytest.param("  - name: api\n    newTag: 1.2.3\n", {"api": Pin("1.2.3", None)}, id="a tag"),
        pytest.param('  - name: api\n    newTag: "17"\n', {"api": Pin("17", None)}, id="a tag in quotes"),
        pytest.param(f"  - name: api\n    digest: {DIGEST}\n", {"api": Pin(None, DIGEST)}, id="a digest"),
        pytest.param(
            f"  - name: api\n    newTag: v1\n    digest: {DIGEST}\n  - name: model-artifact\n    newTag: v2\n",
            {"api": Pin("v1", DIGEST), "model-artifact": Pin("v2", None)},
            id="several",
        ),
        pytest.param("", None, id="no image"),
        pytest.param("  - name: api\n", None, id="neither tag nor digest"),
        pytest.param("  - name: api\n    newTag: 17\n", None, id="a number"),
        pytest.param("  - name: api\n    newTag: v1", None, id="a last line without its end"),
        pytest.param("  - name: other\n    newTag: v1\n", None, id="an image of another component"),
        pytest.param("  - name: yes\n    newTag: v1\n", None, id="a name that is no text to all readers"),
        pytest.param("  - name: api\n    newTag: v1\n" * 2, None, id="pinned twice"),
        pytest.param("  - name: api\n    newTag: v1 # marker\n", None, id="a comment"),
    ],
)
def test_what_is_read_at_once(lines: str, pins: dict[str, Pin] | None) -> None:
    assert plain_pins(HEAD + lines, IMAGES) == pins


def test_another_head_is_left_to_the_parser() -> None:
    assert plain_pins("kind: Component\nimages:\n  - name: api\n    newTag: v1\n", IMAGES) is None
