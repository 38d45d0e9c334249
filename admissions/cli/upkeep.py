"""`python -m admissions migrate | backup | purge | erase | proof | keys | outbox | audit`."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import Any

from admissions import audit, outbox, retention, rotation
from admissions.backup import backup
from admissions.cli.printing import print_table
from admissions.clock import now
from admissions.database import database_url, engine
from admissions.keyring import keyring, new_key
from admissions.program import program
from admissions.reading.phone import read_phone


def add_to(commands: Any, who: argparse.ArgumentParser) -> None:
    """Add the commands to the parser; `who` brings `--by`."""
    migrate = commands.add_parser("migrate", help="bring the database up to date (the processes also do it at start)")
    migrate.set_defaults(run=_migrate)
    copy = commands.add_parser("backup", help="copy the SQLite database into a new file while everything runs")
    copy.add_argument("file", type=Path)
    copy.set_defaults(run=_backup)
    commands.add_parser("purge", help="remove what program.yml keeps no longer (also done daily)").set_defaults(run=_purge)
    erase = commands.add_parser("erase", parents=[who], help="remove one person: every callback for the same number")
    erase.add_argument("reference")
    erase.set_defaults(run=_erase)
    proof = commands.add_parser("proof", parents=[who], help="what was agreed to for a number, also after the callback is gone")
    proof.add_argument("number")
    proof.set_defaults(run=_proof)
    trail = commands.add_parser("audit", help="who saw and changed callbacks")
    trail.add_argument("reference", nargs="?")
    trail.set_defaults(run=_audit)
    notices = commands.add_parser("outbox", help="what staff are still to be told, and what failed")
    notices.set_defaults(run=_outbox)
    again = notices.add_subparsers(metavar="retry").add_parser("retry", help="try again for a day what has failed")
    again.add_argument("reference", nargs="?")
    again.set_defaults(run=_retry)
    keys = commands.add_parser("keys", help="the keys that names and numbers are sealed with")
    inner = keys.add_subparsers(required=True, metavar="COMMAND")
    inner.add_parser("new", help="print a new key").set_defaults(run=lambda _: print(new_key()))
    inner.add_parser("rotate", help="add a key and seal everything with it").set_defaults(run=_rotate)
    inner.add_parser("retire", help="take the older keys out of use").set_defaults(run=_retire)


def _migrate(_: argparse.Namespace) -> None:
    engine(database_url())
    print("The database is up to date.")


def _backup(asked: argparse.Namespace) -> None:
    backup(asked.file)
    print(f"The database is copied to {asked.file}. Without the keys nobody can read it: keep them, and not beside it.")


def _purge(_: argparse.Namespace) -> None:
    removed = {what: count for what, count in retention.purge(now(), program().retention).items() if count}
    print("Removed: " + (", ".join(f"{count} {what}" for what, count in removed.items()) or "nothing was old enough") + ".")


def _erase(asked: argparse.Namespace) -> None:
    references = retention.erase(asked.reference, now(), asked.by)
    print(f"Erased: {', '.join(references)}. The proof of consent stays, without name and number.")


def _proof(asked: argparse.Namespace) -> None:
    number = read_phone(asked.number).e164
    if number is None:
        raise ValueError(f"{asked.number} is no phone number.")
    consents = retention.proofs(number)
    audit.saw(now(), asked.by, "proof", [consent.reference for consent in consents])
    if not consents:
        print("Nothing was agreed to for this number, or it is too long ago.")
        return
    yes = {True: "yes", False: "no"}
    rows = [
        [each.consented_at, each.wording_version, each.channel, yes[each.voicemail_ok], yes[each.texts_ok], each.reference]
        for each in consents
    ]
    print_table(("Agreed at", "Wording", "Channel", "Voicemail", "Texts", "Reference"), rows)


def _audit(asked: argparse.Namespace) -> None:
    lines = audit.trail(asked.reference)
    if not lines:
        print("There are no lines.")
        return
    print_table(("When", "Who", "What", "Reference"), [[line.at, line.who, line.what, line.reference or "-"] for line in lines])


def _outbox(_: argparse.Namespace) -> None:
    notices = outbox.undelivered()
    if not notices:
        print("Staff have been told of everything.")
        return
    rows = [
        [
            notice.reference,
            notice.event,
            notice.channel,
            notice.state.upper() if notice.state == outbox.FAILED else notice.state,
            str(notice.attempts),
            notice.due_at or "now" if notice.state == outbox.WAITING else "",
            "; ".join(filter(None, (notice.last_problem, "may have arrived" if notice.unsure else ""))),
        ]
        for notice in notices
    ]
    print_table(("Reference", "What", "Channel", "State", "Tries", "Next try", "Problem"), rows)


def _retry(asked: argparse.Namespace) -> None:
    count = outbox.retry(asked.reference)
    print(f"Tried again: {count}." if count else "Nothing has failed.")


def _rotate(_: argparse.Namespace) -> None:
    count = rotation.rotate(now())
    print(f"{count} texts are sealed with the new key {keyring().newest.name}. When everything runs well: keys retire.")


def _retire(_: argparse.Namespace) -> None:
    given = keyring().file is None
    left = rotation.retire()
    print(f"Only the key {left[0].name} is in use now. Keys in old back-ups open those back-ups only.")
    if given and len(left) > 1:
        print("In ADMISSIONS_KEYS, put these instead of the older keys. They open nothing, and still find proof of consent:")
        print(",".join(key.line for key in left[1:]))
