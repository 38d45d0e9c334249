"""Notices by e-mail. Says who to call, at what number and when, or the bare reference; never why."""

from __future__ import annotations

import logging
import smtplib
import ssl
from contextlib import contextmanager, suppress
from datetime import datetime
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime
from typing import Iterator

from admissions.notifier.channel import Progress, Undelivered
from admissions.notifier.invitation import invitation, method_of
from admissions.notifier.queue import Parcel
from admissions.notifier.settings import EmailSettings
from admissions.outbox import BOOKED, CANCELLED, CHANGED, EMAIL
from admissions.program import program
from admissions.reading.phone import readable
from admissions.reading.spoken import say_window

logger = logging.getLogger(__name__)

SECONDS = 10  # for each step with the mail server
SUBJECTS = {BOOKED: "New callback {}", CHANGED: "Callback {} has changed", CANCELLED: "Callback {} is cancelled"}
ERASED_SUBJECT = "Callback {} is erased"
LOOK = "Before you call: python -m admissions callbacks show {}"


class Mail:
    """The e-mail channel."""

    name = EMAIL

    def __init__(self, settings: EmailSettings) -> None:
        self._settings = settings

    def deliver(self, parcel: Parcel, progress: Progress, now: datetime) -> None:
        """Send one e-mail. Raises `Undelivered`."""
        handed_over = False
        message = compose(parcel, self._settings, program().notify_email == "bare", now)
        try:
            with _connected(self._settings) as server:
                _expect(server.mail(self._settings.sender))
                refused = [reply for address in self._settings.to if (reply := server.rcpt(address))[0] not in (250, 251)]
                if len(refused) == len(self._settings.to):
                    _expect(refused[0])
                if refused:
                    logger.warning("%s: the mail server refused %d of the addresses.", parcel.reference, len(refused))
                progress.handing_over()
                handed_over = True
                _expect(server.data(message.as_bytes()))
                progress.accepted()
                with suppress(smtplib.SMTPException, OSError):
                    server.quit()  # the e-mail is accepted, whatever comes of the goodbye
        except smtplib.SMTPResponseException as problem:  # its text may hold addresses: only the code is told
            raise Undelivered(f"the mail server said {problem.smtp_code}") from None
        except (smtplib.SMTPException, OSError) as problem:
            raise Undelivered(f"the mail server could not be used ({type(problem).__name__})", handed_over) from None


def compose(parcel: Parcel, settings: EmailSettings, bare: bool, now: datetime) -> EmailMessage:
    """The e-mail with its invitation. The Message-ID is the same for every attempt."""
    message = EmailMessage(policy=SMTP.clone(cte_type="7bit"))
    message["From"], message["To"] = settings.sender, ", ".join(settings.to)
    message["Subject"] = SUBJECTS.get(parcel.event, ERASED_SUBJECT).format(parcel.reference)
    message["Date"] = format_datetime(now)
    message["Message-ID"] = f"<{parcel.key.lower()}@{settings.sender.rpartition('@')[2]}>"
    message["Auto-Submitted"] = "auto-generated"
    lines, summary = _words(parcel, bare)
    message.set_content("\n".join(lines) + "\n")
    calendar = invitation(parcel, settings, summary, now)
    message.add_alternative(calendar, subtype="calendar", params={"method": method_of(parcel)})
    return message


def _words(parcel: Parcel, bare: bool) -> tuple[list[str], str]:
    """The lines of the e-mail and the calendar's one line."""
    told = parcel.told
    summary = f"Callback {parcel.reference}"
    if parcel.event not in (BOOKED, CHANGED):
        return [f"Please do not call for {parcel.reference} any more."], summary
    look = LOOK.format(parcel.reference)
    if bare:
        return [summary, look], summary
    start, end = (datetime.fromisoformat(told[key]) for key in ("window_start", "window_end"))
    extension = f" ext. {told['extension']}" if told["extension"] else ""
    first_name = (told["name"] or "").split(" ")[0]
    who = ", ".join(part for part in (first_name, readable(told["phone_e164"]) + extension) if part)
    return [who, say_window(start, end, told["timezone"]), look], f"{summary}: {who}"


@contextmanager
def _connected(settings: EmailSettings) -> Iterator[smtplib.SMTP]:
    """A connection that is private, unless the server is on this machine, and signed in."""
    where, context = settings.smtp, ssl.create_default_context()
    if where.tls:
        server: smtplib.SMTP = smtplib.SMTP_SSL(where.host, where.port, timeout=SECONDS, context=context)
    else:
        server = smtplib.SMTP(where.host, where.port, timeout=SECONDS)
    try:
        server.ehlo()
        if not where.tls and (server.has_extn("starttls") or not where.loopback):
            server.starttls(context=context)
            server.ehlo()
        if where.user:
            server.login(where.user, where.password or "")
        yield server
    finally:
        server.close()


def _expect(reply: tuple[int, bytes]) -> None:
    if reply[0] not in (250, 251):
        raise smtplib.SMTPResponseException(*reply)
