"""What this process remembers of conversations, for when the database is away."""

from __future__ import annotations

import asyncio
import logging
import time
from collections import OrderedDict
from dataclasses import dataclass, field
from typing import Dict, List, Optional, Tuple

from admissions.chat.talk import Conversation, Event, Message
from assistant.channel.spare import Spare
from assistant.database_threads import REST

logger = logging.getLogger(__name__)
REMEMBERED = 5_000  # conversations; the one not used for longest is forgotten
BEGUN_ELSEWHERE = 15.0  # seconds in which another process writes down, the database being back, what began in its memory
LATEST = 5  # messages of each, with their answers: what a browser may still send again


@dataclass
class Known:
    """`unchecked`: its token could not be looked up; `missing_since`: when it was, and not found. `spare`: what is not written down
    yet. `writing`: held by who numbers events. Reads and writes that failed rest for a while, each by itself."""

    conversation: Conversation
    last_seq: int = 0
    unchecked: bool = False
    missing_since: float = 0.0
    erased: bool = False
    offered: Dict[str, str] = field(default_factory=dict)
    latest: List[Tuple[Message, List[Event]]] = field(default_factory=list)
    spare: Optional[Spare] = None
    writing: asyncio.Lock = field(default_factory=asyncio.Lock)
    reads_rest_until: float = 0.0
    writes_rest_until: float = 0.0

    @property
    def may_read(self) -> bool:
        return not self.unchecked and time.monotonic() >= self.reads_rest_until

    @property
    def may_write(self) -> bool:
        return not self.unchecked and time.monotonic() >= self.writes_rest_until

    def may_appear(self) -> bool:
        """Whether this chat, which is not in the database, may have begun in another process's memory, to be written down soon."""
        self.missing_since = self.missing_since or time.monotonic()
        return self.unchecked and time.monotonic() < self.missing_since + BEGUN_ELSEWHERE

    def read_failed(self) -> None:
        self.reads_rest_until = time.monotonic() + REST

    def write_failed(self) -> None:
        self.writes_rest_until = time.monotonic() + REST

    def is_back(self) -> None:
        self.reads_rest_until = self.writes_rest_until = 0.0

    def noted(self, events: List[Event]) -> List[Event]:
        for event in events:
            self.last_seq = max(self.last_seq, event.seq)
            self.offered.update(event.offers())
        return events

    def erase(self) -> None:
        """Forget what was said. That it was erased stays known, so that a turn which still runs writes nothing."""
        self.erased, self.spare = True, None
        self.offered, self.latest = {}, []

    def answered(self, message: Message, events: List[Event]) -> None:
        self.latest = [*self.latest, (message, events)][-LATEST:]

    def in_memory(self) -> Spare:
        """The conversation as it goes on without a database."""
        if self.spare is None:
            logger.warning("The chat log cannot be written; a conversation goes on in memory.")
            answered = {message: True for message, _ in self.latest}
            events = [event for _, events in self.latest for event in events]
            self.spare = Spare(self.conversation, self.last_seq, events, answered)
        return self.spare


class Remembered:
    """The conversations used last, by the hash of their token."""

    def __init__(self) -> None:
        self._known: OrderedDict[str, Known] = OrderedDict()

    def find(self, token_hash: str) -> Optional[Known]:
        known = self._known.get(token_hash)
        if known:
            self._known.move_to_end(token_hash)
        return known

    def of(self, conversation: Conversation) -> Known:
        return self.find(conversation.token_hash) or self.add(Known(conversation))

    def add(self, known: Known) -> Known:
        self._known[known.conversation.token_hash] = known
        if len(self._known) > REMEMBERED:
            self._known.popitem(last=False)
        return known

    def with_spare(self) -> List[Known]:
        return [known for known in self._known.values() if known.spare]

    def forget(self, token_hash: str) -> None:
        self._known.pop(token_hash, None)
