"""Waivers are judged too."""

from collections.abc import Collection, Iterator, Sequence
from datetime import date

from manifests.identity import Identity
from policies.configuration.values import Configuration, Waiver
from policies.engine import singleton
from policies.engine.waiving import is_complete, is_expired
from policies.finding import Finding, WaiverNote
from policies.objects import Object
from policies.rule import Severity
from policies.waiver_rules import COMPLETE, EXPIRED, KNOWN_RULE, MATCHES, WaiverRule


def of_configuration(
    configuration: Configuration,
    known: Collection[str],
    used: Collection[Waiver],
    today: date,
    complete: bool,
    objects: Sequence[Object],
) -> Iterator[Finding]:
    """One finding at most for each waiver of policies.yaml: what follows from a fault is silent.

    Without `complete` (a run over part of the repository) nobody can say that a waiver matches nothing.
    """
    present = {(item.kind, item.name) for item in objects}
    for waiver in configuration.waivers:
        if waiver.rule not in known:
            yield _on_waiver(waiver, KNOWN_RULE, f"this waiver names the rule {waiver.rule}, which does not exist")
        elif not is_complete(waiver):
            missing = [name for name in ("reason", "owner", "expires") if not getattr(waiver, name)]
            yield _on_waiver(waiver, COMPLETE, f"the waiver of {waiver.rule} has no {' and no '.join(missing)}")
        elif is_expired(waiver, today):
            yield _on_waiver(waiver, EXPIRED, f"the waiver of {waiver.rule} expired on {waiver.expires}")
        elif complete and waiver not in used:
            what = "nothing that it covers" if (waiver.kind, waiver.name) in present else "no such object"
            what = what if waiver.file is None else "nothing in that file"
            yield _on_waiver(waiver, MATCHES, f"the waiver of {waiver.rule} matches nothing: {what} breaks the rule")


def of_objects(objects: Sequence[Object], today: date) -> Iterator[Finding]:
    """Findings on `roadstead.dev/singleton` annotations that are malformed or expired."""
    for item in objects:
        said = singleton.singleton_of(item)
        if isinstance(said, str):
            yield _on_object(item, COMPLETE, said)
        elif isinstance(said, WaiverNote) and said.expires < today:
            yield _on_object(item, EXPIRED, f"annotation {singleton.ANNOTATION} expired on {said.expires}")


def _on_waiver(waiver: Waiver, rule: WaiverRule, message: str) -> Finding:
    return Finding(
        rule=rule.id,
        severity=Severity.ERROR,
        environment=None,
        identity=Identity("", waiver.kind, waiver.namespace, waiver.name),
        container=waiver.container,
        field="",
        message=message,
        fix=rule.fix,
        directory="",
        location=waiver.location,
    )


def _on_object(item: Object, rule: WaiverRule, message: str) -> Finding:
    return Finding(
        rule=rule.id,
        severity=Severity.ERROR,
        environment=item.environment,
        identity=item.identity,
        container=None,
        field=singleton.FIELD,
        message=message,
        fix=rule.fix,
        directory=item.directory,
    )
