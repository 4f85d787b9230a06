"""The findings about waivers themselves: a permission that nobody stands for, or that permits nothing, is a fault."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class WaiverRule:
    """What is demanded of a waiver, in the words that `policies.explain` prints."""

    id: str
    demands: str
    why: str
    fix: str


COMPLETE = WaiverRule(
    "waivers/complete",
    "Every waiver says its reason, its owner and the day it expires.",
    "A permission without a reason cannot be judged, and one without an owner or an end is never taken back.",
    "Write reason, owner and expires (YYYY-MM-DD).",
)
EXPIRED = WaiverRule(
    "waivers/expired",
    "No waiver is past its last day, in UTC.",
    "The day was the promise to come back to it; what it permitted counts again from then on.",
    "Put right what it permits and remove it, or agree on a new day with its owner.",
)
MATCHES = WaiverRule(
    "waivers/matches",
    "Every waiver waives something.",
    "A waiver that matches nothing is forgotten, and will one day permit something that nobody looked at.",
    "Remove it, or correct its rule, object or scope; for a finding on a file, write its path as file:, and no object.",
)
KNOWN_RULE = WaiverRule(
    "waivers/known-rule",
    "A waiver names a rule that exists.",
    "A misspelt or removed rule waives nothing, while the reader believes it does.",
    "Name a rule that `roadstead explain` lists.",
)
BASELINE = WaiverRule(
    "waivers/baseline",
    "A baseline records no finding that is gone.",
    "A count that stays high lets a fault come back that somebody took the trouble to mend.",
    "Run `roadstead check --write-baseline FILE`, which lowers the counts.",
)

WAIVER_RULES = (COMPLETE, EXPIRED, MATCHES, KNOWN_RULE, BASELINE)
