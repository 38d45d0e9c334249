"""A real mail server and a real HTTP receiver on loopback, a booked callback, and a clock to wind on."""

from __future__ import annotations

import email
import email.policy
import threading
import time
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from email.message import EmailMessage
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any, Iterator

import pytest
from aiosmtpd.controller import Controller

from assistant.ports import LOOPBACK, free_port

SECRET = "a secret of more than 16"
HANG = -1


@pytest.fixture(autouse=True)
def journals(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("NOTIFIER_FOLDER", str(tmp_path / "notifier"))
    return tmp_path / "notifier"


@dataclass
class Mailbox:
    """What the mail server accepted. `replies` are given first, one an e-mail; after them all is accepted."""

    mails: list[EmailMessage] = field(default_factory=list)
    replies: list[str] = field(default_factory=list)
    refused: set[str] = field(default_factory=set)

    async def handle_RCPT(self, server: Any, session: Any, envelope: Any, address: str, options: Any) -> str:  # noqa: N802
        if address in self.refused:
            return "550 no such person"
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server: Any, session: Any, envelope: Any) -> str:  # noqa: N802
        reply = self.replies.pop(0) if self.replies else "250 OK"
        if reply.startswith("250"):
            self.mails.append(email.message_from_bytes(envelope.content, policy=email.policy.default))  # type: ignore[arg-type]
        return reply


@pytest.fixture
def mailbox(monkeypatch: pytest.MonkeyPatch) -> Iterator[Mailbox]:
    box, port = Mailbox(), free_port()
    server = Controller(box, hostname=LOOPBACK, port=port)
    server.start()
    monkeypatch.setenv("NOTIFY_EMAIL", "desk@example.com, lead@example.com")
    monkeypatch.setenv("SMTP_URL", f"smtp://{LOOPBACK}:{port}")
    yield box
    server.stop()


@dataclass
class Receiver:
    """What was posted. `statuses` are answered first; HANG answers nothing until the test ends."""

    requests: list[tuple[dict[str, str], bytes]] = field(default_factory=list)
    statuses: list[int] = field(default_factory=list)
    headers: dict[str, str] = field(default_factory=dict)
    over: threading.Event = field(default_factory=threading.Event)


@pytest.fixture
def receiver(monkeypatch: pytest.MonkeyPatch) -> Iterator[Receiver]:
    kept = Receiver()

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:  # noqa: N802
            body = self.rfile.read(int(self.headers["Content-Length"]))
            kept.requests.append((dict(self.headers), body))
            status = kept.statuses.pop(0) if kept.statuses else 204
            if status == HANG:
                kept.over.wait(30)
                return
            self.send_response(status)
            for name, value in kept.headers.items():
                self.send_header(name, value)
            self.send_header("Content-Length", "0")
            self.end_headers()

        def log_message(self, *_: object) -> None:
            pass

    server = ThreadingHTTPServer((LOOPBACK, 0), Handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    monkeypatch.setenv("NOTIFY_WEBHOOK", f"http://{LOOPBACK}:{server.server_port}/hook")
    monkeypatch.setenv("NOTIFY_WEBHOOK_SECRET", SECRET)
    monkeypatch.setenv("NO_PROXY", LOOPBACK)
    yield kept
    kept.over.set()
    server.shutdown()
    server.server_close()


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
