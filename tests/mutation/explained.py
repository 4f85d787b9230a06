"""The mutants that may survive, each with its reason."""

from pathlib import Path

import yaml


def read_explained(path: Path) -> dict[str, dict[str, str]]:
    """File -> name of the mutant -> reason, from explained.yaml: FILE: [{mutants: [NAME], reason: TEXT}]."""
    found = yaml.safe_load(path.read_text(encoding="utf-8")) or {}
    return {
        file: {name: entry["reason"] for entry in entries for name in entry["mutants"]}
        for file, entries in found.items()
    }
