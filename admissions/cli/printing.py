"""Tables that people like to read, and data that programs do."""

from __future__ import annotations

import csv
import io
import json
import sys
from typing import Any, Iterable, Sequence

from rich.console import Console
from rich.table import Table
from rich.text import Text

from admissions.callbacks.record import EXPORTED

WIDE = 240  # columns where nobody looks on, so that nothing is cut
_FORMULA = ("=", "+", "-", "@")


def printable(text: str) -> str:
    """What a visitor typed, without characters that would steer a terminal."""
    return "".join(character if character.isprintable() else "?" for character in text)


def print_table(headings: Sequence[str], rows: Iterable[Sequence[str]]) -> None:
    """Columns that are empty in every row are left out."""
    rows = [list(row) for row in rows]
    used = [column for column in range(len(headings)) if any(row[column] for row in rows)]
    table = Table(box=None, pad_edge=False, header_style="bold")
    for column in used:
        table.add_column(headings[column], no_wrap=headings[column] in ("Reference", "Phone"))
    for row in rows:
        table.add_row(*(Text(printable(row[column])) for column in used))
    Console(width=None if sys.stdout.isatty() else WIDE).print(table)


def as_json(rows: list[dict[str, Any]]) -> str:
    return json.dumps(rows, indent=2) + "\n"


def as_csv(rows: list[dict[str, Any]]) -> str:
    """With headings, also where there are no rows. A name that a spreadsheet would take for a formula is made text."""
    stream = io.StringIO()
    writer = csv.DictWriter(stream, EXPORTED, lineterminator="\n")
    writer.writeheader()
    for row in rows:
        name = row["name"]
        writer.writerow({**row, "name": f"'{name}" if name and name.startswith(_FORMULA) else name})
    return stream.getvalue()
