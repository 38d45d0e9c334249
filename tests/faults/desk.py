"""The staff's mail server and the staff's CRM: every delivery as it came, and what is left once repeats are dropped."""

from __future__ import annotations

import json
from collections import Counter
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any, Iterator

from admissions.notifier.webhook import KEY_HEADER
from assistant.ports import LOOPBACK
from tests.faults.moments import DELIVERY, Moments
from tests.receivers import Mailbox, Receiver, http_receiver, mail_server

SECRET = "a secret of this run"


@dataclass
class _Mailbox(Mailbox):
    moments: Moments = field(default_factory=Moments)

    async def handle_DATA(self, server: Any, session: Any, envelope: Any) -> str:  # noqa: N802
        self.moments.happens(DELIVERY)
        return await super().handle_DATA(server, session, envelope)


@dataclass
class _Receiver(Receiver):
    moments: Moments = field(default_factory=Moments)

    def take(self, headers: dict[str, str], body: bytes) -> int:
        self.moments.happens(DELIVERY)
        return super().take(headers, body)


@dataclass
class Desk:
    """`settings` are for the processes that tell."""

    mailbox: _Mailbox
    receiver: _Receiver
    settings: dict[str, str]

    def mails(self) -> Counter[str]:
        """How often each e-mail arrived, by its key: the Message-ID without the domain."""
        return Counter(str(mail["Message-ID"]).strip("<>").partition("@")[0].upper() for mail in self.mailbox.mails)

    def posts(self) -> Counter[str]:
        return Counter(headers[KEY_HEADER].upper() for headers, _ in self.receiver.requests)

    def told(self) -> dict[str, dict[str, Any]]:
        """What the CRM holds, by key; of repeats the first."""
        return {headers[KEY_HEADER].upper(): json.loads(body) for headers, body in reversed(self.receiver.requests)}


@contextmanager
def desk(moments: Moments) -> Iterator[Desk]:
    mailbox, receiver = _Mailbox(moments=moments), _Receiver(moments=moments)
    with mail_server(mailbox) as smtp, http_receiver(receiver) as hook:
        settings = {"NOTIFY_EMAIL": "desk@example.com", "SMTP_URL": smtp, "NOTIFY_WEBHOOK": hook}
        yield Desk(mailbox, receiver, {**settings, "NOTIFY_WEBHOOK_SECRET": SECRET, "NO_PROXY": LOOPBACK})
