"""No Secret lies readable in Git."""

import re
from base64 import b64decode
from binascii import Error
from collections.abc import Iterator, Mapping
from typing import Any

from policies.objects import Object
from policies.rule import Profile, Rule, Severity, Verdict, failed, not_evaluated, passed
from policies.workload.field import Field, UnreadableError
from policies.world import World

_SUBSTITUTED = re.compile(r"\$\{\w+\}")
_ENCRYPTED = re.compile(r"ENC\[AES256_GCM,[^\]]*\]")


def _judge(world: World, parameters: Mapping[str, Any]) -> Iterator[Verdict]:
    for item in world.of_kind("Secret"):
        if item.group or item.body.get("type") == "kubernetes.io/service-account-token":
            continue
        try:
            yield _verdict(item)
        except UnreadableError as error:
            yield not_evaluated(item, str(error))


def _verdict(item: Object) -> Verdict:
    body = Field(item.body)
    found = [
        (str(key), body.at(part, str(key)))
        for part in ("data", "stringData")
        for key in body.at(part).mapping()
        if _is_readable(body.at(part, str(key)).value, encoded=part == "data")
    ]
    if not found:
        return passed(item)
    names = ", ".join(name for name, _ in found)
    return failed(item, f"readable in Git: {names}", found[0][1].pointer)


def _is_readable(value: Any, *, encoded: bool) -> bool:
    """Whether a value holds something that is neither SOPS's cipher text nor filled in by Flux."""
    if value is None or value == "":
        return False
    text = str(value)
    if _ENCRYPTED.fullmatch(text) or _SUBSTITUTED.fullmatch(text):
        return False
    return not (encoded and _is_encrypted_file(text))


def _is_encrypted_file(text: str) -> bool:
    """Whether base64 data is a whole file encrypted by SOPS, as a generator of kustomize reads it for Flux."""
    try:
        content = b64decode(text, validate=False)
    except (Error, ValueError):
        return False
    return b"ENC[AES256_GCM," in content and b"sops" in content


RULE = Rule(
    id="secrets/plaintext-secret",
    demands="A Secret in Git is encrypted by SOPS, or made in the cluster.",
    why="What was once in Git stays in every clone, and base64 hides nothing (Kubernetes, Good practices for "
    "Kubernetes Secrets).",
    fix="Encrypt the file with sops, or let an operator make the Secret in the cluster; then change the secret itself.",
    bad="""
apiVersion: v1
kind: Secret
metadata: {name: database}
stringData: {password: example}
""",
    good="""
apiVersion: v1
kind: Secret
metadata: {name: database}
stringData:
  password: ENC[AES256_GCM,data:q2Fv,iv:c2l4dGVlbg==,tag:c2l4dGVlbg==,type:str]
sops: {version: 3.9.0}
""",
    severity=Severity.ERROR,
    profile=Profile.ESSENTIAL,
    judge=_judge,
)
