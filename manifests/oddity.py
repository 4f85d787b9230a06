"""YAML that is legal, and that people or readers take in more than one way."""

from dataclasses import dataclass
from enum import Enum

from manifests.errors import Mistake


class OddityKind(Enum):
    """What is odd, so that a rule can pick its own."""

    DUPLICATE_KEY = "duplicate key"  # kubectl takes the last one, kustomize stops
    READERS_DIFFER = "readers differ"  # kubectl and kustomize get different values, or Kubernetes cannot hold it
    OTHER_READERS = "other readers"  # kubectl and kustomize agree, other YAML readers get another value
    UNUSUAL_NUMBER = "unusual number"  # Kubernetes' readers agree, people and other readers may not
    MERGE_KEY = "merge key"
    ALIAS = "alias"  # an anchor or an alias
    TAG = "tag"
    KEY_IS_NO_TEXT = "key is no text"


@dataclass(frozen=True, slots=True)
class Oddity:
    """One oddity: its kind, and the place and sentence with the way out."""

    kind: OddityKind
    mistake: Mistake
