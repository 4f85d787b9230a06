"""Every rule over every environment."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from datetime import date

from policies.configuration.values import Chosen, Configuration
from policies.engine import waiver_findings
from policies.engine.elements import elements_of
from policies.engine.waiving import Waiving
from policies.engine.worlds import worlds
from policies.finding import Counts, Finding, Location, NotEvaluated, Report, WaiverNote
from policies.objects import Object
from policies.rule import Outcome, Rule, Verdict
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
    sources: Sources | None = None,
) -> Report:
    """Judge these objects by the rules that the configuration chooses for each environment.

    `today` is the date in UTC that waivers are held against. `complete` says that these are all objects of the
    repository, so that a waiver that matched none of them matches nothing. `sources` are the files that they were
    rendered from. Only findings on files have a location yet.
    Every object is counted once for each rule that runs in its environment, a file where the rule speaks of it.
    """
    waiving = Waiving(configuration.waivers, today)
    findings: list[Finding] = []
    counts: dict[str, Counts] = {}
    gaps: dict[tuple[str, str | None, str], list[str]] = {}
    for environment, world in worlds(objects, configuration, sources):
        for rule in rules:
            chosen = configuration.chosen(rule, environment)
            if chosen is None:
                continue
            outcomes = _run(chosen, environment, world, waiving, findings, gaps)
            counts[rule.id] = counts.get(rule.id, Counts()) + _count(outcomes, world)
    on_waivers = [
        *waiver_findings.of_configuration(
            configuration, {rule.id for rule in rules}, waiving.used, today, complete, objects
        ),
        *waiver_findings.of_objects(objects, today),
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


def _run(
    chosen: Chosen,
    environment: str | None,
    world: World,
    waiving: Waiving,
    findings: list[Finding],
    gaps: dict[tuple[str, str | None, str], list[str]],
) -> dict[Object, Outcome | str]:
    rule = chosen.rule
    outcomes: dict[Object, Outcome | str] = {}
    try:
        for verdict in rule.judge(world, chosen.parameters):
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
    except Exception as error:
        error.add_note(f"while {rule.id} judged {environment or 'objects without an environment'}")
        raise
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


def _count(outcomes: Mapping[Object, Outcome | str], world: World) -> Counts:
    by_outcome = Counter(outcomes.values())
    said = sum(outcome is not Outcome.NOT_APPLICABLE and item in world.members for item, outcome in outcomes.items())
    return Counts(
        passed=by_outcome[Outcome.PASS],
        failed=by_outcome[Outcome.FAIL],
        waived=by_outcome[_WAIVED],
        not_applicable=len(world.members) - said,
        not_evaluated=by_outcome[Outcome.NOT_EVALUATED],
    )


def _count_waivers(findings: Iterable[Finding]) -> dict[str, Counts]:
    """Only what failed: a waiver is no object, so nothing else of it is counted."""
    failed = Counter(finding.rule for finding in findings)
    return {rule.id: Counts(failed=failed[rule.id]) for rule in WAIVER_RULES if failed[rule.id]}
