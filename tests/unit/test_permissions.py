"""What is noted beside a booking, in a real SQLite and a real PostgreSQL database."""

from __future__ import annotations

from datetime import datetime

import pytest

from admissions.callbacks.agreed import Agreed
from admissions.callbacks.permissions import permit
from admissions.callbacks.store import Conflict, book, cancel, move
from admissions.callbacks.visitors import latest_in_conversation
from admissions.outbox import undelivered
from admissions.retention import proofs


def test_a_permission_is_noted_with_a_proof_of_its_own(either_database: str, agreed: Agreed, now: datetime) -> None:
    reference = book(agreed, now).reference
    permit(reference, now, "v2", voicemail_ok=True)
    after = permit(reference, now, "v2", texts_ok=False)
    assert (after.voicemail_ok, after.texts_ok) == (True, False)
    proved = [(proof.wording_version, proof.voicemail_ok, proof.texts_ok) for proof in proofs(agreed.phone_e164)]
    assert proved == [("v1", False, False), ("v2", True, False)]  # a no to what was not allowed changes nothing


def test_a_permission_for_a_call_that_is_over_is_refused(either_database: str, agreed: Agreed, now: datetime) -> None:
    reference = book(agreed, now).reference
    cancel(reference, now)
    with pytest.raises(Conflict):
        permit(reference, now, "v2", voicemail_ok=True)


def test_a_permission_is_told_to_the_webhook_only(
    either_database: str, agreed: Agreed, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("NOTIFY_EMAIL", "staff@example.org")
    monkeypatch.setenv("NOTIFY_WEBHOOK", "https://example.org/hook")
    reference = book(agreed, now).reference
    permit(reference, now, "v2", voicemail_ok=True)
    told = [(notice.channel, notice.event) for notice in undelivered()]
    assert sorted(told) == [("email", "booked"), ("webhook", "booked"), ("webhook", "changed")]


def test_a_move_can_bring_another_name(either_database: str, agreed: Agreed, now: datetime) -> None:
    booked = book(agreed, now)
    moved = move(booked.reference, agreed.start, agreed.end, agreed.timezone, now, name="Bee")
    assert (moved.name, moved.window_start) == ("Bee", booked.window_start)


def test_the_latest_callback_of_a_conversation_is_found_when_it_is_over(
    either_database: str, agreed: Agreed, now: datetime
) -> None:
    assert latest_in_conversation(agreed.conversation_id) is None
    cancel(book(agreed, now).reference, now)
    latest = latest_in_conversation(agreed.conversation_id)
    assert latest and latest.phone_e164 == agreed.phone_e164
