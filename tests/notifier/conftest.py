"""A real mail server and a real HTTP receiver on loopback, a booked callback, and a clock to wind on."""

from __future__ import annotations

import time
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any, Iterator

import pytest

from assistant.ports import LOOPBACK
from tests.receivers import Mailbox, Receiver, http_receiver, mail_server

SECRET = "a secret of more than 16"


@pytest.fixture(autouse=True)
def journals(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("NOTIFIER_FOLDER", str(tmp_path / "notifier"))
    return tmp_path / "notifier"


@pytest.fixture
def mailbox(monkeypatch: pytest.MonkeyPatch) -> Iterator[Mailbox]:
    box = Mailbox()
    with mail_server(box) as url:
        monkeypatch.setenv("NOTIFY_EMAIL", "desk@example.com, lead@example.com")
        monkeypatch.setenv("SMTP_URL", url)
        yield box


@pytest.fixture
def receiver(monkeypatch: pytest.MonkeyPatch) -> Iterator[Receiver]:
    kept = Receiver()
    with http_receiver(kept) as url:
        monkeypatch.setenv("NOTIFY_WEBHOOK", url)
        monkeypatch.setenv("NOTIFY_WEBHOOK_SECRET", SECRET)
        monkeypatch.setenv("NO_PROXY", LOOPBACK)
        yield kept


@dataclass
class HandClock:
    """A clock that a test winds on."""

    moment: datetime

    def __call__(self) -> datetime:
        return self.moment

    def wind(self, **amount: float) -> None:
        self.moment += timedelta(**amount)


@pytest.fixture
def clock(now: datetime) -> HandClock:
    return HandClock(now)


def wait_for(wanted: Any, seconds: float = 20) -> None:
    """Return once `wanted()` is true; fail after so many seconds."""
    end = time.monotonic() + seconds
    while not wanted():
        assert time.monotonic() < end, "it did not happen"
        time.sleep(0.05)
