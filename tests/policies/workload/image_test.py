"""Image references taken apart."""

import pytest

from policies.workload.image import ImageReference, parse_image


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("app", ("app", "", "")),
        ("app:1.0", ("app", "1.0", "")),
        ("registry:5000/app", ("registry:5000/app", "", "")),
        ("registry:5000/team/app:1.0", ("registry:5000/team/app", "1.0", "")),
        ("app@sha256:00", ("app", "", "sha256:00")),
        ("registry:5000/app:1.0@sha256:00", ("registry:5000/app", "1.0", "sha256:00")),
        ("", ("", "", "")),
        (":/@", (":/", "", "")),
    ],
)
def test_parts(text: str, parts: tuple[str, str, str]) -> None:
    assert parse_image(text) == ImageReference(*parts)


@pytest.mark.parametrize(
    ("digest", "valid"),
    [
        ("sha256:" + "a" * 64, True),
        ("sha512:" + "0" * 128, True),
        ("sha256:" + "a" * 63, False),
        ("sha256:" + "g" * 64, False),
        ("md5:" + "a" * 32, False),
        ("", False),
    ],
)
def test_digests(digest: str, valid: bool) -> None:
    assert ImageReference("app", "", digest).has_valid_digest is valid
