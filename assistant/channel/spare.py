"""One conversation kept in memory while the database is away, until it can be written down."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import Dict, List, Optional

from admissions.chat.log import CUT_OFF, FINISHED, NEW, OTHER_WORDS, Receipt, is_ahead
from admissions.chat.talk import Conversation, Event, Message


@dataclass
class Spare:
    """Does what admissions/chat/log.py does. `last_seq` is the number of the last event that the visitor can have."""

    conversation: Conversation
    last_seq: int
    events: List[Event] = field(default_factory=list)
    messages: Dict[Message, bool] = field(default_factory=dict)

    @property
    def size(self) -> int:
        """Grows with every change, so that one who wrote it down sees whether anything came after."""
        return len(self.events) + len(self.messages) + sum(self.messages.values())

    def receive(self, message: Message, own: Event) -> Receipt:
        known = next((other for other in self.messages if other.id == message.id), None)
        if known is None:
            self.messages[message] = False
            ahead = is_ahead(message, self.last_seq + 1)
            if ahead:  # another process has answered meanwhile, and neither knows of the other
                self.last_seq = message.seen or 0
            return Receipt(NEW, self.append([own])[0].seq, ahead)
        if known.said != message.said:
            return Receipt(OTHER_WORDS)
        return Receipt(FINISHED if self.messages[known] else CUT_OFF)

    def answer(self, message: Message, events: List[Event]) -> List[Event]:
        self.messages[next((other for other in self.messages if other.id == message.id), message)] = True
        return self.append(events)

    def append(self, events: List[Event]) -> List[Event]:
        numbered = [replace(event, seq=self.last_seq + place) for place, event in enumerate(events, 1)]
        self.last_seq += len(events)
        self.events += numbered
        return numbered

    def events_after(self, after: int, in_reply_to: Optional[str] = None) -> List[Event]:
        return [event for event in self.events if event.seq > after or (in_reply_to and event.in_reply_to == in_reply_to)]
