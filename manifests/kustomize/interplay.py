"""Whether folders built in one batch changed one another: kustomize mends references across the whole build."""

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

# kustomize's hash suffix: ten characters of an alphabet without vowels (kyaml's hasher writes 0, 1, 3, a, e otherwise).
_HASHED = re.compile(r"-[24-9bcdfghkmt]{10}$")
# Objects whose references carry a namespace of their own, which kustomize sets from the object it finds.
_NAMESPACED_REFERRERS = frozenset(
    {
        "APIService",
        "ClusterRoleBinding",
        "CustomResourceDefinition",
        "MutatingWebhookConfiguration",
        "RoleBinding",
        "ValidatingWebhookConfiguration",
    }
)
Objects = Sequence[Mapping[str, Any]]


def touched_by_neighbours(texts: Sequence[bytes], folders: Sequence[Objects]) -> frozenset[int]:
    """Indexes of the folders that may hold a reference which a neighbour of the batch changed. Errs towards more.

    `texts` and `folders` are the same batch, as text and as objects. Two things can happen between folders that
    rename nothing but generated ConfigMaps and Secrets: a reference to a neighbour's generated object gets that
    object's hash, and a subject or webhook service gets the namespace of a neighbour's account or service.
    """
    owned = [{(str(body.get("kind")), _name(body)) for body in objects} for objects in folders]
    return frozenset(_following_a_hash(texts, owned)) | frozenset(_following_a_namespace(folders, owned))


def _following_a_hash(texts: Sequence[bytes], owned: Sequence[set[tuple[str, str]]]) -> Iterator[int]:
    hashed = {key for keys in owned for key in keys if _HASHED.search(key[1])}
    for key in hashed:
        needle = key[1].encode()
        for index, text in enumerate(texts):
            if key not in owned[index] and needle in text:
                yield index


def _following_a_namespace(folders: Sequence[Objects], owned: Sequence[set[tuple[str, str]]]) -> Iterator[int]:
    for index, objects in enumerate(folders):
        for body in objects:
            if body.get("kind") not in _NAMESPACED_REFERRERS:
                continue
            foreign = set(_referred_with_namespace(body)) - owned[index]
            if any(not foreign.isdisjoint(keys) for keys in owned):
                yield index


def _referred_with_namespace(value: Any) -> Iterator[tuple[str, str]]:
    """The (kind, name) of every reference that carries a namespace; what names no kind refers to a Service."""
    if isinstance(value, Mapping):
        name = value.get("name")
        if isinstance(name, str) and "namespace" in value:
            yield str(value.get("kind", "Service")), name
        for key, inner in value.items():
            if key != "metadata":
                yield from _referred_with_namespace(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from _referred_with_namespace(inner)


def _name(body: Mapping[str, Any]) -> str:
    metadata = body.get("metadata")
    name = metadata.get("name") if isinstance(metadata, Mapping) else None
    return name if isinstance(name, str) else ""
