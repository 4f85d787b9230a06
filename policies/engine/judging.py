"""Every rule over every environment."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date

from policies.configuration.values import Chosen, Configuration
from policies.engine import waiver_findings
from policies.engine.apart import Apart, judged_apart
from policies.engine.elements import elements_of
from policies.engine.spoken import Spoken
from policies.engine.waiving import Waiving
from policies.engine.worlds import worlds
from policies.finding import Counts, Finding, Location, NotEvaluated, Report, WaiverNote
from policies.objects import Object
from policies.rule import Outcome, Rule, Scope, Verdict
from policies.rules.catalogue import RULES
from policies.sources import Sources
from policies.waiver_rules import WAIVER_RULES
from policies.world import World

_WAIVED = "waived"


def judge(
    objects: Sequence[Object],
    configuration: Configuration,
    today: date,
    *,
    rules: Sequence[Rule] = RULES,
    complete: bool = True,
    partial: bool = False,
    compares: bool = True,
    sources: Sources | None = None,
    apart: Mapping[str, Apart] | None = None,
    whole: Mapping[str | None, Apart] | None = None,
) -> Report:
    """Judge these objects by the rules that the configuration chooses for each environment.

    `today` is the date in UTC that waivers are held against. `complete` says that these are all objects of the
    repository, so that a waiver that matched none of them matches nothing. `sources` are the files that they were
    rendered from. `partial` says that only some paths of a repository were read. In such a run, and without
    `compares`, because not all environments are given, the rules of Scope.ENVIRONMENTS do not run. Only findings on
    files have a location yet. Every object is counted once for each rule that runs in its environment, a file where
    the rule speaks of it. `apart` says for every directory of the objects what the rules that look at one object said
    of it already: they are not asked again. `whole` says the same of environments and the rules that look at all their
    objects; with `sources`, there is none.
    """
    waiving = Waiving(configuration.waivers, today)
    findings: list[Finding] = []
    counts: dict[str, Counts] = {}
    gaps: dict[tuple[str, str | None, str], list[str]] = {}
    # What compares environments comes last: until then no more than one of them need be in memory as a whole.
    last = [rule for rule in rules if rule.scope is Scope.ENVIRONMENTS and compares and not partial]
    found = worlds(objects, configuration, sources, partial=partial)
    # A wider rule speaks before those that yield to it.
    first = sorted(
        (rule for rule in rules if rule.scope is not Scope.ENVIRONMENTS), key=lambda rule: bool(rule.yields_to)
    )
    for (environment, world), some in [*((each, first) for each in found), *((each, last) for each in found)]:
        said = _said_in(world, apart)
        spoken = Spoken()
        for rule in some:
            chosen = configuration.chosen(rule, environment)
            if chosen is None:
                continue
            if said and judged_apart(rule, said):
                verdicts: Iterable[Verdict] = (verdict for each in said for verdict in each.others.get(rule.id, ()))
                passes = sum(each.passes[rule.id] for each in said)
            elif whole and rule.id in whole[environment].passes:
                verdicts = whole[environment].others.get(rule.id, ())
                passes = whole[environment].passes[rule.id]
            else:
                verdicts, passes = _asked(chosen, environment, world), 0
            verdicts = spoken.without_what_is_said(rule, verdicts)
            outcomes = _run(chosen, environment, verdicts, waiving, findings, gaps)
            counts[rule.id] = counts.get(rule.id, Counts()) + _count(outcomes, passes, world)
        if some is first:
            world.let_go()
    annotated = objects if apart is None else [item for each in apart.values() for item in each.annotated]
    on_waivers = [
        *waiver_findings.of_configuration(
            configuration, {rule.id for rule in rules}, waiving.used, today, complete, objects
        ),
        *waiver_findings.of_objects(annotated, today),
    ]
    counts |= _count_waivers(on_waivers)
    return Report(
        findings=(*findings, *on_waivers),
        rules=counts,
        not_evaluated=tuple(
            NotEvaluated(rule, environment, why, tuple(sorted(set(names))))
            for (rule, environment, why), names in gaps.items()
        ),
        objects=len(objects),
        profile=configuration.profile.value,
        configuration=configuration.file,
    )


def _said_in(world: World, apart: Mapping[str, Apart] | None) -> tuple[Apart, ...]:
    """What was said of the directories of a world, in the order of its objects; nothing where nothing was."""
    if apart is None:
        return ()
    return tuple(apart[directory] for directory in dict.fromkeys(item.directory for item in world.objects))


def _asked(chosen: Chosen, environment: str | None, world: World) -> Iterator[Verdict]:
    try:
        yield from chosen.rule.judge(world, chosen.parameters)
    except Exception as error:
        error.add_note(f"while {chosen.rule.id} judged {environment or 'objects without an environment'}")
        raise


def _run(
    chosen: Chosen,
    environment: str | None,
    verdicts: Iterable[Verdict],
    waiving: Waiving,
    findings: list[Finding],
    gaps: dict[tuple[str, str | None, str], list[str]],
) -> dict[Object, Outcome | str]:
    rule = chosen.rule
    outcomes: dict[Object, Outcome | str] = {}
    for verdict in verdicts:
        item = verdict.object
        match verdict.outcome:
            case Outcome.FAIL:
                note = waiving.permit(rule, verdict)
                findings.append(_finding(chosen, environment, verdict, note))
                if note is None:
                    outcomes[item] = Outcome.FAIL
                else:
                    outcomes.setdefault(item, _WAIVED)
            case Outcome.NOT_EVALUATED:
                waiving.keep(rule, item)
                gaps.setdefault((rule.id, environment, verdict.why_not), []).append(f"{item.kind}/{item.name}")
                outcomes.setdefault(item, Outcome.NOT_EVALUATED)
            case _:
                outcomes.setdefault(item, verdict.outcome)
    return outcomes


def _finding(chosen: Chosen, environment: str | None, verdict: Verdict, note: WaiverNote | None) -> Finding:
    item, place = verdict.object, verdict.place
    return Finding(
        rule=chosen.rule.id,
        severity=chosen.severity or verdict.severity or chosen.rule.severity,
        environment=environment,
        identity=item.identity,
        container=verdict.container,
        field=verdict.field,
        message=verdict.message,
        fix=verdict.fix or chosen.rule.fix,
        directory=item.directory,
        waiver=note,
        elements=elements_of(item.body, verdict.field),
        location=Location(place.file, place.line, place.column) if place is not None else None,
    )


def _count(outcomes: Mapping[Object, Outcome | str], passes: int, world: World) -> Counts:
    """`passes` are objects that passed beside those of `outcomes`."""
    by_outcome = Counter(outcomes.values())
    said = sum(outcome is not Outcome.NOT_APPLICABLE and item in world.members for item, outcome in outcomes.items())
    return Counts(
        passed=by_outcome[Outcome.PASS] + passes,
        failed=by_outcome[Outcome.FAIL],
        waived=by_outcome[_WAIVED],
        not_applicable=len(world.members) - said - passes,
        not_evaluated=by_outcome[Outcome.NOT_EVALUATED],
    )


def _count_waivers(findings: Iterable[Finding]) -> dict[str, Counts]:
    """Only what failed: a waiver is no object, so nothing else of it is counted."""
    failed = Counter(finding.rule for finding in findings)
    return {rule.id: Counts(failed=failed[rule.id]) for rule in WAIVER_RULES if failed[rule.id]}
