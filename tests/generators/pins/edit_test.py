import pytest
from hypothesis import given
from hypothesis import strategies as st

from generators.pins.edit import new_pins, with_pin, without_pin
from generators.pins.parse import parse_pins
from generators.tree.inputs import Pin
from manifests.errors import UserError

FILE = "images/pins/prod/model/kustomization.yaml"
IMAGES = frozenset({"model", "model-artifact"})
HEAD = "apiVersion: kustomize.config.k8s.io/v1alpha1\nkind: Component\n"
OLD, NEW = "sha256:" + "a" * 64, "sha256:" + "b" * 64
TAG_MARKER = '# {"$imagepolicy": "flux-system:model:tag"}'
DIGEST_MARKER = '# {"$imagepolicy": "flux-system:model:digest"}'

tags = st.from_regex(r"[a-zA-Z0-9_][a-zA-Z0-9._-]{0,20}", fullmatch=True)
pins = st.builds(Pin, tags, st.sampled_from([None, OLD, NEW]))


def pinned(text: str, pin: Pin, image: str = "model") -> str:
    return with_pin(HEAD + text, FILE, "prod", IMAGES, image, pin).removeprefix(HEAD)


def test_a_new_file_names_images_in_order() -> None:
    assert new_pins({"model-artifact": Pin("v2", None), "model": Pin("1.10", NEW)}) == (
        f'{HEAD}images:\n  - name: model\n    newTag: "1.10"\n    digest: {NEW}\n'
        "  - name: model-artifact\n    newTag: v2\n"
    )


@pytest.mark.parametrize(
    ("before", "pin", "after"),
    [
        (
            f"# who may change this: release team\nimages:\n  - name: model\n    newTag: v1 {TAG_MARKER}\n",
            Pin("v2", None),
            f"# who may change this: release team\nimages:\n  - name: model\n    newTag: v2 {TAG_MARKER}\n",
        ),
        (
            f"images:\n  - name: model\n    newTag: v1 {TAG_MARKER}\n    digest: {OLD} {DIGEST_MARKER}\n",
            Pin("v2", NEW),
            f"images:\n  - name: model\n    newTag: v2 {TAG_MARKER}\n    digest: {NEW} {DIGEST_MARKER}\n",
        ),
        (
            f"images:\n  - name: model\n    newTag: v1 {TAG_MARKER}\n",
            Pin("v2", NEW),
            f"images:\n  - name: model\n    newTag: v2 {TAG_MARKER}\n    digest: {NEW}\n",
        ),
        (
            f"images:\n  - name: model\n    newTag: v1 {TAG_MARKER}\n    digest: {OLD}\n",
            Pin("v2", None),
            f"images:\n  - name: model\n    newTag: v2 {TAG_MARKER}\n",
        ),
        (
            f"images:\n  - name: model\n    digest: {OLD} {DIGEST_MARKER}\n",
            Pin("v2", NEW),
            f"images:\n  - name: model\n    newTag: v2\n    digest: {NEW} {DIGEST_MARKER}\n",
        ),
        (
            "images:\n  - name: model\n    newTag: 'v1'\n",
            Pin("v2", None),
            "images:\n  - name: model\n    newTag: 'v2'\n",
        ),
        (
            "images:\n  - name: model\n    newTag: v1 # now\n",
            Pin("1.10", None),
            'images:\n  - name: model\n    newTag: "1.10" # now\n',
        ),
        (
            "images:\n  - name: model\n    newTag: 1.4 # now\n",
            Pin("1.4", None),
            'images:\n  - name: model\n    newTag: "1.4" # now\n',
        ),
        (
            "images:\n  - name: model\n    newTag: # now\n",
            Pin("v1", None),
            "images:\n  - name: model\n    newTag: v1 # now\n",
        ),
        (
            "images:\n- newTag: v1 # now\n  name: model\n- name: model-artifact # the files\n  newTag: v1\n",
            Pin("v2", NEW),
            f"images:\n- newTag: v2 # now\n  digest: {NEW}\n  name: model\n"
            "- name: model-artifact # the files\n  newTag: v1\n",
        ),
        (
            f"images: [{{name: model, newTag: v1, digest: {OLD}}}] # one line\n",
            Pin("v2", None),
            "images: [{name: model, newTag: v2}] # one line\n",
        ),
        (
            "images: [{name: model, newTag: v1}] # one line\n",
            Pin("v2", NEW),
            f"images: [{{name: model, newTag: v2, digest: {NEW}}}] # one line\n",
        ),
        (
            "images:\n  - name: model-artifact\n    newTag: v1 # the files\n",
            Pin("v2", NEW),
            "images:\n  - name: model-artifact\n    newTag: v1 # the files\n"
            f"  - name: model\n    newTag: v2\n    digest: {NEW}\n",
        ),
        (
            'images:\n  - "name": model\n    "newTag": v1\n',
            Pin("v2", None),
            "images:\n  - name: model\n    newTag: v2\n",
        ),
    ],
    ids=[
        "a tag with a marker",
        "a tag and a digest with markers",
        "a digest is added",
        "a digest goes with the old tag",
        "a tag is added to a digest",
        "quotes are kept",
        "quotes are added where YAML needs them",
        "a tag that YAML took for a number is put right",
        "an empty tag is put right",
        "keys in another order",
        "a digest goes from an entry in braces",
        "a digest is added to an entry in braces",
        "an image is added behind another",
        "a file without comments is written anew where it cannot be changed in place",
    ],
)
def test_a_pin_is_changed_in_place(before: str, pin: Pin, after: str) -> None:
    assert pinned(before, pin) == after


def test_line_ends_are_kept() -> None:
    before = (HEAD + "images:\n  - name: model\n    newTag: v1\n").replace("\n", "\r\n")
    after = with_pin("\ufeff" + before, FILE, "prod", IMAGES, "model", Pin("v2", NEW))
    assert after == (HEAD + f"images:\n  - name: model\n    newTag: v2\n    digest: {NEW}\n").replace("\n", "\r\n")


@pytest.mark.parametrize(
    ("before", "message"),
    [
        (
            f"images:\n  - name: model\n    newTag: v1\n    digest: {OLD} {DIGEST_MARKER}\n",
            f"{FILE}: image automation keeps this image's digest. Say it too: TAG@DIGEST",
        ),
        (
            'images:\n  - name: model\n    "newTag": v1 # mine\n',
            f"{FILE}: model cannot be pinned without losing a comment. Write newTag and digest by hand",
        ),
        (
            "images:\n  - name: model\n    newTag: v1\n    newName: a\n",
            f"{FILE}:6:5: newName: the overlay says the image's full name. Remove it from the pin",
        ),
    ],
    ids=[
        "a digest that image automation keeps would go",
        "a comment would be lost",
        "something else is wrong in the file",
    ],
)
def test_what_would_lose_something_is_refused(before: str, message: str) -> None:
    with pytest.raises(UserError) as error:
        pinned(before, Pin("v2", None))
    assert str(error.value) == message


@given(pins, pins, pins, st.booleans())
def test_any_pin_can_be_changed_to_any_other_and_the_rest_stays(one: Pin, other: Pin, third: Pin, marked: bool) -> None:
    before = new_pins({"model": one, "model-artifact": third})
    if marked:
        before = before.replace("\n  - name: model-artifact", " # the files\n  - name: model-artifact")
        before = before.replace("images:", "# who\nimages:")
    if marked and one.digest and not other.digest:
        return
    after = with_pin(before, FILE, "prod", IMAGES, "model", other)
    assert parse_pins(after, FILE, "prod", IMAGES) == {"model": other, "model-artifact": third}
    assert after.count("#") == before.count("#")
    assert with_pin(after, FILE, "prod", IMAGES, "model", other) == after


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("images:\n  - name: model\n    newTag: v1\n", None),
        (
            f"images:\n  - name: model # a\n    newTag: v1\n  - name: model-artifact\n    newTag: v2 {TAG_MARKER}\n",
            f"images:\n  - name: model-artifact\n    newTag: v2 {TAG_MARKER}\n",
        ),
        (
            f"images:\n  - name: model-artifact\n    newTag: v2 {TAG_MARKER}\n  - name: model # a\n    newTag: v1\n",
            f"images:\n  - name: model-artifact\n    newTag: v2 {TAG_MARKER}\n",
        ),
    ],
    ids=["the only image", "the first of two", "the last of two"],
)
def test_a_pin_is_taken_away(before: str, after: str | None) -> None:
    left = without_pin(HEAD + before, FILE, "prod", "model")
    assert left == (None if after is None else HEAD + after)


@pytest.mark.parametrize(
    ("before", "message"),
    [
        (
            "images:\n  - name: model-artifact\n    newTag: v1\n",
            f"{FILE}: model is not pinned here. The images pinned here: model-artifact",
        ),
        (
            "images:\n  - name: model\n    newTag: v1\npatches: []\n",
            f"{FILE}:6:1: unknown key 'patches'; a pin says name, newTag and digest of an image, and nothing else. "
            "What else differs goes into extras/",
        ),
        (
            "images: [{name: model, newTag: v1}, {name: model-artifact, newTag: v1}]\n",
            f"{FILE}: the lines of model cannot be told from the others. Remove them by hand",
        ),
    ],
    ids=["the image is not there", "a file with more than pins in it", "two images on one line"],
)
def test_what_is_not_only_a_pin_is_left_alone(before: str, message: str) -> None:
    with pytest.raises(UserError) as error:
        without_pin(HEAD + before, FILE, "prod", "model")
    assert str(error.value) == message
