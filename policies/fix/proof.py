"""Whether a fix does what it should, and nothing else: the whole repository is rendered and judged again in a copy."""

import copy
import os
import shutil
from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from manifests.errors import UserError
from policies.against.comparing import compared
from policies.files import LARGEST_FILE
from policies.fix.proposal import Proposal
from policies.objects import Object
from policies.pipeline import Checked, Options, check_with_objects
from policies.rules.catalogue import RULES
from policies.workload.flux import is_flux

_NOT_COPIED = frozenset({"venv", "node_modules", "__pycache__"})
"""As the loader, which looks into no hidden folder either."""
_PATCHES = ("patches", "images")
_Key = tuple[object, ...]


class Before:
    """The whole repository before any fix, and a copy of it below `home`, made when it is first needed.

    `options` do without what narrows them to some rules or one environment, so that no finding elsewhere is missed;
    `checked` is the check by these options where there was one already.
    """

    def __init__(self, root: Path, home: Path, options: Options, checked: Checked | None) -> None:
        self._root = root
        self._copy = home / "repository"
        self.options = replace(
            options,
            environment=None,
            rules=None,
            changed=None,
            configuration=_absolute(root, options.configuration),
            baseline=_absolute(root, options.baseline) if options.baseline is not None else None,
        )
        self.checked = checked or check_with_objects(root, (), self.options)
        if options.rules is not None and not set(options.rules) <= set(self.checked.report.rules):
            # Rules that only the command line switches on, beside those that hold anyway.
            known = {rule.id for rule in RULES} & set(self.checked.report.rules)
            self.options = replace(self.options, rules=tuple(sorted(known | set(options.rules))))
            self.checked = check_with_objects(root, (), self.options)

    def objection(self, proposals: Sequence[Proposal], texts: Mapping[str, str]) -> str:
        """Why these proposals must not be made, "" if nothing speaks against it. `texts` are the files after them."""
        if not self._copy.exists():
            _copy(self._root, self._copy)
        kept = {file: (self._copy / file).read_bytes() for file in texts}
        try:
            for file, text in texts.items():
                (self._copy / file).write_bytes(text.encode("utf-8"))
            after = check_with_objects(self._copy, (), self.options)
        except UserError as error:
            return str(error).splitlines()[0]
        finally:
            for file, data in kept.items():
                (self._copy / file).write_bytes(data)
        return self._objection(proposals, after)

    def _objection(self, proposals: Sequence[Proposal], after: Checked) -> str:
        for unchecked in after.report.unchecked:
            return f"{unchecked.directory} could not be checked with it: {unchecked.why}"
        difference = compared(self.checked.report, after.report, "")
        for new in difference.findings:
            return f"{new.identity.short} would have a new finding: {new.message} [{new.rule}]"
        gone = {(each.rule, each.environment, each.identity, each.field) for each in difference.removed}
        for each in proposals:
            finding = each.finding
            if (finding.rule, finding.environment, finding.identity, finding.field) not in gone:
                return "the finding would stay"
        return self._other_change(proposals, after)

    def _other_change(self, proposals: Sequence[Proposal], after: Checked) -> str:
        """What is rendered otherwise than the proposals want it."""
        wanted: dict[tuple[object, ...], list[Proposal]] = {}
        for each in proposals:
            finding = each.finding
            wanted.setdefault((finding.directory, finding.environment, finding.identity), []).append(each)
        before, now = _by_key(self.checked.loaded.objects), _by_key(after.loaded.objects)
        for key in [*before, *(key for key in now if key not in before)]:
            if key not in before or key not in now:
                item = (before.get(key) or now[key]).short
                return f"{item} of {key[0]} would be another object"
            body: dict[str, Any] = copy.deepcopy(dict(before[key].body))
            mine = wanted.get((before[key].directory, before[key].environment, before[key].identity), [])
            try:
                for each in mine:
                    each.wanted(body)
            except (KeyError, TypeError, IndexError):
                return f"{before[key].short} of {key[0]} is no longer what it was"
            if body != now[key].body and not _only_patches(before[key], now[key]):
                said = "would change in another way too" if mine else "would change too, and has no such finding"
                return f"{before[key].short} of {key[0]} {said}"
        return ""


def _only_patches(before: Object, after: Object) -> bool:
    """Whether a Flux Kustomization differs in what it patches alone: all that it builds is compared beside it."""
    return is_flux(before) and is_flux(after) and _without_patches(before.body) == _without_patches(after.body)


def _without_patches(body: Mapping[str, Any]) -> dict[str, Any]:
    spec = body.get("spec")
    kept = {key: value for key, value in spec.items() if key not in _PATCHES} if isinstance(spec, Mapping) else spec
    return {**body, "spec": kept}


def _absolute(root: Path, file: str) -> str:
    """A file outside of the repository is not in the copy."""
    return os.path.normpath(root / file) if file.startswith("..") else file


def _copy(root: Path, place: Path) -> None:
    def left_out(folder: str, names: list[str]) -> set[str]:
        return {name for name in names if not _is_needed(Path(folder) / name)}

    shutil.copytree(root, place, symlinks=True, ignore=left_out)


def _is_needed(path: Path) -> bool:
    if path.is_symlink():
        return True
    if path.is_dir():
        return path.name not in _NOT_COPIED and not path.name.startswith(".")
    return path.is_file() and path.stat().st_size <= LARGEST_FILE


def _by_key(objects: Sequence[Object]) -> dict[_Key, Object]:
    found: dict[_Key, Object] = {}
    for item in objects:
        key: _Key = (item.directory, item.environment, item.origin, item.identity)
        number = 0
        while (*key, number) in found:
            number += 1
        found[(*key, number)] = item
    return found
