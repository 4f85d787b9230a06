import pytest

from generators.pins.parse import parse_pins
from generators.tree.inputs import Pin
from manifests.errors import MistakesError

FILE = "images/pins/prod/model/kustomization.yaml"
IMAGES = frozenset({"model", "model-artifact"})
HEAD = "apiVersion: kustomize.config.k8s.io/v1alpha1\nkind: Component\n"
DIGEST = "sha256:" + "0123456789abcdef" * 4
ANEW = (
    "Remove the file, then pin: roadstead pin prod model TAG[@DIGEST] and "
    "roadstead pin prod model-artifact TAG[@DIGEST]"
)
NOTHING_ELSE = "a pin says name, newTag and digest of an image, and nothing else"
PIN_MODEL = "roadstead pin prod model TAG[@DIGEST]"


@pytest.mark.parametrize(
    ("text", "pins"),
    [
        ('images:\n  - name: model\n    newTag: "1.4.0"\n', {"model": Pin("1.4.0", None)}),
        (f"images:\n  - name: model\n    newTag: v1\n    digest: {DIGEST}\n", {"model": Pin("v1", DIGEST)}),
        (f"images:\n  - name: model\n    digest: {DIGEST}\n", {"model": Pin(None, DIGEST)}),
        (
            "images:\n- {name: model, newTag: v1}\n- {name: model-artifact, newTag: v2}\n",
            {"model": Pin("v1", None), "model-artifact": Pin("v2", None)},
        ),
        (
            'images:\n  - name: model\n    newTag: v1 # {"$imagepolicy": "flux-system:model:tag"}\n',
            {"model": Pin("v1", None)},
        ),
    ],
    ids=["a tag", "a tag and a digest", "a digest alone", "two images in braces", "a marker of image automation"],
)
def test_a_pin_file_is_read(text: str, pins: dict[str, Pin]) -> None:
    assert parse_pins(HEAD + text, FILE, "prod", IMAGES) == pins


@pytest.mark.parametrize(
    ("text", "mistakes"),
    [
        ("", [f"1:1: not one mapping of keys, so no pin file. {ANEW}"]),
        ("- a\n", [f"1:1: not one mapping of keys, so no pin file. {ANEW}"]),
        (
            "kind: Kustomization\nimages:\n  - name: model\n    newTag: v1\n",
            [
                "1:1: apiVersion: not said; a pin file is a Kustomize Component, "
                "write apiVersion: kustomize.config.k8s.io/v1alpha1",
                "1:7: kind: found 'Kustomization'; a pin file is a Kustomize Component, write kind: Component",
            ],
        ),
        (
            HEAD,
            [f"1:1: images: no list with an image in it. {ANEW}"],
        ),
        (
            HEAD + "patches: []\nimages:\n  - name: model\n    newTag: v1\n",
            [f"3:1: unknown key 'patches'; {NOTHING_ELSE}. What else differs goes into extras/"],
        ),
        (
            HEAD + "images:\n  - name: model\n    newName: example.com/model\n    newTag: v1\n    note: mine\n",
            [
                "5:5: newName: the overlay says the image's full name. Remove it from the pin",
                f"7:5: unknown key 'note'; {NOTHING_ELSE}. Remove it",
            ],
        ),
        (
            HEAD + "images:\n  - name: modle\n    newTag: v1\n  - newTag: v1\n  - model\n",
            [
                "4:11: name: 'modle' is no image of this component. The images pinned here: model, model-artifact",
                "6:5: an image without a name. The images pinned here: model, model-artifact",
                f"7:5: an image is a mapping; {NOTHING_ELSE}",
            ],
        ),
        (
            HEAD + "images:\n  - name: model\n    newTag: v1\n  - name: model\n    newTag: v2\n",
            ["6:11: model is pinned twice in this file. Keep one of the two"],
        ),
        (
            HEAD + "images:\n  - name: model\n",
            [f"4:5: model has neither newTag nor digest. Write one: {PIN_MODEL}"],
        ),
        (
            HEAD + 'images:\n  - name: model\n    newTag: ""\n',
            [f"5:13: newTag: the tag is empty. Write one: {PIN_MODEL}"],
        ),
        (
            HEAD + "images:\n  - name: model\n    newTag: 1.4\n",
            [
                "5:13: newTag: 1.4 is no text to YAML, and kustomize refuses it; it needs quotes. "
                f"Write one: {PIN_MODEL}"
            ],
        ),
        (
            HEAD + "images:\n  - name: model\n    newTag: a/b\n    digest: sha256:abc\n",
            [
                "5:13: newTag: 'a/b' is no tag: at most 128 letters, digits, '_', '.' and '-', and the first is no '.' "
                f"or '-'. Write one: {PIN_MODEL}",
                "6:13: digest: 'sha256:abc' is no digest: sha256: and 64, or sha512: and 128, lower-case hexadecimal "
                f"digits. Write one: {PIN_MODEL}",
            ],
        ),
        (
            HEAD + "images:\n  - name: model\n    newTag: [v1]\n",
            [f"5:13: newTag: no text. Write one: {PIN_MODEL}"],
        ),
        (
            HEAD + "images:\n  - name: model\n    newTag: v1\n    newTag: v2\n",
            ["6:5: 'newTag' is set twice; the first is on line 5"],
        ),
    ],
    ids=[
        "nothing in it",
        "a list",
        "not a Component",
        "no images",
        "a key that is none of a pin's",
        "keys of an image that are none of a pin's",
        "names that are no image of the component",
        "one image twice",
        "neither tag nor digest",
        "an empty tag",
        "a tag that YAML takes for a number",
        "a tag and a digest that are malformed",
        "a list for a tag",
        "a key twice",
    ],
)
def test_every_mistake_is_said_with_its_place(text: str, mistakes: list[str]) -> None:
    with pytest.raises(MistakesError) as error:
        parse_pins(text, FILE, "prod", IMAGES)
    assert str(error.value).split("\n") == [f"{FILE}:{mistake}" for mistake in mistakes]
