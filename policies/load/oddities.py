"""What is odd in the YAML that was judged, without reading all of it with positions."""

import re
from collections.abc import Iterable, Iterator
from pathlib import Path

from manifests.oddity import OddityKind
from policies.files import boundary_of, content_of
from policies.load.manifests_in import oddities_in_text
from policies.objects import Object
from policies.sources import Oddity, Place, SourceFile

_TOLD = (OddityKind.DUPLICATE_KEY, OddityKind.READERS_DIFFER)
# Errs towards more: a file without any of these holds nothing that readers take differently.
_SUSPICIOUS = re.compile(
    rb"(?:^\s*|[:,\[{?-]\s+|[\[{,])[+-]?"
    rb"(?:(?:y|n|yes|no|on|off)\b|\.inf|\.nan|[0-9]{4}-[0-9]{1,2}-[0-9]{1,2}|[0-9][0-9_]{17,})|\\[xuU]",
    re.IGNORECASE | re.MULTILINE,
)


def odd_files(root: Path, plain: Iterable[str], built: Iterable[str], failed: Iterable[str]) -> Iterator[SourceFile]:
    """Every file that was judged, with its oddities.

    A key that is set twice stops kustomize, so files that it has `built` are looked at for other oddities only; `plain`
    files, and those of builds that `failed`, for all.
    """
    boundary = boundary_of(root)
    whole = {*plain, *failed}
    for file in sorted({*whole, *built}):
        content = _content(root / file, boundary)
        found = oddities_in_text(content, file) if file in whole or _SUSPICIOUS.search(content) is not None else ()
        told = tuple(
            Oddity(each.kind, each.mistake.message, Place(file, each.mistake.line, each.mistake.column))
            for each in found
            if each.kind in _TOLD
        )
        yield SourceFile(Object({"kind": "File", "metadata": {"name": file}}, None, file), told)


def _content(path: Path, boundary: str) -> bytes:
    try:
        return content_of(path, boundary)
    except OSError:  # whoever built or read it has said so
        return b""
