"""Law 3: what kustomize built is exactly what the generator meant."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import orjson

from generators.prove.fault import Fault
from generators.tree.intent import Folder
from generators.tree.patch import same
from manifests import pointer
from manifests.identity import Identity, identity_of

Body = Mapping[str, Any]
Difference = tuple[str, Any, Any]
ABSENT = object()


def unlike_intent(folder: Folder, built: Sequence[Body]) -> Iterator[Fault]:
    """Each object that is missing, unexpected or double, and each field that differs from the intent."""
    intended = {identity_of(traced.body): traced for traced in folder.objects}
    seen: set[Identity] = set()
    for body in built:
        identity = identity_of(body)
        traced = intended.get(identity)
        if identity in seen or traced is None:
            reason = "built twice" if identity in seen else "built, but nothing in platform.yaml means it"
            yield Fault(folder.directory, f"{identity.short}: {reason}")
            continue
        seen.add(identity)
        if _bytes(traced.body) == _bytes(body):
            continue
        for field, meant, got in differences(traced.body, body):
            message = f"{identity.short}: {field}: meant {shown(meant)}, kustomize built {shown(got)}"
            yield Fault(folder.directory, message, traced.source_of(field))
    for identity in sorted(intended.keys() - seen):
        yield Fault(
            folder.directory, f"{identity.short}: meant, but kustomize did not build it", intended[identity].source
        )


def _bytes(body: Body) -> bytes:
    """One spelling for equal JSON values; far quicker than a walk, and nearly every object is as meant."""
    return orjson.dumps(body, option=orjson.OPT_SORT_KEYS)


def differences(meant: Any, built: Any, field: str = "") -> Iterator[Difference]:
    """The fields in which two JSON values differ, each as (pointer, meant, built); ABSENT where one lacks it."""
    if isinstance(meant, Mapping) and isinstance(built, Mapping):
        for key in {**meant, **built}:
            yield from differences(meant.get(key, ABSENT), built.get(key, ABSENT), pointer.child(field, key))
    elif isinstance(meant, list) and isinstance(built, list) and len(meant) == len(built):
        for index, (left, right) in enumerate(zip(meant, built, strict=True)):
            yield from differences(left, right, pointer.child(field, index))
    elif not same(meant, built):
        yield field, meant, built


def shown(value: Any) -> str:
    """A value for a message: JSON, cut at 80 characters."""
    if value is ABSENT:
        return "nothing"
    text = json.dumps(value, ensure_ascii=False)
    return text if len(text) <= 80 else text[:77] + "..."
