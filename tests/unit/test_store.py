"""Callbacks in a real SQLite and a real PostgreSQL database."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from admissions import audit
from admissions.callbacks.store import (
    Agreed,
    Conflict,
    NotFound,
    book,
    cancel,
    find,
    listed,
    live_in_conversation,
    move,
    set_status,
)
from admissions.database import DatabaseError
from admissions.outbox import undelivered
from tests.conftest import ROOT


def test_what_was_agreed_is_saved(either_database: str, agreed: Agreed, now: datetime) -> None:
    saved = find(book(agreed, now).reference.lower())
    assert (saved.name, saved.phone_e164, saved.status, saved.consent_at) == ("Bea", "+16145550135", "booked", now.isoformat())


def test_the_same_yes_twice_makes_one_row(either_database: str, agreed: Agreed, now: datetime) -> None:
    assert book(agreed, now).reference == book(agreed, now).reference
    assert len(listed()) == 1


def test_many_at_once_make_one_row(either_database: str, agreed: Agreed, now: datetime) -> None:
    book(replace(agreed, conversation_id="warm-up"), now)  # makes the schema
    with ThreadPoolExecutor(8) as pool:
        references = list(pool.map(lambda _: book(agreed, now).reference, range(16)))
    assert len(set(references)) == 1
    assert len(listed()) == 2


def test_two_conversations_are_two_callbacks(either_database: str, agreed: Agreed, now: datetime) -> None:
    assert book(agreed, now).reference != book(replace(agreed, conversation_id="chat-2"), now).reference


def test_a_callback_moves(either_database: str, agreed: Agreed, now: datetime) -> None:
    reference = book(agreed, now).reference
    later = now + timedelta(days=1)
    assert move(reference, later, later + timedelta(hours=1), "America/New_York", now).window_start == later.isoformat()


def test_of_two_who_claim_one_wins(either_database: str, agreed: Agreed, now: datetime) -> None:
    reference = book(agreed, now).reference
    set_status(reference, "claimed", now, "ann", ("booked",))
    with pytest.raises(Conflict, match="claimed by ann"):
        set_status(reference, "claimed", now, "ben", ("booked",))


def test_a_cancelled_callback_does_not_move(either_database: str, agreed: Agreed, now: datetime) -> None:
    reference = book(agreed, now).reference
    set_status(reference, "cancelled", now)
    with pytest.raises(Conflict):
        move(reference, now, now, "America/New_York", now)


def test_an_unknown_reference_is_said_so(either_database: str) -> None:
    with pytest.raises(NotFound, match="XXXXXX"):
        find("XXXXXX")


def test_a_database_that_is_none_is_a_clear_error(monkeypatch: pytest.MonkeyPatch, agreed: Agreed, now: datetime) -> None:
    monkeypatch.setenv("DATABASE_URL", "nonsense")
    with pytest.raises(DatabaseError, match="is no database URL"):
        book(agreed, now)


def test_a_confirmation_that_arrives_late_changes_nothing(either_database: str, agreed: Agreed, now: datetime) -> None:
    first = replace(agreed, idempotency_key="message-1")
    second = replace(
        first, start=agreed.start + timedelta(days=1), end=agreed.end + timedelta(days=1), idempotency_key="message-2"
    )
    reference = book(first, now).reference
    assert book(second, now).reference == reference
    assert book(first, now).window_start == second.start.isoformat()
    set_status(reference, "cancelled", now)
    assert book(second, now).status == "cancelled"
    assert len(listed()) == 1
    assert book(replace(first, idempotency_key="message-3"), now).reference != reference


def test_the_same_yes_again_tells_staff_once(
    either_database: str, agreed: Agreed, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("NOTIFY_EMAIL", "staff@example.com")
    for _ in range(3):
        book(agreed, now)
    assert [notice.event for notice in undelivered()] == ["booked"]
    book(replace(agreed, phone_e164="+16145550136"), now)
    assert [notice.event for notice in undelivered()] == ["booked", "changed"]


BOOKS_AND_DIES = """
import os, signal, sys
from datetime import datetime, timedelta
from sqlalchemy import event
from sqlalchemy.orm import Session
from admissions.callbacks.store import Agreed, book
now = datetime.fromisoformat(sys.argv[1])
event.listen(Session, sys.argv[2], lambda session: os.kill(os.getpid(), signal.SIGKILL))
book(Agreed("chat-1", "Bea", "+16145550135", now, now + timedelta(hours=1), "America/New_York", "self", "v1", "rest",
            idempotency_key="message-1"), now)
"""


@pytest.mark.parametrize(("moment", "saved"), [("before_commit", 0), ("after_commit", 1)])
def test_killed_around_the_write_and_asked_again(
    either_database: str, agreed: Agreed, now: datetime, moment: str, saved: int
) -> None:
    environment = {**os.environ, "PYTHONPATH": str(ROOT), "NOTIFY_EMAIL": "staff@example.com"}
    listed()
    killed = subprocess.run([sys.executable, "-c", BOOKS_AND_DIES, now.isoformat(), moment], env=environment)
    assert killed.returncode == -signal.SIGKILL
    assert (len(listed()), len(undelivered())) == (saved, saved)
    reference = book(replace(agreed, idempotency_key="message-1"), now).reference
    assert [callback.reference for callback in listed()] == [reference]


def test_fifty_who_claim_at_once(either_database: str, agreed: Agreed, now: datetime) -> None:
    reference = book(agreed, now).reference

    def claim(number: int) -> str:
        try:
            return set_status(reference, "claimed", now, f"person {number}", ("booked",)).handled_by
        except Conflict as problem:
            return str(problem)

    with ThreadPoolExecutor(50) as pool:
        answers = list(pool.map(claim, range(50)))
    winner = find(reference).handled_by
    assert answers.count(winner) == 1
    assert answers.count(f"The callback {reference} is claimed by {winner}.") == 49


def test_a_callback_is_taken_over_by_another_conversation(either_database: str, agreed: Agreed, now: datetime) -> None:
    reference = book(agreed, now).reference
    later = agreed.start + timedelta(days=1)
    move(reference, later, later + timedelta(hours=1), agreed.timezone, now, conversation_id="chat-2")
    assert live_in_conversation("chat-1") is None
    assert live_in_conversation("chat-2").reference == reference  # type: ignore[union-attr]


def test_every_change_leaves_a_line(either_database: str, agreed: Agreed, now: datetime) -> None:
    reference = book(agreed, now).reference
    move(reference, agreed.start, agreed.end + timedelta(hours=1), agreed.timezone, now)
    set_status(reference, "claimed", now, "ann", ("booked",))
    set_status(reference, "cancelled", now)
    lines = [(line.who, line.what) for line in audit.trail(reference)]
    assert lines == [("visitor", "booked"), ("visitor", "moved"), ("ann", "claimed"), ("visitor", "cancelled")]


def test_a_visitor_whom_nobody_reached_still_has_the_call(database: str, agreed: Agreed, now: datetime) -> None:
    reference = book(agreed, now).reference
    set_status(reference, "no-answer", now, "ann")
    standing = live_in_conversation(agreed.conversation_id)
    assert standing and standing.reference == reference
    later = agreed.start + timedelta(days=1)
    moved = move(reference, later, later + timedelta(hours=1), agreed.timezone, now)
    assert (moved.status, moved.handled_by) == ("booked", None)
    set_status(reference, "no-answer", now, "ann")
    again = book(replace(agreed, idempotency_key="another yes"), now)
    assert (again.reference, again.status) == (reference, "booked")
    set_status(reference, "no-answer", now, "ann")
    assert cancel(reference, now).status == "cancelled"
