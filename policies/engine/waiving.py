"""Who permits a finding: a waiver of policies.yaml, or the object's own annotation."""

import posixpath
from collections.abc import Iterable, Sequence
from datetime import date

from manifests import pointer
from policies.configuration.values import Waiver
from policies.engine.singleton import singleton_of
from policies.finding import WaiverNote
from policies.objects import Object
from policies.rule import Rule, Verdict

_FILE = "File"


class Waiving:
    """The waivers in force today, and which of them were needed."""

    def __init__(self, waivers: Sequence[Waiver], today: date) -> None:
        self._today = today
        self._by_place: dict[tuple[str, str, str], list[Waiver]] = {}
        self._by_folder: dict[tuple[str, str], list[Waiver]] = {}
        self.used: set[Waiver] = set()
        for waiver in waivers:
            if is_complete(waiver) and not is_expired(waiver, today):
                self._by_place.setdefault((waiver.rule, waiver.kind, waiver.name), []).append(waiver)
                for place in (waiver.file, posixpath.dirname(waiver.file) or ".") if waiver.file else ():
                    self._by_folder.setdefault((waiver.rule, place), []).append(waiver)

    def permit(self, rule: Rule, verdict: Verdict) -> WaiverNote | None:
        """The permission for this verdict, None if there is none. Remembers the waiver as used."""
        for item in (verdict.object, verdict.about):
            note = self._permit(rule, verdict, item) if item is not None else None
            if note is not None:
                return note
        return None

    def _permit(self, rule: Rule, verdict: Verdict, item: Object) -> WaiverNote | None:
        on_file = self._by_place.get((rule.id, _FILE, verdict.place.file), []) if verdict.place is not None else []
        for waiver in (*self._of(rule.id, item), *self._in_force(on_file, item)):
            if _covers(waiver, verdict):
                self.used.add(waiver)
                assert waiver.expires is not None
                return WaiverNote(waiver.reason, waiver.owner, waiver.expires)
        note = singleton_of(item) if rule.singleton_waives else None
        return note if isinstance(note, WaiverNote) and note.expires >= self._today else None

    def keep(self, rule: Rule, item: Object) -> None:
        """Say that the rule could not judge this object: nobody knows whether its waivers are needed."""
        self.used.update(self._of(rule.id, item))
        self.used.update(self._in_force(self._by_folder.get((rule.id, item.directory), ()), item))

    def _of(self, rule: str, item: Object) -> Iterable[Waiver]:
        found = self._by_place.get((rule, item.kind, item.name), ())
        return self._in_force((each for each in found if each.file is None), item)

    @staticmethod
    def _in_force(waivers: Iterable[Waiver], item: Object) -> Iterable[Waiver]:
        for waiver in waivers:
            in_namespace = waiver.namespace is None or waiver.namespace == item.namespace
            if in_namespace and (not waiver.environments or item.environment in waiver.environments):
                yield waiver


def is_complete(waiver: Waiver) -> bool:
    return bool(waiver.reason and waiver.owner and waiver.expires)


def is_expired(waiver: Waiver, today: date) -> bool:
    return waiver.expires is not None and waiver.expires < today


def _covers(waiver: Waiver, verdict: Verdict) -> bool:
    if waiver.container is not None and waiver.container != verdict.container:
        return False
    return waiver.field is None or pointer.is_under(verdict.field, waiver.field)
