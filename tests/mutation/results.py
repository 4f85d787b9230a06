"""What was found before: one line a trial, added as it ends, so that a run that is cut off loses nothing."""

import json
from collections import defaultdict
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Record:
    """Of one file and one set of tests: name of the mutant -> whether it survives them."""

    path: Path
    key: str
    survives: dict[str, bool]

    def add(self, name: str, survives: bool) -> None:
        """Keeps one result."""
        self.survives[name] = survives
        self.path.parent.mkdir(exist_ok=True)
        with self.path.open("a", encoding="utf-8") as file:
            file.write(f"{self.key}\t{'survives' if survives else 'killed'}\t{json.dumps(name)}\n")


class Results:
    """The text file of all results: KEY, "killed" or "survives", the mutant's name quoted."""

    def __init__(self, path: Path, *, survivors_again: bool = False) -> None:
        self._path = path
        self._known: dict[str, dict[str, bool]] = defaultdict(dict)
        for line in path.read_text(encoding="utf-8").splitlines() if path.is_file() else ():
            key, found, name = line.split("\t", 2)
            self._known[key][name] = found == "survives"
        if survivors_again:
            for names in self._known.values():
                for name in [name for name, survives in names.items() if survives]:
                    del names[name]

    def of(self, file: str, texts: str) -> Record:
        """The results of a file whose text, and that of its tests, has the sum `texts`."""
        key = f"{file}@{texts}"
        return Record(self._path, key, {json.loads(name): found for name, found in self._known[key].items()})
