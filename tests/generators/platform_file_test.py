"""platform.yaml and what it includes, read from a real folder."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

import pytest

from generators.platform.values import Sourced
from generators.platform_file import find_included, read_platform_file
from manifests.errors import UserError

MAIN = """\
name: shop
kubernetes: "1.35"
registry: registry.example.com/shop
include: [components/*.yaml]
environments: {dev: {}}
"""
Change = Callable[[Path], object]


def web(name: str) -> str:
    return f"components:\n  {name}:\n    type: web\n    resources: {{limits: {{memory: 64Mi}}}}\n"


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """A platform of one component, in a file of its own."""
    root = tmp_path / "root"
    (root / "components").mkdir(parents=True)
    (root / "platform.yaml").write_text(MAIN, encoding="utf-8")
    (root / "components/pay.yaml").write_text(web("pay"), encoding="utf-8")
    return root


def include(root: Path, patterns: str) -> None:
    (root / "platform.yaml").write_text(MAIN.replace("[components/*.yaml]", patterns), encoding="utf-8")


def said(root: Path) -> list[str]:
    try:
        read_platform_file(root)
    except UserError as error:
        return str(error).splitlines()
    return []


def found(root: Path, *patterns: str) -> list[str]:
    return [*find_included(root, tuple(Sourced(pattern, "/include/0") for pattern in patterns)).texts]


def test_a_component_of_a_file_is_one_of_the_platform(root: Path) -> None:
    platform, positions = read_platform_file(root)
    assert [component.name for component in platform.components] == ["pay"]
    assert str(positions.of("/components/pay/type")) == "components/pay.yaml:3:11"


@pytest.mark.parametrize(
    ("patterns", "paths"),
    [
        pytest.param(["components/*.yaml"], ["components/b.yaml", "components/pay.yaml"], id="any name, sorted"),
        pytest.param(["components/pay.yaml", "components/*.yaml"], ["components/b.yaml", "components/pay.yaml"],
                     id="a file that two patterns mean is read once"),
        pytest.param(["components/?.yaml"], ["components/b.yaml"], id="one letter"),
        pytest.param(["components/*/*.yaml"], ["components/team/c.yaml"], id="a folder more"),
        pytest.param(["components/team/c.yaml"], ["components/team/c.yaml"], id="one file"),
        pytest.param(["components/B.yaml"], [], id="another case is another file"),
    ],
)  # fmt: skip
def test_a_pattern_means(root: Path, patterns: list[str], paths: list[str]) -> None:
    for path in ("b.yaml", ".hidden.yaml", ".#pay.yaml", "pay.yaml~", "c.yml", "team/c.yaml", ".git/d.yaml"):
        (root / "components" / path).parent.mkdir(exist_ok=True)
        (root / "components" / path).write_text("x: 1\n", encoding="utf-8")
    assert found(root, *patterns) == paths


def bare(root: Path) -> None:
    (root / "components/pay.yaml").unlink()


def no_folder(root: Path) -> None:
    bare(root)
    (root / "components").rmdir()


def link_out(root: Path) -> None:
    (root / "components/pay.yaml").rename(root.parent / "pay.yaml")
    (root / "components/pay.yaml").symlink_to("../../pay.yaml")


def link_inside(root: Path) -> None:
    (root / "components/buy.yaml").symlink_to("pay.yaml")


def linked_folder(root: Path) -> None:
    (root / "components").rename(root.parent / "elsewhere")
    (root / "components").symlink_to("../elsewhere")


def dangling(root: Path) -> None:
    (root / "components/buy.yaml").symlink_to("nowhere.yaml")


def not_utf8(root: Path) -> None:
    (root / "components/buy.yaml").write_bytes(b"\xff")
    os.mkfifo(root / "components/pipe.yaml")


def write(name: str) -> Change:
    return lambda root: (root / "components" / name).write_text(web("buy"), encoding="utf-8")


WRONG = "must be a path below components/ that ends in .yaml (* and ? stand for letters of one name), found {}"
EXAMPLE = "; write for example `include: [components/*.yaml]`"


@pytest.mark.parametrize(
    ("change", "lines"),
    [
        pytest.param(
            bare, ["platform.yaml:4:11: include[0]: no file is named 'components/*.yaml'; add one, or leave it out"],
            id="no file",
        ),
        pytest.param(
            no_folder,
            ["platform.yaml:4:11: include[0]: no file is named 'components/*.yaml'; add one, or leave it out"],
            id="no folder",
        ),
        pytest.param(
            link_out,
            ["platform.yaml:4:11: include[0]: 'components/pay.yaml' is reached through a link, 'components/pay.yaml'; "
             "put what it leads to there"],
            id="a link out of the repository",
        ),
        pytest.param(
            link_inside,
            ["platform.yaml:4:11: include[0]: 'components/buy.yaml' is reached through a link, 'components/buy.yaml'; "
             "put what it leads to there"],
            id="a link to a file beside it",
        ),
        pytest.param(
            dangling,
            ["platform.yaml:4:11: include[0]: 'components/buy.yaml' is reached through a link, 'components/buy.yaml'; "
             "put what it leads to there"],
            id="a link to nothing",
        ),
        pytest.param(
            linked_folder,
            ["platform.yaml:4:11: include[0]: 'components/pay.yaml' is reached through a link, 'components'; "
             "put what it leads to there"],
            id="a linked folder",
        ),
        pytest.param(
            lambda root: (root / "components/buy.yaml").mkdir(),
            ["platform.yaml:4:11: include[0]: 'components/buy.yaml' is a folder; "
             "give it a name without .yaml, or name the files in it"],
            id="a folder named as a file",
        ),
        pytest.param(
            write("a b.yaml"),
            ["platform.yaml:4:11: include[0]: 'components/a b.yaml' is named with more than letters, digits and "
             "`_`, `-`, `.`; rename it"],
            id="a name with a blank",
        ),
        pytest.param(
            write("a\nb.yaml"),
            ["platform.yaml:4:11: include[0]: 'components/a\\nb.yaml' is named with more than letters, digits and "
             "`_`, `-`, `.`; rename it"],
            id="a name with a line end: still one line",
        ),
        pytest.param(
            not_utf8,
            ["components/buy.yaml: byte 0 is not UTF-8; save the file as UTF-8",
             "components/pipe.yaml: cannot be read: it is a pipe; write a file"],
            id="files that cannot be read: all at once",
        ),
        pytest.param(
            lambda root: include(root, "[../pay.yaml]"),
            [f"platform.yaml:4:11: include[0]: {WRONG.format(repr('../pay.yaml'))}{EXAMPLE}"],
            id="out of the repository",
        ),
        pytest.param(
            lambda root: include(root, "[components/../../pay.yaml]"),
            [f"platform.yaml:4:11: include[0]: {WRONG.format(repr('components/../../pay.yaml'))}{EXAMPLE}"],
            id="out of the repository, by way of the folder",
        ),
        pytest.param(
            lambda root: include(root, "[/etc/passwd.yaml]"),
            [f"platform.yaml:4:11: include[0]: {WRONG.format(repr('/etc/passwd.yaml'))}{EXAMPLE}"],
            id="an absolute path",
        ),
        pytest.param(
            lambda root: include(root, "['components/**/pay.yaml', components/pay.yml, pay.yaml, 3]"),
            [
                f"platform.yaml:4:11: include[0]: {WRONG.format(repr('components/**/pay.yaml'))}{EXAMPLE}",
                f"platform.yaml:4:37: include[1]: {WRONG.format(repr('components/pay.yml'))}{EXAMPLE}",
                f"platform.yaml:4:57: include[2]: {WRONG.format(repr('pay.yaml'))}{EXAMPLE}",
                f"platform.yaml:4:67: include[3]: {WRONG.format('the number 3')}; write `\"3\"`",
            ],
            id="two stars, another ending, another folder, no text: all at once",
        ),
        pytest.param(
            lambda root: include(root, "components/pay.yaml"),
            [f"platform.yaml:4:10: include: must be a list of paths, found 'components/pay.yaml'{EXAMPLE}"],
            id="no list",
        ),
        pytest.param(
            lambda root: include(root, "[]"),
            [f"platform.yaml:4:1: include: must be a list of paths, found an empty list{EXAMPLE}"],
            id="an empty list",
        ),
        pytest.param(
            lambda root: include(root, "[components/*.yaml, components/*.yaml]"),
            ["platform.yaml:4:30: include[1]: 'components/*.yaml' stands here twice; remove one"],
            id="a pattern twice",
        ),
        pytest.param(
            lambda root: (root / "platform.yaml").unlink(),
            ["platform.yaml: no such file here; run in the folder that holds it"],
            id="no platform.yaml",
        ),
    ],
)  # fmt: skip
def test_what_cannot_be_included_is_said(root: Path, change: Change, lines: list[str]) -> None:
    change(root)
    assert said(root) == lines


def test_a_byte_order_mark_is_no_content(root: Path) -> None:
    (root / "components/pay.yaml").write_text("\ufeff" + web("pay"), encoding="utf-8")
    assert said(root) == []
