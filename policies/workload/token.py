"""Texts that are credentials by their shape alone, whatever they are called."""

import re
from collections.abc import Callable

_PATTERNS = (
    ("a private key", r"-----BEGIN (?:[A-Z0-9]+ )*PRIVATE KEY(?: BLOCK)?-----"),
    ("an AWS access key", r"\b(?:AKIA|ASIA)[A-Z2-7]{16}\b"),
    ("a GitHub token", r"\bgh[pousr]_[A-Za-z0-9]{36,}\b|\bgithub_pat_[A-Za-z0-9_]{60,}\b"),
    ("a GitLab token", r"\bglpat-[A-Za-z0-9_-]{20,}"),
    ("a Slack token", r"\bxox[abeoprs]-[A-Za-z0-9-]{10,}"),
    ("a Slack webhook", r"https://hooks\.slack\.com/services/T[A-Z0-9]{7,}/B[A-Z0-9]{7,}/[A-Za-z0-9]{20,}"),
    ("a Google API key", r"\bAIza[0-9A-Za-z_-]{35}\b"),
    ("a Stripe key", r"\b[rs]k_live_[0-9A-Za-z]{20,}\b"),
    ("a SendGrid key", r"\bSG\.[\w-]{22}\.[\w-]{43}\b"),
    ("an npm token", r"\bnpm_[A-Za-z0-9]{36}\b"),
    ("a PyPI token", r"\bpypi-AgEIcHlwaS5vcmc[\w-]{50,}"),
    ("a Hugging Face token", r"\bhf_[A-Za-z0-9]{34}\b"),
    ("an Anthropic key", r"\bsk-ant-[\w-]{32,}"),
    ("an OpenAI key", r"\bsk-(?:proj-)?[A-Za-z0-9]{32,}"),
    ("a JSON Web Token", r"\beyJ[\w-]{10,2000}\.eyJ[\w-]{10,4000}\.[\w-]{10,}"),
    ("an Azure storage key", r"\bAccountKey=[A-Za-z0-9+/]{40,}=*"),
)
_ANY = re.compile("|".join(f"({pattern})" for _, pattern in _PATTERNS))
# Every repetition that may fail is bounded: these run over whole files of strangers.
_URL = re.compile(r"\b[a-z][a-z0-9+.-]{0,30}://[^\s:/@'\"]{0,200}:([^\s/@'\"]{1,500})@[^\s/@]", re.IGNORECASE)
_CONNECTION = re.compile(r";\s*(?:password|pwd)=([^;\s'\"]+)", re.IGNORECASE)


def token_in(text: str, is_placeholder: Callable[[str], bool]) -> str | None:
    """What credential the text holds, as "a GitHub token"; None where it holds none.

    `is_placeholder` says of a password in a URL that it is none. Documentation's own examples (AWS ends them in
    EXAMPLE) are none either.
    """
    for match in _ANY.finditer(text):
        if not match[0].endswith("EXAMPLE"):
            return _PATTERNS[(match.lastindex or 1) - 1][0]
    if any(not is_placeholder(match[1]) for match in _URL.finditer(text)):
        return "a password in a URL"
    if any(not is_placeholder(match[1]) for match in _CONNECTION.finditer(text)):
        return "a password in a connection string"
    return None
