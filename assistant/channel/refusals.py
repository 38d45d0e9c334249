"""Every way in which a request is refused: its code, its HTTP status, whether the same request can work later."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Any, Dict, Optional, Tuple

from assistant.channel import words

# code: (status, retryable). docs/channel.md says what a client does about each; a test holds the two together.
CODES: Dict[str, Tuple[int, bool]] = {
    "bad_json": (400, False),
    "bad_request": (400, False),
    "session_unknown": (401, False),
    "session_expired": (401, False),
    "origin_not_allowed": (403, False),
    "payload_not_offered": (403, False),
    "not_found": (404, False),
    "no_such_answer": (404, False),
    "method_not_allowed": (405, False),
    "message_id_reused": (409, False),
    "body_too_large": (413, False),
    "text_too_long": (413, False),
    "not_json": (415, False),
    "too_many_messages": (429, True),
    "too_many_sessions": (429, True),
    "too_many_requests": (429, True),
    "too_many_polls": (429, True),
    "unavailable": (503, True),
}


@dataclass
class Refusal(Exception):
    """Raised by whoever finds the reason; becomes `{code, retryable, retry_after, message}`."""

    code: str
    message: str
    retry_after: Optional[int] = None

    @property
    def status(self) -> int:
        return CODES[self.code][0]

    def as_dict(self) -> Dict[str, Any]:
        return {
            "code": self.code,
            "retryable": CODES[self.code][1],
            "retry_after": self.retry_after,
            "message": self.message,
        }


def too_much(code: str, wait: float) -> Refusal:
    """A limit was hit; `wait` seconds from now there is room again."""
    seconds = max(1, math.ceil(wait))
    return Refusal(code, words.too_much(seconds), seconds)


def unavailable(seconds: int = 5) -> Refusal:
    return Refusal("unavailable", words.unavailable(), seconds)


def no_session() -> Refusal:
    return Refusal("session_unknown", "There is no such chat. Begin a new one with POST session.")
