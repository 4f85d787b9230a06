import pytest

from generators.pins.grammar import parse_reference
from generators.tree.inputs import Pin

SHA256 = "sha256:" + "0123456789abcdef" * 4
SHA512 = "sha512:" + "0123456789abcdef" * 8


@pytest.mark.parametrize(
    ("text", "pin"),
    [
        ("1.4.0", Pin("1.4.0", None)),
        ("_a", Pin("_a", None)),
        ("a" * 128, Pin("a" * 128, None)),
        (f"v1@{SHA256}", Pin("v1", SHA256)),
        (f"v1@{SHA512}", Pin("v1", SHA512)),
    ],
    ids=["a version", "an underscore first", "128 characters", "with sha256", "with sha512"],
)
def test_a_reference_is_read(text: str, pin: Pin) -> None:
    assert parse_reference(text) == pin


TAG = "is no tag: at most 128 letters, digits, '_', '.' and '-', and the first is no '.' or '-'"
DIGEST = "is no digest: sha256: and 64, or sha512: and 128, lower-case hexadecimal digits"


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("", "the tag is empty"),
        (f"@{SHA256}", "the tag is empty"),
        (".a", f"'.a' {TAG}"),
        ("a" * 129, f"'{'a' * 129}' {TAG}"),
        ("a\n", f"'a\\n' {TAG}"),
        ("é", f"'é' {TAG}"),
        ("v1@", f"'' {DIGEST}"),
        (f"v1@{SHA256.upper()}", f"'{SHA256.upper()}' {DIGEST}"),
        (f"v1@{SHA256[:-1]}", f"'{SHA256[:-1]}' {DIGEST}"),
        (f"v1@{SHA256}@{SHA256}", f"'{SHA256}@{SHA256}' {DIGEST}"),
        ("latest", "the tag latest names no version: what runs would change without a commit. Name the version"),
    ],
    ids=[
        "nothing",
        "a digest without a tag",
        "a point first",
        "129 characters",
        "a line end",
        "a letter that is no ASCII",
        "an empty digest",
        "upper-case digits",
        "a digit short",
        "two digests",
        "latest",
    ],
)
def test_what_is_no_reference_is_refused(text: str, message: str) -> None:
    with pytest.raises(ValueError) as error:
        parse_reference(text)
    assert str(error.value) == message
