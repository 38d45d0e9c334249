"""Callbacks in a real SQLite database."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from admissions.callbacks.store import Agreed, Conflict, NotFound, book, find, listed, move, set_status
from admissions.database import DatabaseError


@pytest.fixture
def agreed(now: datetime) -> Agreed:
    return Agreed("chat-1", "Bea", "+16145550135", now, now + timedelta(hours=1), "America/New_York", "self", "v1", "rest")


def test_what_was_agreed_is_saved(database: str, agreed: Agreed, now: datetime) -> None:
    saved = find(book(agreed, now).reference.lower())
    assert (saved.name, saved.phone_e164, saved.status, saved.consent_at) == ("Bea", "+16145550135", "booked", now.isoformat())


def test_the_same_yes_twice_makes_one_row(database: str, agreed: Agreed, now: datetime) -> None:
    assert book(agreed, now).reference == book(agreed, now).reference
    assert len(listed()) == 1


def test_many_at_once_make_one_row(database: str, agreed: Agreed, now: datetime) -> None:
    book(replace(agreed, conversation_id="warm-up"), now)  # makes the schema
    with ThreadPoolExecutor(8) as pool:
        references = list(pool.map(lambda _: book(agreed, now).reference, range(16)))
    assert len(set(references)) == 1
    assert len(listed()) == 2


def test_two_conversations_are_two_callbacks(database: str, agreed: Agreed, now: datetime) -> None:
    assert book(agreed, now).reference != book(replace(agreed, conversation_id="chat-2"), now).reference


def test_a_callback_moves(database: str, agreed: Agreed, now: datetime) -> None:
    reference = book(agreed, now).reference
    later = now + timedelta(days=1)
    assert move(reference, later, later + timedelta(hours=1), "America/New_York", now).window_start == later.isoformat()


def test_of_two_who_claim_one_wins(database: str, agreed: Agreed, now: datetime) -> None:
    reference = book(agreed, now).reference
    set_status(reference, "claimed", now, "ann", ("booked",))
    with pytest.raises(Conflict, match="claimed by ann"):
        set_status(reference, "claimed", now, "ben", ("booked",))


def test_a_cancelled_callback_does_not_move(database: str, agreed: Agreed, now: datetime) -> None:
    reference = book(agreed, now).reference
    set_status(reference, "cancelled", now)
    with pytest.raises(Conflict):
        move(reference, now, now, "America/New_York", now)


def test_an_unknown_reference_is_said_so(database: str) -> None:
    with pytest.raises(NotFound, match="XXXXXX"):
        find("XXXXXX")


def test_a_database_that_is_none_is_a_clear_error(monkeypatch: pytest.MonkeyPatch, agreed: Agreed, now: datetime) -> None:
    monkeypatch.setenv("DATABASE_URL", "nonsense")
    with pytest.raises(DatabaseError, match="is no database URL"):
        book(agreed, now)
