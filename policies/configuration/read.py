"""policies.yaml, from text to values."""

import os
from collections.abc import Sequence
from pathlib import Path

from manifests.errors import UserError
from manifests.reader import Node, read_documents
from manifests.text_file import read_text_file
from policies.configuration.environments import read_environments
from policies.configuration.facts import read_facts
from policies.configuration.rule_settings import read_rules
from policies.configuration.sheet import Sheet
from policies.configuration.values import Configuration
from policies.configuration.version import read_version
from policies.configuration.waivers import read_waivers
from policies.files import boundary_of, is_inside
from policies.rule import Profile, Rule
from policies.rules.catalogue import RULES

FILE = "policies.yaml"
PROFILES = {profile.value: profile for profile in Profile}
_KEYS = ("profile", "kubernetes", "rules", "facts", "environments", "waivers", "baseline")


def load_configuration(root: Path, file: str = FILE, *, rules: Sequence[Rule] = RULES) -> Configuration:
    """The configuration of the repository at `root`. Without a policies.yaml: profile essential, `file` None.

    Raises MistakesError with all mistakes of the file, UserError if it cannot be read. A `file` other than the default
    must exist.
    """
    path = root / file
    boundary = boundary_of(root)
    if file == FILE and not is_inside(os.path.realpath(path), boundary):
        raise UserError(f"{file}: leads out of this repository, and nothing outside of it is read: copy it here")
    try:
        text = read_text_file(path, file)
    except FileNotFoundError:
        if path.is_symlink():
            raise UserError(f"{file}: cannot be read: a link to what is not there; correct or remove it") from None
        if file != FILE:
            raise UserError(f"{file}: no such file: name a policies.yaml") from None
        return Configuration()
    configuration = read_configuration(text, file, rules)
    baseline = configuration.baseline
    if baseline is not None and not is_inside(os.path.realpath(root / baseline), boundary):
        raise UserError(f"{file}: baseline {baseline} leads out of this repository: keep it here")
    return configuration


def read_configuration(text: str, file: str, rules: Sequence[Rule] = RULES) -> Configuration:
    """The configuration that this text says. Raises MistakesError with every mistake at once."""
    documents = [document for document in read_documents(text, file) if document.root is not None or document.oddities]
    sheet = Sheet(file, [oddity for document in documents for oddity in document.oddities])
    roots = [document.root for document in documents if document.root is not None]
    if len(roots) > 1:
        sheet.wrong(roots[1].position, "a second document: policies.yaml is one document")
    configuration = _read(sheet, roots[0], {rule.id: rule for rule in rules}) if roots else Configuration(file=file)
    sheet.raise_mistakes()
    return configuration


def _read(sheet: Sheet, root: Node, rules: dict[str, Rule]) -> Configuration:
    said = dict(sheet.entries(root, sheet.file, _KEYS))
    profile = sheet.choice(said["profile"], "profile", PROFILES) if "profile" in said else None
    version = read_version(sheet, said["kubernetes"]) if "kubernetes" in said else None
    return Configuration(
        profile=profile or Profile.ESSENTIAL,
        kubernetes=version,
        rules=read_rules(sheet, said["rules"], "rules", rules) if "rules" in said else {},
        facts=read_facts(sheet, said["facts"], "facts") if "facts" in said else {},
        environments=read_environments(sheet, said["environments"], rules) if "environments" in said else (),
        waivers=read_waivers(sheet, said["waivers"]) if "waivers" in said else (),
        file=sheet.file,
        baseline=sheet.text(said["baseline"], "baseline") if "baseline" in said else None,
    )
