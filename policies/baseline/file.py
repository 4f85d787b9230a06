"""The baseline as a file that people see in reviews: one entry a rule and object, in a fixed order."""

import os
import secrets
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path

from manifests.errors import UserError
from manifests.reader import Node, Scalar, read_documents
from manifests.text_file import read_text_file
from manifests.writer import to_yaml
from policies.baseline.counts import Baseline, Key
from policies.configuration.sheet import Sheet
from policies.finding import Location

_HEAD = (
    "# Findings that were here before the rules were. `roadstead check --write-baseline FILE` lowers these counts;\n"
    "# nothing raises them.\n"
)
_KEYS = ("rule", "environment", "object", "count")


def read_baseline(root: Path, file: str) -> Baseline:
    """The baseline in this file, its path relative to `root`.

    Raises FileNotFoundError where it is not there, UserError where it cannot be read, MistakesError with all that is
    wrong in it.
    """
    text = read_text_file(root / file, file)
    documents = [document for document in read_documents(text, file) if document.root is not None or document.oddities]
    sheet = Sheet(file, [oddity for document in documents for oddity in document.oddities])
    counts: dict[Key, int] = {}
    places: dict[Key, Location] = {}
    for document in documents:
        for name, value in sheet.entries(document.root, file, ("findings",)):
            for item in sheet.items(value, name):
                key, count = _entry(sheet, item)
                if key in counts:
                    sheet.wrong(item.position, f"{key.rule} of {key.object} is recorded twice: keep one entry")
                counts[key] = count
                places[key] = sheet.location(item)
    sheet.raise_mistakes()
    return Baseline(counts, places)


def _entry(sheet: Sheet, item: Node) -> tuple[Key, int]:
    said = dict(sheet.entries(item, "an entry of findings", _KEYS))
    texts = {name: sheet.text(said[name], name) or "" for name in _KEYS[:3] if name in said}
    for name in ("rule", "object"):
        if name not in said:
            sheet.wrong(item.position, f"an entry of findings has no {name}: write it again by --write-baseline")
    return Key(texts.get("rule", ""), texts.get("environment", ""), texts.get("object", "")), _count(sheet, item, said)


def _count(sheet: Sheet, item: Node, said: Mapping[str, Node]) -> int:
    node = said.get("count")
    value = node.value if isinstance(node, Scalar) else None
    if isinstance(value, int) and not isinstance(value, bool) and value > 0:
        return value
    sheet.wrong((node or item).position, "count is no whole number above 0: write it again by --write-baseline")
    return 0


def write_baseline(root: Path, file: str, counts: Mapping[Key, int]) -> None:
    """Record these counts. Raises UserError if the file cannot be written; it is then as it was."""
    entries = [
        {"rule": key.rule}
        | ({"environment": key.environment} if key.environment else {})
        | {"object": key.object, "count": number}
        for key, number in sorted(counts.items())
    ]
    target = root / file
    new = target.with_name(f".{target.name}.{secrets.token_hex(4)}")
    try:
        new.write_text(_HEAD + to_yaml({"findings": entries}), encoding="utf-8")
        os.replace(new, target)  # noqa: PTH105
    except OSError as error:
        with suppress(OSError):
            new.unlink(missing_ok=True)
        raise UserError(f"{file}: cannot be written: {error.strerror}") from None
