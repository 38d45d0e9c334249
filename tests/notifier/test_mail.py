"""E-mail to staff: what it holds, and that it arrives once."""

from __future__ import annotations

import threading
from dataclasses import replace
from datetime import datetime, timedelta, timezone
from typing import Any, Callable

import pytest
from icalendar import Calendar

from admissions.callbacks.agreed import Agreed
from admissions.callbacks.store import book, cancel, move
from admissions.notifier import queue
from admissions.notifier.mail import Mail
from admissions.notifier.settings import email_settings
from admissions.notifier.work import Worker
from admissions.outbox import undelivered
from admissions.retention import erase
from tests.notifier.conftest import HandClock
from tests.receivers import Mailbox


@pytest.fixture
def worker(mailbox: Mailbox, clock: HandClock) -> Worker:
    settings = email_settings()
    assert settings
    return Worker(Mail(settings), threading.Event(), clock)


def calendar_of(mail: Any) -> Any:
    (part,) = [part for part in mail.walk() if part.get_content_type() == "text/calendar"]
    calendar = Calendar.from_ical(part.get_content())
    assert part.get_param("method") == calendar["method"]
    return calendar


def words_of(mail: Any) -> str:
    return mail.get_body(("plain",)).get_content()


@pytest.fixture
def in_danger(either_database: str, worker: Worker, agreed: Agreed, now: datetime) -> str:
    """A callback with all that an e-mail must not say."""
    return book(replace(agreed, crisis="overdose", for_whom="husband", name="Zoë Q"), now).reference


def test_it_says_who_and_when_and_never_why(in_danger: str, worker: Worker, mailbox: Mailbox) -> None:
    assert worker.deliver_next()
    (mail,) = mailbox.mails
    words = words_of(mail)
    assert "Zoë, (614) 555-0135" in words
    assert "Tuesday, March 10" in words
    assert mail["To"] == "desk@example.com, lead@example.com"
    assert mail["Subject"] == f"New callback {in_danger}"
    whole = mail.as_string() + words + str(calendar_of(mail))
    assert not [word for word in ("overdose", "crisis", "husband", "Zoë Q", "treatment", "chat-1") if word in whole]


def test_a_bare_one_holds_the_reference_only(
    in_danger: str, worker: Worker, mailbox: Mailbox, program_lines: Callable[..., None]
) -> None:
    program_lines(notify_email="bare")
    worker.deliver_next()
    (mail,) = mailbox.mails
    whole = words_of(mail) + calendar_of(mail).to_ical().decode() + str(mail["Subject"])
    assert in_danger in whole
    assert not [word for word in ("Zoë", "555-0135", "6145550135") if word in whole]


def test_the_invitation_follows_the_callback(
    either_database: str, worker: Worker, mailbox: Mailbox, agreed: Agreed, now: datetime
) -> None:
    reference = book(agreed, now).reference
    later = agreed.start + timedelta(days=1)
    move(reference, later, later + timedelta(hours=1), agreed.timezone, now)
    cancel(reference, now)
    while worker.deliver_next():
        pass
    calendars = [calendar_of(mail) for mail in mailbox.mails]
    events = [calendar.walk("VEVENT")[0] for calendar in calendars]
    assert [str(calendar["method"]) for calendar in calendars] == ["REQUEST", "REQUEST", "CANCEL"]
    assert [int(event["sequence"]) for event in events] == [0, 1, 2]
    assert len({str(event["uid"]) for event in events}) == 1
    starts = [event["dtstart"].dt for event in events]
    assert starts == [each.astimezone(timezone.utc) for each in (agreed.start, later, later)]
    assert [str(event["status"]) for event in events] == ["CONFIRMED", "CONFIRMED", "CANCELLED"]
    assert "Bea" not in mailbox.mails[2].as_string() + words_of(mailbox.mails[2])


def test_who_is_erased_leaves_the_calendar(callback: Any, worker: Worker, mailbox: Mailbox, now: datetime) -> None:
    worker.deliver_next()
    erase(callback.reference, now, "ann")
    worker.deliver_next()
    assert str(calendar_of(mailbox.mails[1])["method"]) == "CANCEL"


@pytest.fixture
def callback(either_database: str, worker: Worker, agreed: Agreed, now: datetime) -> Any:
    return book(agreed, now)


def test_it_is_told_once(callback: Any, worker: Worker, mailbox: Mailbox) -> None:
    assert [worker.deliver_next() for _ in range(3)] == [True, False, False]
    assert len(mailbox.mails) == 1
    assert undelivered() == []


def test_killed_between_acceptance_and_commit_it_is_not_sent_again(
    callback: Any, worker: Worker, mailbox: Mailbox, clock: HandClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    class Killed(BaseException):
        pass

    def kill(*_: object, **__: object) -> None:
        raise Killed

    with monkeypatch.context() as dying:
        dying.setattr("admissions.notifier.queue.delivered", kill)
        with pytest.raises(Killed):
            worker.deliver_next()
    clock.wind(minutes=2)
    assert Worker(worker._channel, threading.Event(), clock).deliver_next()
    assert len(mailbox.mails) == 1
    assert undelivered() == []


def test_killed_before_the_server_answered_it_is_sent_again_as_the_same(
    callback: Any, worker: Worker, mailbox: Mailbox, clock: HandClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    parcel = queue.take_next("email", "dead", clock())
    assert parcel
    queue.hand_over(parcel, clock())
    clock.wind(minutes=2)
    assert worker.deliver_next()
    assert [mail["Message-ID"] for mail in mailbox.mails] == [f"<{callback.reference.lower()}-0-email@example.com>"]


def test_a_refusal_is_tried_again_with_the_same_message_id(
    callback: Any, worker: Worker, mailbox: Mailbox, clock: HandClock
) -> None:
    mailbox.replies = ["451 come back later", "554 no"]
    for _ in range(2):
        assert worker.deliver_next()
        assert not worker.deliver_next()  # not before its pause is over
        clock.wind(minutes=1)
    (notice,) = undelivered()
    assert (notice.attempts, notice.last_problem, notice.unsure) == (2, "the mail server said 554", False)
    assert worker.deliver_next()
    assert mailbox.mails[0]["Message-ID"] == f"<{callback.reference.lower()}-0-email@example.com>"
    assert undelivered() == []


def test_one_wrong_address_does_not_keep_it_from_the_others(callback: Any, worker: Worker, mailbox: Mailbox) -> None:
    mailbox.refused = {"lead@example.com"}
    worker.deliver_next()
    assert len(mailbox.mails) == 1
    assert undelivered() == []


def test_with_every_address_refused_it_waits(callback: Any, worker: Worker, mailbox: Mailbox) -> None:
    mailbox.refused = {"lead@example.com", "desk@example.com"}
    worker.deliver_next()
    assert undelivered()[0].last_problem == "the mail server said 550"


def test_a_server_that_is_away_is_tried_again(
    callback: Any, mailbox: Mailbox, clock: HandClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SMTP_URL", "smtp://127.0.0.1:9")
    away = Worker(Mail(email_settings()), threading.Event(), clock)  # type: ignore[arg-type]
    away.deliver_next()
    assert "could not be used" in undelivered()[0].last_problem


def test_no_name_goes_over_an_open_line(callback: Any, worker: Worker, mailbox: Mailbox, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("admissions.notifier.settings.Smtp.loopback", False)  # as if the server were elsewhere
    worker.deliver_next()  # the one here offers no STARTTLS
    assert mailbox.mails == []
    assert "SMTPNotSupportedError" in undelivered()[0].last_problem
