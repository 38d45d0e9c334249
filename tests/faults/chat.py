"""One visitor's browser: it sends each message until it is answered, as docs/channel.md says that a client should."""

from __future__ import annotations

import http.client
import time
import uuid
from collections import Counter
from dataclasses import dataclass, field
from typing import Any

from tests.journeys.live import Visitor

PAUSE = 1.0  # seconds before a request is sent again
POLL = 5  # seconds; then the message is sent again
Events = list[dict[str, Any]]


class ChatLost(Exception):
    """The token opens nothing any more: the chat began while there was no database, and the assistant has died since."""


class PatienceLost(Exception):
    """No answer until the deadline."""


@dataclass
class Chat:
    """`tally` counts what happened on the way. `until`: when the visitor gives up, by the monotonic clock."""

    browser: Visitor
    tally: Counter[str]
    until: float
    seen: int = 0
    _client: str = field(default_factory=lambda: uuid.uuid4().hex)

    def open(self) -> None:
        """Begin a chat. Raises `PatienceLost`."""
        self.browser.token, self.seen = "", 0
        while time.monotonic() < self.until:
            status, answer = self._request("POST", "session", {"client_id": self._client})
            if status == 200:
                self.browser.token = answer["token"]
                self.seen = max(event["seq"] for event in answer["events"])
                return
            self._wait(answer)
        raise PatienceLost

    def say(self, text: str) -> Events:
        """The events that answer a message, at least one. Raises `ChatLost`, `PatienceLost`."""
        message_id = str(uuid.uuid4())
        message = {"id": message_id, "text": text, "after": self.seen}
        self.tally["messages"] += 1
        while time.monotonic() < self.until:
            status, answer = self._request("POST", "messages", message)
            if status == 401:
                raise ChatLost
            if 400 <= status < 500 and status != 429:
                raise AssertionError(f"The chat refused a message: {status} {answer}")
            if status == 200 and (events := self._of(answer["events"], message_id) or self._poll(message_id)):
                self.seen = max(self.seen, *(event["seq"] for event in events))
                return events
            self.tally["sent again"] += 1
            self._wait(answer)
        raise PatienceLost

    def _poll(self, message_id: str) -> Events:
        """The answer that comes later; none when it takes too long, or when the assistant dies meanwhile."""
        end = time.monotonic() + POLL
        while (left := end - time.monotonic()) > 0:
            status, answer = self._request("GET", f"events?after={self.seen}&wait={int(left)}")
            if status != 200:
                return []
            if events := self._of(answer["events"], message_id):
                return events
            time.sleep(0.1)  # other events come at once
        return []

    @staticmethod
    def _of(events: Events, message_id: str) -> Events:
        return [event for event in events if event["in_reply_to"] == message_id and event["custom"].get("kind") != "slow"]

    def _request(self, method: str, path: str, body: Any = None) -> tuple[int, Any]:
        """Status 0 when no answer came."""
        try:
            status, answer, _ = self.browser.call(method, path, body)
            return status, answer
        except (OSError, http.client.HTTPException, ValueError):
            return 0, None

    @staticmethod
    def _wait(answer: Any) -> None:
        time.sleep((answer or {}).get("retry_after") or PAUSE)
