"""`waivers:` of policies.yaml. What a waiver lacks is found by the engine; what it misspells is a mistake."""

import posixpath
from datetime import date

from manifests.pointer import split
from manifests.reader import Node
from policies.configuration.sheet import Sheet, describe
from policies.configuration.values import Waiver

_KEYS = ("rule", "object", "file", "container", "field", "environments", "reason", "owner", "expires")


def read_waivers(sheet: Sheet, node: Node) -> tuple[Waiver, ...]:
    read = (_read_waiver(sheet, item) for item in sheet.items(node, "waivers"))
    return tuple(waiver for waiver in read if waiver is not None)


def _read_waiver(sheet: Sheet, node: Node) -> Waiver | None:
    said = dict(sheet.entries(node, "a waiver", _KEYS))
    texts = {
        name: sheet.text(said[name], f"{name} of the waiver") for name in _KEYS if name in said and name not in _OWN
    }
    needs = "a waiver needs rule, object (or file), reason, owner and expires"
    if "rule" not in said:
        sheet.wrong(node.position, f"a waiver has no rule: {needs}")
    if "object" in said and "file" in said:
        sheet.wrong(said["file"].position, "a waiver has an object and a file: write two waivers")
    elif "object" not in said and "file" not in said:
        sheet.wrong(node.position, f"a waiver has no object: {needs}")
    place = _place(sheet, said["object"]) if "object" in said else None
    file = _file(sheet, said["file"]) if "file" in said else None
    if file is not None:
        place = ("File", None, file)
    expires = _day(sheet, said["expires"]) if "expires" in said else None
    field = texts.get("field")
    if field is not None and not _is_pointer(field):
        sheet.wrong(
            said["field"].position, f"field of the waiver is '{field}': write a JSON pointer, as in /spec/replicas"
        )
    rule = texts.get("rule")
    if rule is None or place is None:
        return None
    kind, namespace, name = place
    return Waiver(
        rule=rule,
        kind=kind,
        namespace=namespace,
        name=name,
        location=sheet.location(said["rule"]),
        reason=(texts.get("reason") or "").strip(),
        owner=(texts.get("owner") or "").strip(),
        expires=expires,
        container=texts.get("container"),
        field=field,
        file=file,
        environments=sheet.texts(said["environments"], "environments of the waiver") if "environments" in said else (),
    )


_OWN = ("object", "file", "environments", "expires")
"""The keys that are more than a text."""


def _place(sheet: Sheet, node: Node) -> tuple[str, str | None, str] | None:
    text = sheet.text(node, "object of the waiver")
    if text is None:
        return None
    match text.split("/"):
        case [kind, name] if kind and name:
            return kind, None, name
        case [kind, namespace, name] if kind and namespace and name:
            return kind, namespace, name
    sheet.wrong(node.position, f"object of the waiver is '{text}': write Kind/name or Kind/namespace/name")
    return None


def _file(sheet: Sheet, node: Node) -> str | None:
    """A path from the root, as findings show it."""
    text = sheet.text(node, "file of the waiver")
    if text is None:
        return None
    path = posixpath.normpath(text)
    if path.startswith(("/", "..")) or path == ".":
        sheet.wrong(node.position, f"file of the waiver is '{text}': write a path from the root, as findings show it")
        return None
    return path


def _day(sheet: Sheet, node: Node) -> date | None:
    try:
        day = date.fromisoformat(getattr(node, "text", ""))
        sheet.forgive(node.position)
        return day
    except ValueError:
        sheet.wrong(node.position, f"expires of the waiver is {describe(node)}: write a day as YYYY-MM-DD")
        return None


def _is_pointer(text: str) -> bool:
    try:
        split(text)
    except ValueError:
        return False
    return text.startswith("/")
