"""The signed webhook, against a real receiver."""

from __future__ import annotations

import hmac
import json
import re
import threading
from datetime import datetime
from typing import Any

import pytest

from admissions.callbacks.agreed import Agreed
from admissions.callbacks.store import book, cancel
from admissions.notifier import webhook
from admissions.notifier.settings import webhook_settings
from admissions.notifier.work import Worker
from admissions.outbox import undelivered
from tests.notifier.conftest import SECRET, HandClock
from tests.receivers import HANG, Receiver


@pytest.fixture
def worker(receiver: Receiver, clock: HandClock) -> Worker:
    settings = webhook_settings()
    assert settings
    return Worker(webhook.Webhook(settings), threading.Event(), clock)


@pytest.fixture
def callback(either_database: str, worker: Worker, agreed: Agreed, now: datetime) -> Any:
    return book(agreed, now)


def is_genuine(headers: dict[str, str], body: bytes, secret: str, now: float) -> bool:
    """As docs/callbacks.md shows it to those who write a receiver."""
    timestamp = headers["X-Admissions-Timestamp"]
    signed = timestamp.encode() + b"." + body
    expected = "v1=" + hmac.new(secret.encode(), signed, "sha256").hexdigest()
    fresh = abs(now - int(timestamp)) < 300
    return fresh and hmac.compare_digest(expected, headers["X-Admissions-Signature"])


def test_it_is_signed_and_says_what_a_crm_needs(callback: Any, worker: Worker, receiver: Receiver, now: datetime) -> None:
    worker.deliver_next()
    ((headers, body),) = receiver.requests
    assert is_genuine(headers, body, SECRET, now.timestamp())
    assert not is_genuine(headers, body + b" ", SECRET, now.timestamp())
    assert not is_genuine(headers, body, SECRET, now.timestamp() + 600)
    assert headers["Idempotency-Key"] == f"{callback.reference}-0-webhook"
    assert headers["Content-Type"] == "application/json"
    assert json.loads(body) == {
        "event": "booked",
        "reference": callback.reference,
        "sequence": 0,
        "name": "Bea",
        "phone_e164": "+16145550135",
        "extension": None,
        "window_start": callback.window_start,
        "window_end": callback.window_end,
        "timezone": "America/New_York",
        "voicemail_ok": False,
        "texts_ok": False,
    }
    assert undelivered() == []


def test_a_500_is_tried_again_with_the_same_key_and_body(
    callback: Any, worker: Worker, receiver: Receiver, clock: HandClock
) -> None:
    receiver.statuses = [500, 503]
    for _ in range(3):
        worker.deliver_next()
        clock.wind(minutes=1)
    assert len(receiver.requests) == 3
    assert len({(headers["Idempotency-Key"], body) for headers, body in receiver.requests}) == 1
    assert undelivered() == []


def test_a_receiver_that_hangs_is_left_after_a_while(
    callback: Any, worker: Worker, receiver: Receiver, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(webhook, "SECONDS", (0.5, 0.5))
    receiver.statuses = [HANG]
    worker.deliver_next()
    assert "ReadTimeout" in undelivered()[0].last_problem


def test_a_redirect_is_not_followed(callback: Any, worker: Worker, receiver: Receiver) -> None:
    receiver.statuses, receiver.headers = [307], {"Location": "/elsewhere"}
    worker.deliver_next()
    assert len(receiver.requests) == 1
    assert undelivered()[0].last_problem == "the receiver said 307"


def test_changes_arrive_in_order_even_when_the_first_fails(
    callback: Any, worker: Worker, receiver: Receiver, clock: HandClock
) -> None:
    receiver.statuses = [500]
    cancel(callback.reference, clock())
    worker.deliver_next()
    assert not worker.deliver_next()  # "cancelled" does not overtake "booked"
    clock.wind(minutes=1)
    while worker.deliver_next():
        pass
    assert [json.loads(body)["event"] for _, body in receiver.requests] == ["booked", "booked", "cancelled"]


def test_after_a_day_it_has_failed_and_says_so(
    callback: Any, worker: Worker, receiver: Receiver, clock: HandClock, caplog: pytest.LogCaptureFixture
) -> None:
    receiver.statuses = [500] * 1000
    begun = clock()
    while undelivered()[0].state != "failed":
        assert worker.deliver_next()
        if due := undelivered()[0].due_at:
            clock.moment = max(clock(), datetime.fromisoformat(due))
    assert 24 <= (clock() - begun).total_seconds() / 3600 < 25
    assert 20 < len(receiver.requests) < 60
    assert f"{callback.reference}: webhook (booked) HAS FAILED" in caplog.text
    assert "Bea" not in caplog.text
    assert not re.search(r"555\D?01", caplog.text)  # the number, not a pause of 4555 s
