"""What `.sourceignore` and Flux' own defaults keep out of what Flux sees of a repository.

Source: github.com/fluxcd/pkg/sourceignore, whose patterns are those of go-git: like .gitignore, the last one wins.
"""

import os
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

_DEFAULTS = (
    *(".git/", ".gitignore", ".gitmodules", ".gitattributes"),
    *("*.jpg", "*.jpeg", "*.gif", "*.png", "*.wmv", "*.flv", "*.tar.gz", "*.zip"),
    *(".github/", ".circleci/", ".travis.yml", ".gitlab-ci.yml", "appveyor.yml", ".drone.yml"),
    *("cloudbuild.yaml", "codeship-services.yml", "codeship-steps.yml"),
    *("**/.goreleaser.yml", "**/.sops.yaml", "**/.flux.yaml"),
)
_FILE = ".sourceignore"
_LARGEST = 1 << 20


@dataclass(frozen=True, slots=True)
class _Pattern:
    domain: tuple[str, ...]
    parts: tuple[str, ...]
    include: bool
    folders_only: bool

    def matches(self, path: tuple[str, ...], folder: bool) -> bool:
        if len(path) <= len(self.domain) or path[: len(self.domain)] != self.domain:
            return False
        inside = path[len(self.domain) :]
        if len(self.parts) > 1:
            return self._matches_from_the_domain(inside, folder)
        for index, name in enumerate(inside):
            if _matches(self.parts[0], name):
                return not (self.folders_only and not folder and index == len(inside) - 1)
        return False

    def _matches_from_the_domain(self, path: tuple[str, ...], folder: bool) -> bool:
        rest, matched, anywhere = list(path), False, False
        for index, part in enumerate(self.parts):
            if part == "":
                anywhere = False
            elif part == "**":
                if index == len(self.parts) - 1:
                    break
                anywhere = True
            elif "**" in part or not rest:
                return False
            elif anywhere:
                anywhere, matched = False, False
                while rest and not matched:
                    matched = _matches(part, rest.pop(0))
            elif _matches(part, rest.pop(0)):
                matched = True
            else:
                return False
        return matched and not (self.folders_only and not folder and not rest)


class Ignored:
    """The patterns of one repository."""

    def __init__(self, root: Path, folders: list[str]) -> None:
        """`folders` are those that may hold a `.sourceignore`, relative to the root."""
        lines = [(line, ()) for line in _DEFAULTS]
        own = [(line, _parts(folder)) for folder in sorted({".", *folders}) for line in _lines(root, folder)]
        self._patterns = tuple(_pattern(line, domain) for line, domain in (*lines, *own))

    def hides(self, path: str, *, folder: bool) -> bool:
        """Whether Flux does not see this path."""
        parts = _parts(path)
        return next((not each.include for each in reversed(self._patterns) if each.matches(parts, folder)), False)


def _lines(root: Path, folder: str) -> Iterator[str]:
    place = root / folder / _FILE
    try:
        if place.is_symlink() or not place.is_file() or place.stat().st_size > _LARGEST:
            return
        text = place.read_text(encoding="utf-8", errors="replace")
    except OSError:
        return
    for line in text.splitlines():
        if line.strip() and not line.startswith("#"):
            yield line


def _parts(path: str) -> tuple[str, ...]:
    return tuple(part for part in path.split("/") if part not in ("", "."))


def _pattern(line: str, domain: tuple[str, ...]) -> _Pattern:
    include = line.startswith("!")
    text = line[include:]
    text = text if text.endswith("\\ ") else text.rstrip(" ")
    folders_only = text.endswith("/")
    text = text[:-1] if folders_only else text
    return _Pattern(domain, tuple(text.split("/")), include, folders_only)


def _matches(pattern: str, name: str) -> bool:
    return _compiled(pattern).fullmatch(name) is not None


@lru_cache(maxsize=512)
def _compiled(pattern: str) -> re.Pattern[str]:
    """Go's filepath.Match: `*`, `?`, `[a-z]`, `[^a]` and a backslash before a literal."""
    pieces = re.findall(r"\\.|\[\^?\]?[^\]]*\]|.", pattern, re.DOTALL)
    try:
        return re.compile("".join(_piece(each) for each in pieces), re.DOTALL)
    except re.error:
        return re.compile(r"(?!)")


def _piece(piece: str) -> str:
    if piece in ("*", "?"):
        return f"[^{os.sep}]" + ("*" if piece == "*" else "")
    if piece.startswith("[") and len(piece) > 1:
        return piece
    return re.escape(piece[-1] if piece.startswith("\\") and len(piece) > 1 else piece)
