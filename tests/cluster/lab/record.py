"""What scenarios found, for the report of a run: tables by title, filled row by row."""

import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass, field
from pathlib import Path


@dataclass(slots=True)
class Table:
    """Rows of text under columns of text."""

    columns: tuple[str, ...]
    rows: list[tuple[str, ...]] = field(default_factory=list)


@dataclass(slots=True)
class Record:
    """The tables of one run, in the order in which they were begun."""

    tables: dict[str, Table] = field(default_factory=dict)

    def row(self, title: str, columns: Sequence[str], *values: object) -> None:
        """Add a row to the table of that title. Raises ValueError if the table has other columns."""
        table = self.tables.setdefault(title, Table(tuple(columns)))
        if table.columns != tuple(columns) or len(values) != len(table.columns):
            raise ValueError(f"{title!r} has the columns {table.columns}")
        table.rows.append(tuple(" ".join(str(value).split()) for value in values))

    def write(self, path: Path) -> None:
        """As JSON: `{title: {"columns": [...], "rows": [[...]]}}`."""
        path.parent.mkdir(parents=True, exist_ok=True)
        text = json.dumps({title: asdict(table) for title, table in self.tables.items()}, indent=2)
        path.write_text(text + "\n", encoding="utf-8")
