"""What staff have: a real mail server and a real HTTP receiver, on loopback."""

from __future__ import annotations

import email
import email.policy
import threading
from contextlib import contextmanager
from dataclasses import dataclass, field
from email.message import EmailMessage
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any, Iterator

from aiosmtpd.controller import Controller

from assistant.ports import LOOPBACK, free_port

HANG = -1


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


@contextmanager
def mail_server(box: Mailbox) -> Iterator[str]:
    """Its URL."""
    port = free_port()
    server = Controller(box, hostname=LOOPBACK, port=port)
    server.start()
    try:
        yield f"smtp://{LOOPBACK}:{port}"
    finally:
        server.stop()


@dataclass
class Receiver:
    """What was posted. `statuses` are answered first; HANG answers nothing until the test ends."""

    requests: list[tuple[dict[str, str], bytes]] = field(default_factory=list)
    statuses: list[int] = field(default_factory=list)
    headers: dict[str, str] = field(default_factory=dict)
    over: threading.Event = field(default_factory=threading.Event)

    def take(self, headers: dict[str, str], body: bytes) -> int:
        """Keep a request; return the status to answer."""
        self.requests.append((headers, body))
        return self.statuses.pop(0) if self.statuses else 204


@contextmanager
def http_receiver(kept: Receiver) -> Iterator[str]:
    """Its URL."""

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:  # noqa: N802
            status = kept.take(dict(self.headers), self.rfile.read(int(self.headers["Content-Length"])))
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
    try:
        yield f"http://{LOOPBACK}:{server.server_port}/hook"
    finally:
        kept.over.set()
        server.shutdown()
        server.server_close()
