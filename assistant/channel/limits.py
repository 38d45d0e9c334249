"""How much one visitor and one address may ask for. Counted in this process; several assistants count each for itself."""

from __future__ import annotations

import time
from collections import Counter, OrderedDict
from contextlib import contextmanager
from typing import Iterator, Tuple

from assistant.channel.refusals import too_much
from assistant.channel.settings import Settings

MINUTE, HOUR = 60, 3600
REMEMBERED = 20_000  # buckets; the one not used for longest is forgotten
NEXT_POLL = 5  # seconds until a poll that found no room is worth another try
Key = Tuple[str, str]


class Limits:
    """Each limit is a bucket that holds as many as are allowed in a span of time and fills up again steadily."""

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        self._buckets: OrderedDict[Key, Tuple[float, float]] = OrderedDict()  # what is left, and when that was
        self._polls: Counter[Key] = Counter()

    def message(self, conversation: str, address: str) -> None:
        """Count a message. Raises `Refusal`, as do all of these."""
        self._take("too_many_messages", conversation, self._settings.messages_per_conversation, MINUTE)
        self._take("too_many_messages", address, self._settings.messages_per_address, MINUTE)

    def session(self, address: str) -> None:
        self._take("too_many_sessions", address, self._settings.sessions_per_address, HOUR)

    def request(self, address: str) -> None:
        self._take("too_many_requests", address, self._settings.requests_per_address, MINUTE)

    @contextmanager
    def poll(self, conversation: str, address: str) -> Iterator[None]:
        """Hold a place among the open long-polls."""
        places = [
            (("conversation", conversation), self._settings.polls_per_conversation),
            (("address", address), self._settings.polls_per_address),
            (("all", ""), self._settings.polls),
        ]
        if any(self._polls[key] >= most for key, most in places):
            raise too_much("too_many_polls", NEXT_POLL)
        self._polls.update(key for key, _ in places)
        try:
            yield
        finally:
            self._polls.subtract(key for key, _ in places)
            self._polls += Counter()  # drops what is zero

    def _take(self, code: str, whose: str, most: int, span: int) -> None:
        now, key = time.monotonic(), (code, whose)
        left, when = self._buckets.pop(key, (float(most), now))
        left = min(float(most), left + (now - when) * most / span)
        allowed = left >= 1
        self._buckets[key] = (left - 1 if allowed else left, now)
        if len(self._buckets) > REMEMBERED:
            self._buckets.popitem(last=False)
        if not allowed:
            raise too_much(code, (1 - left) * span / most)
