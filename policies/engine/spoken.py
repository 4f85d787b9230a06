"""One defect gives one finding: what a wider rule has found in a world, a narrower one does not say once more.

Which rules run is the configuration's to say, so a rule cannot know by itself whether a wider one speaks.
"""

from collections.abc import Iterable, Iterator

from policies.objects import Object
from policies.rule import Outcome, Rule, Verdict


class Spoken:
    """What rules found in one world. A rule is asked after those that it yields to."""

    def __init__(self) -> None:
        self._fields: dict[str, set[tuple[Object, str | None, str]]] = {}
        self._objects: dict[str, set[Object]] = {}

    def without_what_is_said(self, rule: Rule, verdicts: Iterable[Verdict]) -> Iterator[Verdict]:
        """The verdicts of a rule, without failures that a rule which it yields to has found already."""
        for verdict in verdicts:
            if verdict.outcome is not Outcome.FAIL:
                yield verdict
            elif not any(self._says(wider, verdict) for wider in rule.yields_to):
                if not rule.yields_to:
                    self._fields.setdefault(rule.id, set()).add((verdict.object, verdict.container, verdict.field))
                    self._objects.setdefault(rule.id, set()).add(verdict.object)
                yield verdict

    def _says(self, wider: str, verdict: Verdict) -> bool:
        if verdict.part_of is not None:
            return verdict.part_of in self._objects.get(wider, ())
        return (verdict.object, verdict.container, verdict.field) in self._fields.get(wider, ())
