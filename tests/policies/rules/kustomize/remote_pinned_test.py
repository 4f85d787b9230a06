"""kustomize/remote-pinned: addresses with and without a version."""

from typing import Any

import pytest

from policies.rules.kustomize.remote_pinned import RULE

COMMIT = "6f0cc07d1f7f9a1d4c2a3b1e5d6c7b8a9f0e1d2c"
PASS = ["pass Kustomization/overlay"]


def built_on(*addresses: str, key: str = "resources") -> str:
    return f"# file: overlay/kustomization.yaml\n{key}:\n" + "".join(f'  - "{each}"\n' for each in addresses)


def loose(address: str, index: int = 0, key: str = "resources") -> list[str]:
    return [
        f"fail Kustomization/overlay /{key}/{index}: {address} names no commit and no version "
        f"@overlay/kustomization.yaml:{index + 2}:5"
    ]


@pytest.mark.parametrize(
    ("address", "pinned"),
    [
        (f"https://example.com/a.git//b?ref={COMMIT}", True),
        ("https://example.com/a.git//b?ref=v1.2.3", True),
        ("https://example.com/a.git//b?ref=1.2", True),
        ("https://example.com/a.git//b?timeout=90s&ref=v1.2.3-rc.1", True),
        ("https://example.com/a.git//b?ref=release/v1.2.3", True),
        ("https://example.com/a.git//b?version=v1.2.3", True),
        ("https://example.com/a.git//b?ref=main", False),
        ("https://example.com/a.git//b?ref=v1", False),
        ("https://example.com/a.git//b?ref=6f0cc07", False),
        ("https://example.com/a.git//b", False),
        ("github.com/example/app/deploy", False),
        ("git@github.com:example/app.git?ref=v2.0.1", True),
        ("https://example.com/example/app/releases/download/v1.2.3/install.yaml", True),
        ("https://example.com/example/app/releases/latest/download/install.yaml", False),
        (f"https://raw.example.com/example/app/{COMMIT}/install.yaml", True),
    ],
)
def test_an_address(said_of_files: Any, address: str, pinned: bool) -> None:
    assert said_of_files(RULE, built_on(address)) == (PASS if pinned else loose(address))


def test_the_one_that_is_not_pinned_is_told(said_of_files: Any) -> None:
    text = built_on("https://example.com/a?ref=v1.2.3", "https://example.com/b?ref=main")
    assert said_of_files(RULE, text) == loose("https://example.com/b?ref=main", 1)


def test_components_are_fetched_too(said_of_files: Any) -> None:
    text = built_on("https://example.com/a", key="components")
    assert said_of_files(RULE, text) == loose("https://example.com/a", key="components")


def test_what_lies_here_is_no_address(said_of_files: Any) -> None:
    text = "# file: overlay/kustomization.yaml\nresources: [a.yaml]\n# file: overlay/a.yaml\n"
    assert said_of_files(RULE, text + "{apiVersion: v1, kind: ConfigMap, metadata: {name: a}}\n") == []
