"""What is mutated, and the tests that have to notice."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import grimp

from policies.rules.catalogue import RULES
from tests.mutation.trial import Module

_CATALOGUE = "tests/policies/rules/catalogue_test.py"
_EXAMPLES = (
    "test_the_bad_example_is_reported_once",
    "test_the_good_example_passes",
    "test_a_finding_has_a_fact_and_a_field_and_no_period",
    "test_every_default_is_a_value_that_its_parameter_accepts",
)


@dataclass(frozen=True, slots=True)
class Subject:
    """A file to mutate. `tests` are its own; `others` are asked about what survives those."""

    file: str
    module: Module
    tests: tuple[str, ...]
    others: tuple[str, ...]


def subjects(root: Path, named: Sequence[str]) -> list[Subject]:
    """The subjects that are named: `gpu/limit-set`, `gpu` or a path of a file or folder; without a name every rule."""
    graph = grimp.build_graph("policies", "manifests", cache_dir=str(root / ".import_linter_cache"))
    files = [file for name in named for file in _files(root, name)] or [_file(rule.id) for rule in RULES]
    return [_subject(root, file, graph) for file in dict.fromkeys(files)]


def _file(rule: str) -> str:
    return f"policies/rules/{rule.replace('-', '_')}.py"


def _files(root: Path, name: str) -> list[str]:
    path = root / name
    if path.is_file():
        return [name]
    if path.is_dir() and "/" in name:
        return sorted(
            str(found.relative_to(root)) for found in path.rglob("*.py") if found.name not in ("__init__.py",)
        )
    found = [_file(rule.id) for rule in RULES if rule.id == name or rule.id.startswith(f"{name}/")]
    if not found:
        raise SystemExit(f"{name} is no rule, no group of rules and no file")
    return found


def _subject(root: Path, file: str, graph: grimp.ImportGraph) -> Subject:
    name = file.removesuffix(".py").replace("/", ".")
    importers = frozenset(graph.find_downstream_modules(name))
    rule = next((rule.id for rule in RULES if _file(rule.id) == file), None)
    own = f"tests/{file.removesuffix('.py')}_test.py"
    tests = (own,) if (root / own).is_file() else ()
    if rule is not None:
        others: tuple[str, ...] = tuple(f"{_CATALOGUE}::{test}[{rule}]" for test in _EXAMPLES)
        others += _of_group(root, rule.partition("/")[0].replace("-", "_"))
    else:
        others = tuple(sorted(filter(lambda test: (root / test).is_file() and test != own, map(_test, importers))))
    return Subject(file, Module(name, root / file, importers), tests, others)


def _of_group(root: Path, group: str) -> tuple[str, ...]:
    """The tests of a group that are about several rules of it."""
    own = {f"{_file(rule.id).rpartition('/')[2].removesuffix('.py')}_test.py" for rule in RULES}
    found = sorted((root / "tests/policies/rules" / group).glob("*_test.py"))
    return tuple(str(path.relative_to(root)) for path in found if path.name not in own)


def _test(module: str) -> str:
    return f"tests/{module.replace('.', '/')}_test.py"
