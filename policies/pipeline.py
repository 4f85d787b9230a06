"""Load, judge, locate: the whole check but for the command line and the output."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from pathlib import Path

from manifests.errors import UserError
from manifests.nearest import way_out
from policies.baseline.applying import apply
from policies.baseline.file import read_baseline
from policies.configuration.read import FILE, PROFILES, load_configuration
from policies.configuration.rule_settings import check_ids, parse_overrides
from policies.configuration.values import Configuration
from policies.engine import judge
from policies.finding import Report, Unchecked
from policies.load import load
from policies.load.loading import Loaded
from policies.load.nothing import NothingToJudgeError
from policies.objects import Object
from policies.provenance import locate
from policies.rules.catalogue import RULES


@dataclass(frozen=True, slots=True)
class Options:
    """What a caller may ask of a check; the defaults are what policies.yaml says.

    `rules` are ids: only these run. `settings` are `ID.parameter=VALUE` texts. `configuration` is a path relative to
    the root, and so is `baseline`. `today` is the day in UTC that waivers are held against, None for the clock's.
    `changed` are paths relative to the root, gone ones too: only the environments that they reach are judged.
    """

    environment: str | None = None
    profile: str | None = None
    rules: tuple[str, ...] | None = None
    settings: tuple[str, ...] = ()
    configuration: str = FILE
    today: date | None = None
    baseline: str | None = None
    without_baseline: bool = False
    changed: frozenset[str] | None = None

    @property
    def whole(self) -> bool:
        """Whether nothing narrows what is judged, or by which rules."""
        return not (self.environment or self.profile or self.rules or self.settings)


@dataclass(frozen=True, slots=True)
class Checked:
    """What was read and built, and what the rules say of it."""

    report: Report
    loaded: Loaded


def check(root: Path, paths: Sequence[str] = (), options: Options | None = None) -> Report:
    """Judge the repository at `root`, or these paths in it, and locate every finding, as `check_with_objects` does."""
    return check_with_objects(root, paths, options).report


def check_with_objects(root: Path, paths: Sequence[str] = (), options: Options | None = None) -> Checked:
    """Judge the repository at `root`, or these paths in it, and locate every finding. Prints nothing.

    Raises UserError (MistakesError for policies.yaml) where nothing can be judged: bad input, a missing tool, no
    object at all. A directory that does not build is in `Report.unchecked`, and the rest is judged.
    """
    options = options or Options()
    configuration = _configuration(root, options)
    changed = options.changed
    if changed is not None and not changed.isdisjoint(
        {options.configuration, options.baseline, configuration.baseline}
    ):
        changed = None  # they decide what is said of every environment
    loaded = load(root, paths, configuration, environment=options.environment, changed=changed)
    if loaded.reach is not None and not loaded.reach.judged:
        nothing = Report((), {}, (), profile=configuration.profile.value, configuration=configuration.file)
        return Checked(replace(nothing, unchecked=loaded.unchecked, reach=loaded.reach), loaded)
    if not loaded.objects and not loaded.unchecked and not (loaded.reach and loaded.reach.left):
        where = ", ".join(paths) or "here"
        raise NothingToJudgeError(f"nothing to judge {where}: no kustomization and no Kubernetes manifest was found")
    left_out = loaded.reach is not None and bool(loaded.reach.left)
    complete = not (paths or loaded.unchecked or left_out) and options.whole
    today = options.today or datetime.now(UTC).date()
    report = judge(
        loaded.objects,
        configuration,
        today,
        complete=complete,
        partial=bool(paths),
        compares=not left_out,
        sources=loaded.sources,
    )
    unchecked = tuple(_without_objects(configuration, loaded.objects)) if complete else loaded.unchecked
    report = replace(report, unchecked=unchecked, ignored=loaded.ignored, reach=loaded.reach)
    if not options.without_baseline:
        report = _held_against(report, root, options.baseline or configuration.baseline, complete)
    return Checked(locate(report, root, loaded.texts, loaded.sources, loaded.objects), loaded)


def _held_against(report: Report, root: Path, file: str | None, complete: bool) -> Report:
    if file is None:
        return report
    try:
        return apply(report, read_baseline(root, file), complete=complete)
    except FileNotFoundError:
        raise UserError(f"{file}: no such baseline: write it with --write-baseline {file}") from None


def _without_objects(configuration: Configuration, objects: Sequence[Object]) -> Iterator[Unchecked]:
    """What policies.yaml says of environments to which nothing belongs: misspelt, it would demand nothing."""
    there = sorted({object.environment for object in objects if object.environment is not None})
    for name in (each.name for each in configuration.environments if each.name not in there):
        why = f"environments.{name}: nothing belongs to that environment; {way_out(name, there)}"
        yield Unchecked(configuration.file or FILE, why)


def _configuration(root: Path, options: Options) -> Configuration:
    configuration = load_configuration(root, options.configuration)
    if options.profile is not None:
        configuration = configuration.with_profile(PROFILES[options.profile])
    only = check_ids(options.rules, RULES) if options.rules is not None else None
    return replace(configuration, only=only, overrides=parse_overrides(options.settings, RULES))
