"""`.sourceignore`: the patterns of go-git, and what Flux leaves out by itself."""

from collections.abc import Mapping
from pathlib import Path

import pytest

from policies.load.flux.ignored import Ignored


def ignored(root: Path, files: Mapping[str, str]) -> Ignored:
    for path, text in files.items():
        (root / path).parent.mkdir(parents=True, exist_ok=True)
        (root / path).write_text(text, encoding="utf-8")
    return Ignored(root, [".", "apps"])


@pytest.mark.parametrize(
    ("lines", "path", "hidden"),
    [
        ("", "apps/a.yaml", False),
        ("", ".github/workflows/ci.yaml", True),
        ("", ".gitlab-ci.yml", True),
        ("", "a/b/.sops.yaml", True),
        ("", "logo.png", True),
        ("/*\n!/apps/\n", "apps/a.yaml", False),
        ("/*\n!/apps/\n", "docs/a.yaml", True),
        ("/*\n!/apps\n", "apps/deep/a.yaml", False),
        ("*.md\n", "a/b/c.md", True),
        ("# *.yaml\n\n", "a.yaml", False),
        ("values.yaml\n", "charts/web/values.yaml", True),
        ("/values.yaml\n", "charts/values.yaml", False),
        ("charts/*/values.yaml\n", "charts/web/values.yaml", True),
        ("**/values.yaml\n", "a/b/values.yaml", True),
        ("a/**\n", "a/b/c.yaml", True),
        ("a/**/c.yaml\n", "a/x/y/c.yaml", True),
        ("a/**/c.yaml\n", "a/x/y/d.yaml", False),
        ("tests/\n", "tests/a.yaml", True),
        ("a.yaml/\n", "a.yaml", False),
        ("*.yaml\n!keep.yaml\n", "keep.yaml", False),
        ("!keep.yaml\n*.yaml\n", "keep.yaml", True),
        ("a?.yaml\n", "ab.yaml", True),
        ("[ab].yaml\n", "b.yaml", True),
        ("[^ab].yaml\n", "b.yaml", False),
        ("\\*.yaml\n", "a.yaml", False),
        ("[.yaml\n", "a.yaml", False),
        ("a.yaml   \n", "a.yaml", True),
    ],
)
def test_a_file(tmp_path: Path, lines: str, path: str, hidden: bool) -> None:
    assert ignored(tmp_path, {".sourceignore": lines}).hides(path, folder=False) is hidden


def test_a_folder(tmp_path: Path) -> None:
    found = ignored(tmp_path, {".sourceignore": "tests/\n"})
    assert found.hides("tests", folder=True)
    assert not found.hides("tests", folder=False)


def test_a_file_of_a_folder_holds_below_it(tmp_path: Path) -> None:
    found = ignored(tmp_path, {"apps/.sourceignore": "/a.yaml\n"})
    assert found.hides("apps/a.yaml", folder=False)
    assert not found.hides("a.yaml", folder=False)
    assert not found.hides("apps/b/a.yaml", folder=False)


def test_the_inner_file_wins(tmp_path: Path) -> None:
    found = ignored(tmp_path, {".sourceignore": "*.yaml\n", "apps/.sourceignore": "!a.yaml\n"})
    assert found.hides("b.yaml", folder=False)
    assert not found.hides("apps/a.yaml", folder=False)


def test_a_link_is_not_read(tmp_path: Path) -> None:
    (tmp_path / "elsewhere").write_text("*.yaml\n", encoding="utf-8")
    (tmp_path / ".sourceignore").symlink_to(tmp_path / "elsewhere")
    assert not Ignored(tmp_path, []).hides("a.yaml", folder=False)
