"""Writes and reads what is said in a conversation. Every function is one transaction; all raise `DatabaseError`, and
`Gone` when the conversation is not there."""

from __future__ import annotations

import time
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from sqlalchemy import insert, or_, select, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from admissions.chat.conversations import prolong_in, write
from admissions.chat.record import ANSWERED, RECEIVED, ChatConversation, ChatEvent, ChatMessage
from admissions.chat.talk import Conversation, Event, Gone, Message
from admissions.database import reading, transaction

# What `receive` finds: a message never seen; one that is answered; one whose process died before it was; one that another
# process is answering now; an id that was used for other words.
NEW, FINISHED, CUT_OFF, ELSEWHERE, OTHER_WORDS = "new", "finished", "cut off", "elsewhere", "other words"
_messages = ChatMessage.__table__
_conversations, _events = ChatConversation.__table__, ChatEvent.__table__
LEASE = 6.0  # seconds without a sign of life after which a process counts as dead
ROOM = 100  # numbers left for what other processes still have in memory, when one of two answers to a message gets another number
FARTHEST_AHEAD = 1_000  # events that a visitor can have seen and the log not have yet; more is a number of another chat


@dataclass(frozen=True)
class Receipt:
    """What a message was, see `NEW`; for a new one, the number of its event, and whether its writer had seen events that were not
    here: another process has them in memory, which answered while it had no database."""

    state: str
    seq: int = 0
    ahead: bool = False


@dataclass(frozen=True)
class Rated:
    """An answer that a visitor judged: the question it answered, and whether the judgement is another than before."""

    question: str
    message_id: str
    changed: bool


def receive(conversation_id: str, message: Message, own: Event, worker: str, expires_at: datetime) -> Receipt:
    """Record a message before it is answered, and prolong the conversation."""
    try:
        return _receive(conversation_id, message, own, worker, expires_at)
    except IntegrityError:  # two at once: the other one made the row, so this one finds it
        return _receive(conversation_id, message, own, worker, expires_at)


def _receive(conversation_id: str, message: Message, own: Event, worker: str, expires_at: datetime) -> Receipt:
    with transaction() as session:
        known = session.execute(select(_messages).where(*_row(conversation_id, message.id))).first()
        if known is None:
            (written,) = write(session, conversation_id, [own], expires_at)
            received = {"said": message.said, "status": RECEIVED, "worker": worker, "alive_until": time.time() + LEASE}
            session.execute(insert(_messages).values(conversation_id=conversation_id, id=message.id, **received))
            if is_ahead(message, written.seq):
                return Receipt(NEW, _leave_room(session, conversation_id, written, message), ahead=True)
            return Receipt(NEW, written.seq)
        prolong_in(session, conversation_id, expires_at)
        if known.said != message.said:
            return Receipt(OTHER_WORDS)
        if known.status == ANSWERED:
            return Receipt(FINISHED)
        if known.worker != worker and known.alive_until > time.time():
            return Receipt(ELSEWHERE)
        return Receipt(CUT_OFF if _take_over(session, known, worker) else ELSEWHERE)


def is_ahead(message: Message, seq: int) -> bool:
    """Whether the writer of a message that is to get this number had already seen an event with it."""
    return message.seen is not None and seq <= message.seen < seq + FARTHEST_AHEAD


def _leave_room(session: Session, conversation_id: str, written: Event, message: Message) -> int:
    """Number what was just written behind all that its writer had seen: the numbers between are of events that are not here yet."""
    seq = (message.seen or 0) + 1
    session.execute(update(_conversations).where(_conversations.c.id == conversation_id).values(last_seq=seq))
    session.execute(update(_events).where(_events.c.id == written.id).values(seq=seq))
    return seq


def _take_over(session: Session, known: Any, worker: str) -> bool:
    """Of several processes that want to answer for a dead one, one wins. `known` is the message's row."""
    taken = session.execute(
        update(_messages)
        .where(
            *_row(known.conversation_id, known.id), _messages.c.status == RECEIVED, _messages.c.alive_until == known.alive_until
        )
        .values(worker=worker, alive_until=time.time() + LEASE)
    )
    return bool(taken.rowcount)


def keep_alive(conversation_id: str, message_id: str, worker: str) -> None:
    """A sign of life from the process that is answering."""
    with transaction() as session:
        mine = (*_row(conversation_id, message_id), _messages.c.worker == worker)
        session.execute(update(_messages).where(*mine).values(alive_until=time.time() + LEASE))


def answer(conversation_id: str, message_id: str, worker: str, events: list[Event]) -> list[Event]:
    """Write all answers to a message at once and mark it answered; return them with their numbers. Where another process
    has answered it meanwhile, nothing is written and the list is empty."""
    with transaction() as session:
        mine = (*_row(conversation_id, message_id), _messages.c.status == RECEIVED, _messages.c.worker == worker)
        marked = session.execute(update(_messages).where(*mine).values(status=ANSWERED))
        return write(session, conversation_id, events) if marked.rowcount else []


def append(conversation_id: str, events: list[Event]) -> list[Event]:
    """Add events that are no answer; return them with their numbers."""
    with transaction() as session:
        return write(session, conversation_id, events)


def events_after(conversation_id: str, after: int, in_reply_to: str | None = None) -> list[Event]:
    """The events newer than `after`, and whatever answered the message `in_reply_to`, in order."""
    with reading() as session:
        last = session.scalar(select(ChatConversation.last_seq).where(ChatConversation.id == conversation_id))
        if last is None:
            raise Gone(conversation_id)
        if last <= after and in_reply_to is None:
            return []
        wanted = ChatEvent.seq > after
        if in_reply_to is not None:
            wanted = or_(wanted, ChatEvent.in_reply_to == in_reply_to)
        chosen = select(ChatEvent).where(ChatEvent.conversation_id == conversation_id, wanted).order_by(ChatEvent.seq)
        return [row.event() for row in session.scalars(chosen)]


def rate(conversation_id: str, seq: int, helpful: bool) -> Rated | None:
    """Keep whether an answer was helpful. None when there is no answer with that number in this conversation."""
    with transaction() as session:
        row = session.get(ChatEvent, (conversation_id, seq))
        if row is None or row.in_reply_to is None:
            return None
        changed, row.helpful = row.helpful is not helpful, helpful
        own = session.scalars(select(ChatEvent).where(ChatEvent.conversation_id == conversation_id, ChatEvent.seq < seq))
        asked = next((event for event in map(ChatEvent.event, own) if event.custom.get("message_id") == row.in_reply_to), None)
        return Rated(asked.text if asked else "", row.in_reply_to, changed)


def restore(conversation: Conversation, worker: str, messages: dict[Message, bool], events: list[Event]) -> None:
    """Write down what was kept in memory while the database was away: messages, true if answered, and numbered events.
    Doing so twice changes nothing."""
    try:
        _restore(conversation, worker, messages, events)
    except IntegrityError:  # a write that was given up has come through meanwhile
        _restore(conversation, worker, messages, events)


def _restore(conversation: Conversation, worker: str, messages: dict[Message, bool], events: list[Event]) -> None:
    with transaction() as session:
        row = session.get(ChatConversation, conversation.id, with_for_update=True)  # as whoever numbers events has it
        if row is None:
            row = ChatConversation.of(conversation)
            session.add(row)
            session.flush()
        row.last_seq = max([row.last_seq, *(event.seq for event in events)])
        for message, answered in messages.items():
            session.merge(
                ChatMessage(
                    conversation_id=conversation.id,
                    id=message.id,
                    said=message.said,
                    status=ANSWERED if answered else RECEIVED,
                    worker=worker,
                    alive_until=time.time() + LEASE,
                )
            )
        taken = dict(
            session.execute(select(ChatEvent.id, ChatEvent.seq).where(ChatEvent.conversation_id == conversation.id)).all()
        )
        room = ROOM
        for event in events:
            free = event.seq not in taken.values()
            if event.id in taken:
                if free:  # it came through late, behind what another process wrote; the visitor was told this number
                    session.execute(update(_events).where(_events.c.id == event.id).values(seq=event.seq))
                    taken[event.id] = event.seq
                continue
            if not free:  # another process has used the number meanwhile
                row.last_seq, room = row.last_seq + room, 1
                event = replace(event, seq=row.last_seq)
            session.add(ChatEvent.of(conversation.id, event))


def _row(conversation_id: str, message_id: str) -> tuple[Any, Any]:
    return _messages.c.conversation_id == conversation_id, _messages.c.id == message_id
