"""The checker as a function: `from policies import judge`."""

import os
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

from policies.configuration.read import PROFILES
from policies.configuration.rule_settings import settings_of
from policies.configuration.values import NEWEST_COMMON_KUBERNETES, Configuration
from policies.engine import judge as judge_objects
from policies.finding import Report
from policies.load import load
from policies.load.manifests_in import objects_in_text
from policies.objects import Object
from policies.provenance import locate
from policies.root import root_and_paths
from policies.rules.catalogue import RULES

TEXT = "<text>"
"""The file that findings in a text are in."""


def judge(
    paths_or_text: str | os.PathLike[str] | Sequence[str | os.PathLike[str]],
    rules: Mapping[str, Mapping[str, Any]] | None = None,
    environment: str | None = None,
    *,
    profile: str = "essential",
    facts: Mapping[str, Any] | None = None,
    kubernetes: str = NEWEST_COMMON_KUBERNETES,
    today: date | None = None,
) -> Report:
    """Judge paths (kustomize directories, directories, manifest files) or a YAML text, and locate every finding.

    A string with a line break or an opening brace is a text, as is an empty one; any other is a path. `rules` are the
    only ones that run, with their parameters, as in `rules:` of policies.yaml; without them, those of `profile`.
    `environment` is the one that all objects are judged in. `facts` and `kubernetes` ("1.35") are as in policies.yaml,
    which is never read.

    Reads only what it is given, prints nothing and never exits. Raises UserError for a path that does not exist and an
    unknown rule or parameter, MistakesError for a text that is no YAML. What does not build is in `Report.unchecked`.
    """
    only = settings_of(rules, RULES) if rules is not None else None
    configuration = Configuration(
        profile=PROFILES[profile],
        kubernetes=kubernetes,
        facts=dict(facts or {}),
        only=tuple(only) if only is not None else None,
        overrides=only or {},
    )
    day = today or datetime.now(UTC).date()
    if isinstance(paths_or_text, str) and _is_text(paths_or_text):
        objects = [Object(body, environment, TEXT) for body in objects_in_text(paths_or_text, TEXT)]
        return locate(judge_objects(objects, configuration, day), Path(), {TEXT: paths_or_text})
    paths = [paths_or_text] if isinstance(paths_or_text, str | os.PathLike) else paths_or_text
    if not paths:
        return judge_objects((), configuration, day)
    root, inside = root_and_paths([os.fspath(path) for path in paths], Path.cwd())
    loaded = load(root, inside, configuration)
    placed = [replace(each, environment=environment) if environment is not None else each for each in loaded.objects]
    report = judge_objects(placed, configuration, day, sources=loaded.sources)
    report = replace(report, unchecked=loaded.unchecked, ignored=loaded.ignored)
    return locate(report, root, loaded.texts, loaded.sources, placed)


def _is_text(text: str) -> bool:
    return not text.strip() or "\n" in text or "{" in text
