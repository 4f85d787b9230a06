"""Whether a name and its value are a credential that lies open."""

import re
from math import log2

from policies.workload.token import token_in

_WORDS = re.compile(r"[A-Z]+(?![a-z])|[A-Z]?[a-z]+|[0-9]+")
# Ends of names whose value is the secret itself.
_CERTAIN = ("password", "passwd", "pwd", "passphrase", "clientsecret")
_CERTAIN_PAIRS = frozenset(
    f"{first} secret" for first in ("jwt", "client", "session", "cookie", "signing", "webhook", "oauth", "hmac")
) | {"root pass", "db pass", "user pass"}
# Ends of names whose value may as well be the name of a Secret or of a key in one: it must look random.
_POSSIBLE = ("secret", "token", "pass", "apikey", "secretkey", "privatekey")
_POSSIBLE_PAIRS = frozenset(
    f"{first} key"
    for first in ("api", "secret", "access", "private", "encryption", "signing", "master", "auth", "shared", "account")
) | {"key base"}
_PUBLIC = frozenset({"public", "publishable", "existing"})

_REFERENCE = re.compile(
    r"\$|\{\{|%\w+%$|@\w+@$|<.*>$|\[.*\]$|ENC\[|(?:vault|op|awssm|gcpsm|ref\+\w+|arn|env|file|secret|sm|ssm|azurekv):"
)
_PLACEHOLDER = re.compile(
    r"(?:change|replace|fill|set|put|insert|edit)[-_ ]?(?:me|this|it|in)|your[-_ ]|todo|fixme|xxx|\*\*\*|\.\.\.|"
    r"placeholder|redacted|dummy|example|sample|to[-_]be[-_]|my[-_]?(?:password|secret|token)$",
    re.IGNORECASE,
)
_NO_VALUE = frozenset(
    ("true", "false", "yes", "no", "on", "off", "none", "null", "nil", "unset", "empty", "undefined", "disabled",
     "enabled", "default", "auto", "optional", "required", "string", "text", "bool", "varchar", "input", "hidden",
     "plain", "basic", "bearer", "scram-sha-256", "trust", "peer", "prompt")
)  # fmt: skip
_PATH = re.compile(
    r"(?:~|\.{1,2})?/|[a-z]:\\|[\w./-]+\.(?:pem|key|crt|txt|json|ya?ml|conf|ini|p12|jks)$", re.IGNORECASE
)
_WEB = re.compile(r"[a-z][a-z0-9+.-]*://", re.IGNORECASE)
_WORD = re.compile(r"[A-Za-z]+\d{0,2}|\d{1,4}|[2456789bcdfghkmt]{10}")
_SEPARATOR = re.compile(r"[-_.:/]")
_SECRET_NAME = frozenset({"secret", "secrets", "credential", "credentials", "creds"})
_SHORTEST_CERTAIN, _SHORTEST_RANDOM = 4, 12
_BITS = 3.0
"""Bits a character (Shannon) above which a text of letters and digits is no name."""


def credential_in(name: str, value: str) -> str | None:
    """What lies open under this name, as "a GitHub token" or "a readable value"; None where nothing does."""
    found = token_in(value, is_placeholder)
    if found is None and _is_open(name, value.strip()):
        found = "a readable value"
    return found


def is_placeholder(value: str) -> bool:
    """Whether the value is filled in by somebody else, or later, or says that there is none."""
    return (
        not value
        or _REFERENCE.match(value) is not None
        or _PLACEHOLDER.search(value) is not None
        or value.lower() in _NO_VALUE
        or len(set(value)) == 1
    )


def _is_open(name: str, value: str) -> bool:
    words = [word.lower() for word in _WORDS.findall(name)]
    while words and words[-1].isdigit():
        words.pop()
    if not words or _PUBLIC & set(words) or not _is_literal(value):
        return False
    pair = " ".join(words[-2:])
    if words[-1].endswith(_CERTAIN) or pair in _CERTAIN_PAIRS:
        return len(value) >= _SHORTEST_CERTAIN and value != "Password" and not _names_a_secret(value)
    if words[-1].endswith(_POSSIBLE) or pair in _POSSIBLE_PAIRS:
        return _is_random(value)
    return False


def _is_literal(value: str) -> bool:
    if is_placeholder(value) or any(character.isspace() or character in "(){}\"'`" for character in value):
        return False
    return _PATH.match(value) is None and _WEB.match(value) is None


def _names_a_secret(value: str) -> bool:
    """Whether it is the name of a Secret, such as oidc-client-secret."""
    parts = _SEPARATOR.split(value.lower())
    return len(parts) > 1 and not _SECRET_NAME.isdisjoint(parts) and all(_WORD.fullmatch(part) for part in parts)


def _is_random(value: str) -> bool:
    """Letters and digits that make no words: long enough, and spread over many characters."""
    if len(value) < _SHORTEST_RANDOM or all(_WORD.fullmatch(part) for part in _SEPARATOR.split(value) if part):
        return False
    has_both = any(character.isdigit() for character in value) and any(character.isalpha() for character in value)
    return has_both and _entropy(value) >= _BITS


def _entropy(value: str) -> float:
    counts = [value.count(character) / len(value) for character in set(value)]
    return -sum(share * log2(share) for share in counts)
