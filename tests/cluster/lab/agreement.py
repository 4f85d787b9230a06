"""The checker and the API server over the same wrong objects, and the differences that are known."""

import copy
import http
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from manifests.errors import UserError
from tests.cluster.lab.client import APPLY, ApiError, Client
from tests.cluster.lab.mutations import Mutant
from tests.cluster.lab.offline import Offline

Body = dict[str, Any]
NAMESPACE = "agreement"
_QUERY = {"fieldManager": "proof", "force": "true", "fieldValidation": "Strict", "dryRun": "All"}


@dataclass(frozen=True, slots=True)
class Answers:
    """What both say of a mutant: `server` is "" where it takes it; `rules` are those that refuse it."""

    mutant: Mutant
    server: str
    rules: tuple[str, ...]

    @property
    def differ(self) -> bool:
        return bool(self.server) != bool(self.rules)

    def __str__(self) -> str:
        refused = f"the API server: {self.server}" if self.server else f"the checker: {', '.join(self.rules)}"
        return f"{self.mutant.kind}/{self.mutant.name} {self.mutant.field}, {self.mutant.how}; refused by {refused}"


def answers(client: Client, offline: Offline, objects: Sequence[Body], mutant: Mutant) -> Answers:
    original = next(body for body in objects if body["kind"] == mutant.kind and body["metadata"]["name"] == mutant.name)
    rules = tuple(sorted({finding.rule for finding in offline.refusals(original, mutant.body)}))
    return Answers(mutant, dry_run(client, original, mutant.body), rules)


def dry_run(client: Client, original: Body, changed: Body) -> str:
    """What a server-side apply as a dry run says, "" where it is taken. As a new object: beside the original, fields
    that may never change would be refused, which says nothing of the object."""
    body = copy.deepcopy(changed)
    name, namespace = original["metadata"]["name"], None
    metadata = body.get("metadata")
    if "namespace" in original["metadata"]:
        namespace = NAMESPACE
        if isinstance(metadata, dict) and "namespace" in metadata:
            metadata["namespace"] = NAMESPACE
    else:
        if isinstance(metadata, dict) and metadata.get("name") == name:
            metadata["name"] = f"{NAMESPACE}-{name}"
        name = f"{NAMESPACE}-{name}"
    if isinstance(metadata, dict) and isinstance(metadata.get("name"), str) and metadata["name"]:
        name = metadata["name"]
    try:
        path = client.path(str(body.get("apiVersion")), str(body.get("kind")), namespace, name)
        client.request("PATCH", path, body, content=APPLY, query=_QUERY)
    except (ApiError, UserError) as error:
        return str(error) or http.HTTPStatus.BAD_REQUEST.phrase
    return ""


@dataclass(frozen=True, slots=True)
class Known:
    """A line of agreement.yaml."""

    side: str
    reason: str
    kind: str
    field: str
    how: tuple[str, ...]
    rule: str

    def fits(self, found: Answers) -> bool:
        mutant = found.mutant
        if (self.side == "taken_offline") != bool(found.server):
            return False
        if self.rule and not all(re.fullmatch(self.rule, rule) for rule in found.rules[:1]):
            return False
        return (
            bool(re.fullmatch(self.kind, mutant.kind))
            and bool(re.fullmatch(self.field, mutant.field))
            and (not self.how or mutant.how in self.how)
        )


def known_differences(file: Path) -> list[Known]:
    said: Mapping[str, list[dict[str, Any]]] = yaml.safe_load(file.read_text(encoding="utf-8"))
    return [
        Known(
            side,
            line["reason"],
            line.get("kind", ".*"),
            line.get("field", ".*"),
            tuple(line.get("how", ())),
            line.get("rule", ""),
        )
        for side, lines in said.items()
        for line in lines
    ]
