"""Leases: of several notifiers one tells, and what a dead one held is told by another."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from admissions.callbacks.agreed import Agreed
from admissions.callbacks.store import book, cancel
from admissions.cli import main
from admissions.notifier import queue
from admissions.notifier.queue import LEASE, LeaseLost, delivered, hand_over, not_delivered, pause_after, take_next
from admissions.outbox import EMAIL, WEBHOOK, serve, undelivered


@pytest.fixture
def reference(either_database: str, agreed: Agreed, now: datetime, monkeypatch: pytest.MonkeyPatch) -> str:
    monkeypatch.setenv("NOTIFY_EMAIL", "desk@example.com")
    return book(agreed, now).reference


def test_twenty_at_once_and_one_gets_it(reference: str, now: datetime) -> None:
    with ThreadPoolExecutor(20) as pool:
        taken = list(pool.map(lambda number: take_next(EMAIL, f"owner {number}", now), range(20)))
    assert len(list(filter(None, taken))) == 1


def test_what_a_dead_one_held_is_taken_up_after_its_lease(reference: str, now: datetime) -> None:
    assert take_next(EMAIL, "dead", now)
    assert take_next(EMAIL, "next", now + LEASE / 2) is None
    again = take_next(EMAIL, "next", now + LEASE)
    assert again
    assert again.attempt == 2
    assert not undelivered()[0].unsure  # it never came to handing over


def test_a_death_while_handing_over_is_marked(reference: str, now: datetime) -> None:
    parcel = take_next(EMAIL, "dead", now)
    assert parcel
    hand_over(parcel, now)
    again = take_next(EMAIL, "next", now + LEASE)
    assert again
    assert again.key == parcel.key
    assert undelivered()[0].unsure


def test_who_lost_the_lease_hands_nothing_over(reference: str, now: datetime) -> None:
    slow = take_next(EMAIL, "slow", now)
    assert slow
    with pytest.raises(LeaseLost):
        hand_over(slow, now + LEASE)
    fast = take_next(EMAIL, "fast", now + LEASE)
    assert fast
    with pytest.raises(LeaseLost):
        hand_over(slow, now + LEASE)
    not_delivered(slow, "too slow", now + LEASE)  # and cannot undo what the other does
    hand_over(fast, now + LEASE)
    delivered(fast, now + LEASE)
    assert undelivered() == []


def test_what_is_told_is_forgotten_once_it_is_told(reference: str, now: datetime) -> None:
    from admissions.database import reading
    from admissions.outbox import Notice

    parcel = take_next(EMAIL, "one", now)
    assert parcel
    delivered(parcel, now)
    with reading() as session:
        assert session.query(Notice).one().payload is None


def test_channels_that_the_notifier_serves_are_told_from_any_shell(either_database: str, agreed: Agreed, now: datetime) -> None:
    serve([EMAIL, WEBHOOK])
    reference = book(agreed, now).reference
    assert sorted(notice.channel for notice in undelivered()) == [EMAIL, WEBHOOK]
    serve([])
    cancel(reference, now)
    assert len(undelivered()) == 2


def test_without_a_channel_nothing_is_written(either_database: str, agreed: Agreed, now: datetime) -> None:
    book(agreed, now)
    assert undelivered() == []


def test_what_failed_is_shown_and_can_be_tried_again(
    reference: str, agreed: Agreed, now: datetime, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("ADMISSIONS_NOW", now.isoformat())
    book(replace(agreed, conversation_id="chat-2"), now)
    parcel = take_next(EMAIL, "one", now)
    assert parcel
    day_later = now + queue.GIVE_UP_AFTER
    assert not_delivered(parcel, "the mail server said 554", day_later) is None
    main(["callbacks", "list"])
    (line,) = [line for line in capsys.readouterr().out.splitlines() if line.startswith(reference)]
    assert "email failed" in line
    main(["outbox"])
    printed = capsys.readouterr().out
    assert "FAILED" in printed
    assert "554" in printed
    assert main(["outbox", "retry", reference]) == 0
    assert take_next(EMAIL, "two", day_later)


def test_pauses_grow_to_an_hour_and_differ() -> None:
    assert all(timedelta(seconds=5) <= pause_after(1) <= timedelta(seconds=15) for _ in range(50))
    assert all(timedelta(minutes=30) <= pause_after(40) <= timedelta(minutes=90) for _ in range(50))
    assert len({pause_after(5) for _ in range(20)}) > 10
