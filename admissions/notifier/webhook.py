"""Notices by a signed webhook, for a CRM."""

from __future__ import annotations

import hmac
import json
from datetime import datetime
from hashlib import sha256

import requests

from admissions.notifier.channel import Progress, Undelivered
from admissions.notifier.queue import Parcel
from admissions.notifier.settings import WebhookSettings
from admissions.outbox import WEBHOOK

SECONDS = (5, 10)  # to connect, to answer
KEY_HEADER, TIME_HEADER, SIGNATURE_HEADER = "Idempotency-Key", "X-Admissions-Timestamp", "X-Admissions-Signature"


class Webhook:
    """The webhook channel."""

    name = WEBHOOK

    def __init__(self, settings: WebhookSettings) -> None:
        self._settings = settings

    def deliver(self, parcel: Parcel, progress: Progress, now: datetime) -> None:
        """Post one notice; any 2xx means that it arrived. Redirects are not followed. Raises `Undelivered`."""
        body = json.dumps(parcel.told, sort_keys=True).encode()
        timestamp = str(int(now.timestamp()))
        headers = {
            "Content-Type": "application/json",
            KEY_HEADER: parcel.key,
            TIME_HEADER: timestamp,
            SIGNATURE_HEADER: signature(self._settings.secret, timestamp, body),
        }
        progress.handing_over()
        try:
            with requests.post(
                self._settings.url, data=body, headers=headers, timeout=SECONDS, allow_redirects=False, stream=True
            ) as answer:
                status = answer.status_code
        except requests.RequestException as problem:
            raise Undelivered(f"the receiver could not be reached ({type(problem).__name__})") from None
        if not 200 <= status < 300:
            raise Undelivered(f"the receiver said {status}")
        progress.accepted()


def signature(secret: str, timestamp: str, body: bytes) -> str:
    """`v1=` and the HMAC-SHA256, in hex, of the timestamp, a dot and the body."""
    return "v1=" + hmac.new(secret.encode(), timestamp.encode() + b"." + body, sha256).hexdigest()
