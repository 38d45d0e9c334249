"""Where notices go, from the environment."""

from __future__ import annotations

import os
from dataclasses import dataclass
from email.utils import parseaddr
from ipaddress import ip_address
from urllib.parse import SplitResult, unquote, urlsplit

SHORTEST_SECRET = 16
SMTP_PORTS = {"smtp": 587, "smtps": 465}


class SettingsProblem(ValueError):
    """A setting cannot be used; the message names the variable and what to write."""


@dataclass(frozen=True)
class Smtp:
    """A mail server. `tls`: from the start; otherwise STARTTLS, which only a server on this machine may lack."""

    host: str
    port: int
    tls: bool
    user: str | None
    password: str | None

    @property
    def loopback(self) -> bool:
        return _is_loopback(self.host)


@dataclass(frozen=True)
class EmailSettings:
    to: tuple[str, ...]
    sender: str
    smtp: Smtp


@dataclass(frozen=True)
class WebhookSettings:
    url: str
    secret: str


def email_settings() -> EmailSettings | None:
    """`NOTIFY_EMAIL`, `NOTIFY_EMAIL_FROM` and `SMTP_URL`; None when e-mail is off. Raises `SettingsProblem`."""
    to = tuple(part.strip() for part in _setting("NOTIFY_EMAIL").split(",") if part.strip())
    if not to:
        return None
    sender = _setting("NOTIFY_EMAIL_FROM") or f"callbacks@{to[0].rpartition('@')[2]}"
    for address in (*to, sender):
        if parseaddr(address)[1] != address or "@" not in address or not address.isascii():
            raise SettingsProblem(f"NOTIFY_EMAIL and NOTIFY_EMAIL_FROM: {address!r} is no plain e-mail address.")
    url = _split(_setting("SMTP_URL"), "SMTP_URL")
    if url.scheme not in SMTP_PORTS or not url.hostname:
        raise SettingsProblem("SMTP_URL: write smtp://USER:PASSWORD@HOST:587 or smtps://USER:PASSWORD@HOST:465.")
    port = url.port or SMTP_PORTS[url.scheme]
    user, password = (unquote(part) if part else None for part in (url.username, url.password))
    return EmailSettings(to, sender, Smtp(url.hostname, port, url.scheme == "smtps", user, password))


def webhook_settings() -> WebhookSettings | None:
    """`NOTIFY_WEBHOOK` and `NOTIFY_WEBHOOK_SECRET`; None when the webhook is off. Raises `SettingsProblem`."""
    address = _setting("NOTIFY_WEBHOOK")
    if not address:
        return None
    url = _split(address, "NOTIFY_WEBHOOK")
    if not url.hostname or not (url.scheme == "https" or (url.scheme == "http" and _is_loopback(url.hostname))):
        raise SettingsProblem("NOTIFY_WEBHOOK: write an https:// address; http:// only for this machine.")
    secret = _setting("NOTIFY_WEBHOOK_SECRET")
    if len(secret) < SHORTEST_SECRET:
        raise SettingsProblem(f"NOTIFY_WEBHOOK_SECRET: write {SHORTEST_SECRET} characters or more, the same as at the receiver.")
    return WebhookSettings(address, secret)


def _setting(name: str) -> str:
    return os.environ.get(name, "").strip()


def _split(address: str, variable: str) -> SplitResult:
    try:
        url = urlsplit(address)
        _ = url.port
    except ValueError:
        raise SettingsProblem(f"{variable} is no address.") from None
    return url


def _is_loopback(host: str) -> bool:
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"
