"""The waiver that an object carries itself: `roadstead.dev/singleton: "reason; owner; expires"`."""

from collections.abc import Mapping
from datetime import date

from manifests import pointer
from policies.finding import WaiverNote
from policies.objects import Object

ANNOTATION = "roadstead.dev/singleton"
FIELD = pointer.join("metadata", "annotations", ANNOTATION)


def singleton_of(item: Object) -> WaiverNote | str | None:
    """What the annotation says; a sentence on what is wrong with it; None where there is no such annotation."""
    metadata = item.body.get("metadata")
    annotations = metadata.get("annotations") if isinstance(metadata, Mapping) else None
    text = annotations.get(ANNOTATION) if isinstance(annotations, Mapping) else None
    if text is None:
        return None
    # The reason comes first and may hold a semicolon itself.
    parts = [part.strip() for part in str(text).rsplit(";", 2)]
    if len(parts) != 3 or not all(parts):
        return f"annotation {ANNOTATION} is {str(text)!r}, which is not 'reason; owner; expires'"
    try:
        expires = date.fromisoformat(parts[2])
    except ValueError:
        return f"annotation {ANNOTATION} expires on {parts[2]!r}, which is no date"
    return WaiverNote(parts[0], parts[1], expires)
