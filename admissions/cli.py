"""The staff's command line: `python -m admissions callbacks list|show|claim|done|no-answer|cancel|export`."""

from __future__ import annotations

import argparse
import csv
import getpass
import json
import sys
from datetime import datetime

from rich.console import Console
from rich.table import Table

from admissions.callbacks.record import EXPORTED, LIVE, Callback
from admissions.callbacks.store import Conflict, NotFound, find, listed, set_status
from admissions.clock import now
from admissions.database import DatabaseError
from admissions.program import ProgramError
from admissions.reading.phone import readable
from admissions.reading.spoken import say_window

# What a command makes of a callback, and from which states.
CHANGES = {
    "claim": ("claimed", ("booked",)),
    "done": ("done", LIVE),
    "no-answer": ("no-answer", LIVE),
    "cancel": ("cancelled", LIVE),
}


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m admissions", description=__doc__)
    callbacks = parser.add_subparsers(required=True, metavar="callbacks").add_parser(
        "callbacks", help="see and work the callbacks"
    )
    commands = callbacks.add_subparsers(dest="command", required=True)
    listing = commands.add_parser("list", help="the callbacks that wait, the next first")
    listing.add_argument("--all", action="store_true", help="also those that are done or cancelled")
    export = commands.add_parser("export", help="all callbacks as data")
    export.add_argument("--format", choices=("json", "csv"), default="json")
    commands.add_parser("show", help="one callback whole").add_argument("reference")
    for command in CHANGES:
        change = commands.add_parser(command, help=f"mark a callback: {CHANGES[command][0]}")
        change.add_argument("reference")
        change.add_argument("--by", default=getpass.getuser(), help="who does it (default: you)")
    return parser


def _window(callback: Callback) -> str:
    start, end = (datetime.fromisoformat(moment) for moment in (callback.window_start, callback.window_end))
    return say_window(start, end, callback.timezone)


def _print_list(everything: bool) -> None:
    callbacks = listed(None if everything else LIVE)
    if not callbacks:
        print("No callbacks are waiting.")
        return
    table = Table(box=None, pad_edge=False, header_style="bold")
    for heading in ("Reference", "When", "Name", "Phone", "For", "Status"):
        table.add_column(heading, no_wrap=heading in ("Reference", "Phone"))
    for callback in callbacks:
        first = " (spoke of danger: review first)" if callback.crisis else ""
        owner = f" by {callback.handled_by}" if callback.handled_by else ""
        table.add_row(
            callback.reference,
            _window(callback),
            callback.name or "-",
            readable(callback.phone_e164),
            callback.for_whom,
            f"{callback.status}{owner}{first}",
        )
    Console().print(table)


def _export(form: str) -> None:
    rows = [callback.as_dict() for callback in listed()]
    if form == "json":
        print(json.dumps(rows, indent=2))
        return
    writer = csv.DictWriter(sys.stdout, EXPORTED)
    writer.writeheader()
    writer.writerows(rows)


def main(arguments: list[str] | None = None) -> int:
    """Run one command; return the exit code. Errors are one sentence on standard error."""
    asked = _parser().parse_args(arguments)
    try:
        if asked.command == "list":
            _print_list(asked.all)
        elif asked.command == "export":
            _export(asked.format)
        elif asked.command == "show":
            for key, value in find(asked.reference).as_dict().items():
                print(f"{key + ':':17}{value if value is not None else '-'}")
        else:
            status, only_from = CHANGES[asked.command]
            callback = set_status(asked.reference, status, now(), asked.by, only_from)
            print(f"{callback.reference} is {callback.status}, {_window(callback)}.")
    except (DatabaseError, NotFound, Conflict, ProgramError, ValueError) as problem:
        print(problem, file=sys.stderr)
        return 1
    return 0
