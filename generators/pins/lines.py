"""Changes to the lines of a pin file, made in the list that is given; who calls this reads the result again."""

from __future__ import annotations

import re

from generators.tree.inputs import Pin
from manifests.errors import UserError
from manifests.reader import Mapping, Scalar, Sequence, read_documents
from manifests.writer import to_yaml

_VALUE = r"""(?:"(?:[^"\\]|\\.)*"|'(?:[^']|'')*'|[^\s,\[\]{}#]+)"""
_MARKER = "$imagepolicy"


def entries(text: str, file: str) -> list[Mapping]:
    """The entries under `images`, as far as they are mappings."""
    roots = [document.root for document in read_documents(text, file)]
    listed = roots[0].get("images") if len(roots) == 1 and isinstance(roots[0], Mapping) else None
    return [item for item in listed.items if isinstance(item, Mapping)] if isinstance(listed, Sequence) else []


def name_of(entry: Mapping) -> str:
    """The entry's image, "" where it says none."""
    name = entry.get("name")
    return name.text if isinstance(name, Scalar) else ""


def last_line(entry: Mapping) -> int:
    """The number of the last line on which something of the entry starts."""
    return max([entry.position.line, *(node.position.line for pair in entry.entries for node in pair)])


def set_pin(lines: list[str], entry: Mapping, pin: Pin, file: str) -> bool:
    """Give an entry this tag and digest. False where it is written in a way not known here.

    Raises UserError where a digest would go that image automation keeps.
    """
    wanted = {"newTag": pin.tag, "digest": pin.digest}
    there = sorted((key for key, _ in entry.entries if key.text in wanted), key=lambda key: key.position, reverse=True)
    # From the last line to the first, so that the positions of what is still to do stay true.
    for key in there:
        value = wanted[key.text]
        changed = _replace(lines, key, value) if value is not None else _remove(lines, key, file)
        if not changed:
            return False
    texts = [key.text for key in there]
    return all(
        _insert(lines, entry, key, value) for key, value in wanted.items() if value is not None and key not in texts
    )


def add_entry(lines: list[str], listed: list[Mapping], image: str, pin: Pin) -> bool:
    """Put a new entry behind the last one. False where there is none, or it is not a dash on a line of its own."""
    if not listed:
        return False
    column = listed[-1].position.column - 1
    dash = lines[listed[-1].position.line - 1][:column]
    if not re.fullmatch(r" *- +", dash):
        return False
    said = [("name", image), ("newTag", pin.tag), ("digest", pin.digest)]
    first, *others = [f"{key}: {_quoted(value)}" for key, value in said if value is not None]
    end = last_line(listed[-1])
    lines[end:end] = [dash + first, *(" " * column + other for other in others)]
    return True


def _replace(lines: list[str], key: Scalar, value: str) -> bool:
    index, column = key.position.line - 1, key.position.column - 1
    found = re.compile(rf"{key.text}:(?: +(?P<old>{_VALUE}))?").match(lines[index], column)
    if found is None:
        return False
    old = found["old"] or ""
    new = f"{old[0]}{value}{old[0]}" if old[:1] in ("'", '"') else _quoted(value)
    lines[index] = f"{lines[index][: found.start()]}{key.text}: {new}{lines[index][found.end() :]}"
    return True


def _remove(lines: list[str], key: Scalar, file: str) -> bool:
    """Take a key and its value away, if that takes nothing else away."""
    index, column = key.position.line - 1, key.position.column - 1
    line = lines[index]
    if _MARKER in line:
        raise UserError(f"{file}: image automation keeps this image's {key.text}. Say it too: TAG@DIGEST")
    found = re.compile(rf"{key.text}:(?: +{_VALUE})?").match(line, column)
    if found is None:
        return False
    before, after = line[: found.start()].rstrip(), line[found.end() :]
    if not before and not after.strip():
        del lines[index]
        return True
    if not before.endswith(","):
        return False
    lines[index] = before[:-1] + after
    return True


def _insert(lines: list[str], entry: Mapping, key: str, value: str) -> bool:
    """Put a key behind the tag or the name: in the braces where they stand in braces, else on a line of its own."""
    behind = entry.key("newTag") or entry.key("name")
    if behind is None:
        return False
    index, column = behind.position.line - 1, behind.position.column - 1
    line = lines[index]
    if "{" not in line[:column]:
        lines.insert(index + 1, f"{' ' * column}{key}: {_quoted(value)}")
        return True
    found = re.compile(rf"{behind.text}: +{_VALUE}").match(line, column)
    if found is None:
        return False
    lines[index] = f"{line[: found.end()]}, {key}: {_quoted(value)}{line[found.end() :]}"
    return True


def _quoted(value: str) -> str:
    """In quotes only where YAML needs them."""
    return to_yaml({"value": value}).removeprefix("value: ").rstrip("\n")
