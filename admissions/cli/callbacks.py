"""`python -m admissions callbacks …`: list, show, claim, done, no-answer, cancel, export."""

from __future__ import annotations

import argparse
from collections import defaultdict
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from admissions import audit, outbox
from admissions.callbacks.record import CLAIMED, LIVE, NO_ANSWER, PROMISED, Callback
from admissions.callbacks.store import Conflict, find, listed, set_status
from admissions.cli.printing import as_csv, as_json, print_table, printable
from admissions.clock import now
from admissions.program import program
from admissions.reading.phone import readable
from admissions.reading.spoken import say_choice, say_window

# What a command makes of a callback, and from which states.
CHANGES = {
    "claim": (CLAIMED, ("booked", NO_ANSWER)),
    "done": ("done", LIVE),
    "no-answer": (NO_ANSWER, LIVE),
    "cancel": ("cancelled", LIVE),
}


def add_to(commands: Any, who: argparse.ArgumentParser) -> None:
    """Add the commands to the parser; `who` brings `--by`."""
    callbacks = commands.add_parser("callbacks", help="see and work the callbacks")
    inner = callbacks.add_subparsers(required=True, metavar="COMMAND")
    listing = inner.add_parser("list", parents=[who], help="the callbacks that wait, the next first")
    listing.add_argument("--today", action="store_true", help="only those of today")
    listing.add_argument("--overdue", action="store_true", help="only those that wait although their time is over")
    listing.add_argument("--unclaimed", action="store_true", help="only those that nobody has claimed")
    listing.add_argument("--no-answer", action="store_true", help="only those that nobody answered: try them again")
    listing.add_argument("--all", action="store_true", help="also those that are done or cancelled")
    _add_format(listing, ("table", "json", "csv"))
    listing.set_defaults(run=_list)
    export = inner.add_parser("export", parents=[who], help="all callbacks as data")
    _add_format(export, ("json", "csv"))
    export.set_defaults(run=_export)
    show = inner.add_parser("show", parents=[who], help="one callback whole")
    show.add_argument("reference")
    show.set_defaults(run=_show)
    for command in CHANGES:
        change = inner.add_parser(command, parents=[who], help=f"mark a callback: {CHANGES[command][0]}")
        change.add_argument("reference")
        if command != "cancel":
            change.add_argument("--force", action="store_true", help="also when somebody else has claimed it")
        change.set_defaults(run=_change, change=command, force=command == "cancel")


def _add_format(command: argparse.ArgumentParser, forms: tuple[str, ...]) -> None:
    """`--format FORM`, the first by default, with `--json` and `--csv` for short."""
    command.add_argument("--format", choices=forms, default=forms[0])
    for form in ("json", "csv"):
        command.add_argument(f"--{form}", action="store_const", const=form, dest="format", help=f"the same as --format {form}")


def _list(asked: argparse.Namespace) -> None:
    moment = now()
    chosen = [callback for callback in listed(None if asked.all else LIVE) if _wanted(callback, asked, moment)]
    audit.saw(moment, asked.by, "list", [callback.reference for callback in chosen])
    if asked.format != "table":
        _print_data(chosen, asked.format)
    elif not chosen:
        print(
            "There are none of these."
            if asked.today or asked.overdue or asked.unclaimed or asked.no_answer
            else "No callbacks are waiting."
        )
    else:
        untold, same = _untold(), _same_number()
        rows = [_row(callback, moment, untold[callback.reference], same[callback.reference]) for callback in chosen]
        print_table(("Reference", "When", "Name", "Phone", "For", "Status", "Note"), rows)


def _wanted(callback: Callback, asked: argparse.Namespace, moment: datetime) -> bool:
    zone = program().timezone
    today = datetime.fromisoformat(callback.window_start).astimezone(zone).date() == moment.astimezone(zone).date()
    return (
        (today or not asked.today)
        and (_is_overdue(callback, moment) or not asked.overdue)
        and (callback.status == "booked" or not asked.unclaimed)
        and (callback.status == NO_ANSWER or not asked.no_answer)
    )


def _is_overdue(callback: Callback, moment: datetime) -> bool:
    return callback.status in PROMISED and datetime.fromisoformat(callback.window_end) < moment


def _untold() -> dict[str, list[str]]:
    """The channels through which staff were not told of a callback, by reference."""
    channels: dict[str, list[str]] = defaultdict(list)
    for notice in outbox.undelivered():
        if notice.state == outbox.FAILED and notice.channel not in channels[notice.reference]:
            channels[notice.reference].append(notice.channel)
    return channels


def _same_number() -> dict[str, list[str]]:
    """The other callbacks that wait for the same number, by reference. Only staff are told: to a visitor, that one exists is
    private."""
    by_number: dict[str, list[str]] = defaultdict(list)
    for callback in (waiting := listed(LIVE)):
        by_number[callback.phone_e164].append(callback.reference)
    others = {
        callback.reference: [each for each in by_number[callback.phone_e164] if each != callback.reference]
        for callback in waiting
    }
    return defaultdict(list, others)


def _row(callback: Callback, moment: datetime, untold: list[str], same_number: list[str]) -> list[str]:
    extension = f" ext. {callback.extension}" if callback.extension else ""
    owner = f" by {callback.handled_by}" if callback.handled_by else ""
    notes = [
        "try again" if callback.status == NO_ANSWER else "",
        "OVERDUE" if _is_overdue(callback, moment) else "",
        "spoke of danger: review first" if callback.crisis else "",
        "voicemail ok" if callback.voicemail_ok else "",
        "texts ok" if callback.texts_ok else "",
        f"same number as {', '.join(same_number)}" if same_number else "",
        f"{' and '.join(untold)} failed" if untold else "",
    ]
    return [
        callback.reference,
        _window(callback),
        callback.name or "-",
        readable(callback.phone_e164) + extension,
        callback.for_whom,
        callback.status + owner,
        "; ".join(note for note in notes if note),
    ]


def _window(callback: Callback) -> str:
    """By the centre's clock, and by the visitor's where that shows something else."""
    start, end = (datetime.fromisoformat(moment) for moment in (callback.window_start, callback.window_end))
    centre = program().timezone
    here = say_window(start.astimezone(centre), end.astimezone(centre), centre.key)
    there = start.astimezone(ZoneInfo(callback.timezone))
    if there.utcoffset() == start.astimezone(centre).utcoffset():
        return here
    return f"{here} (for them {say_choice(start, end, callback.timezone)})"


def _export(asked: argparse.Namespace) -> None:
    chosen = listed()
    audit.saw(now(), asked.by, "export", [callback.reference for callback in chosen])
    _print_data(chosen, asked.format)


def _print_data(chosen: list[Callback], form: str) -> None:
    rows = [callback.as_dict() for callback in chosen]
    print(as_json(rows) if form == "json" else as_csv(rows), end="")


def _show(asked: argparse.Namespace) -> None:
    callback = find(asked.reference)
    audit.saw(now(), asked.by, "show", [callback.reference])
    for key, value in callback.as_dict().items():
        print(f"{key + ':':17}{printable(str(value)) if value is not None else '-'}")
    if untold := _untold()[callback.reference]:
        print(f"{'not told by:':17}{', '.join(untold)}")


def _change(asked: argparse.Namespace) -> None:
    status, only_from = CHANGES[asked.change]
    only_from = (*only_from, CLAIMED) if asked.force else only_from
    try:
        callback = set_status(asked.reference, status, now(), asked.by, only_from, asked.force)
    except Conflict as problem:
        if find(asked.reference).status != CLAIMED:
            raise
        raise Conflict(f"{problem} To take it over, add --force.") from None
    print(f"{callback.reference} is {callback.status}, {_window(callback)}.")
