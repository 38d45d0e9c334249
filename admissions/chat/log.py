"""Writes and reads what is said in a conversation. Every function is one transaction; all raise `DatabaseError`, and
`Gone` when the conversation is not there."""

from __future__ import annotations

import time
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any, Callable

from sqlalchemy import bindparam, insert, or_, select, update
from sqlalchemy.exc import IntegrityError

from admissions.chat.conversations import last_seq_in, prolong_in, write
from admissions.chat.erased import ErasedChat
from admissions.chat.record import ANSWERED, RECEIVED, ChatConversation, ChatEvent, ChatMessage
from admissions.chat.talk import Conversation, Event, Message
from admissions.database import looking, transaction, writing
from admissions.driver import Driver, Statement

# What `receive` finds: a message never seen; one that is answered; one whose process died before it was; one that another
# process is answering now; an id that was used for other words.
NEW, FINISHED, CUT_OFF, ELSEWHERE, OTHER_WORDS = "new", "finished", "cut off", "elsewhere", "other words"
LEASE = 6.0  # seconds without a sign of life after which a process counts as dead
ROOM = 100  # numbers left for what other processes still have in memory, when one of two answers to a message gets another number
FARTHEST_AHEAD = 1_000  # events that a visitor can have seen and the log not have yet; more is a number of another chat
Also = Callable[[Driver], object]  # what else is read or written in the same transaction
_conversations, _messages, _events = ChatConversation.__table__, ChatMessage.__table__, ChatEvent.__table__
_row = (_messages.c.conversation_id == bindparam("conversation"), _messages.c.id == bindparam("message"))
_mine = (*_row, _messages.c.worker == bindparam("me"))
_FIND = Statement(select(_messages).where(*_row))
_ADD = Statement(insert(_messages))
_ALIVE = Statement(update(_messages).where(*_mine).values(alive_until=bindparam("until")))
_TAKE_OVER = Statement(
    update(_messages)
    .where(*_row, _messages.c.status == RECEIVED, _messages.c.alive_until == bindparam("was_alive_until"))
    .values(worker=bindparam("me"), alive_until=bindparam("until"))
)
_DONE = Statement(update(_messages).where(*_mine, _messages.c.status == RECEIVED).values(status=ANSWERED))
_newer = _events.c.seq > bindparam("after")
_of_conversation = select(_events).where(_events.c.conversation_id == bindparam("conversation")).order_by(_events.c.seq)
_EVENTS = Statement(_of_conversation.where(_newer))
_EVENTS_AND_ANSWERS = Statement(_of_conversation.where(or_(_newer, _events.c.in_reply_to == bindparam("message"))))
_COUNT_TO = Statement(
    update(_conversations).where(_conversations.c.id == bindparam("conversation")).values(last_seq=bindparam("to"))
)
_NUMBER = Statement(update(_events).where(_events.c.id == bindparam("event")).values(seq=bindparam("to")))


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


def receive(
    conversation_id: str, message: Message, own: Event, worker: str, expires_at: datetime, also: Also | None = None
) -> Receipt:
    """Record a message before it is answered, and prolong the conversation. One that has ended is `Gone`, too."""
    try:
        return _receive(conversation_id, message, own, worker, expires_at, also)
    except IntegrityError:  # two at once: the other one made the row, so this one finds it
        return _receive(conversation_id, message, own, worker, expires_at, also)


def _receive(conversation_id: str, message: Message, own: Event, worker: str, expires_at: datetime, also: Also | None) -> Receipt:
    this = {"conversation": conversation_id, "message": message.id}
    with writing(followed=True) as connection:  # by the answer; who gets none sends the message again
        if also:
            also(connection)
        known = connection.first(_FIND, this)
        if known is None:
            (written,) = write(connection, conversation_id, [own], expires_at)
            received = {"said": message.said, "status": RECEIVED, "worker": worker, "alive_until": time.time() + LEASE}
            connection.run(_ADD, {"conversation_id": conversation_id, "id": message.id, **received})
            if is_ahead(message, written.seq):
                return Receipt(NEW, _leave_room(connection, conversation_id, written, message), ahead=True)
            return Receipt(NEW, written.seq)
        prolong_in(connection, conversation_id, expires_at)
        if known.said != message.said:
            return Receipt(OTHER_WORDS)
        if known.status == ANSWERED:
            return Receipt(FINISHED)
        if known.worker != worker and known.alive_until > time.time():
            return Receipt(ELSEWHERE)
        return Receipt(CUT_OFF if _take_over(connection, known, worker) else ELSEWHERE)


def is_ahead(message: Message, seq: int) -> bool:
    """Whether the writer of a message that is to get this number had already seen an event with it."""
    return message.seen is not None and seq <= message.seen < seq + FARTHEST_AHEAD


def _leave_room(connection: Driver, conversation_id: str, written: Event, message: Message) -> int:
    """Number what was just written behind all that its writer had seen: the numbers between are of events that are not here yet."""
    seq = (message.seen or 0) + 1
    connection.run(_COUNT_TO, {"conversation": conversation_id, "to": seq})
    connection.run(_NUMBER, {"event": written.id, "to": seq})
    return seq


def _take_over(connection: Driver, known: Any, worker: str) -> bool:
    """Of several processes that want to answer for a dead one, one wins. `known` is the message's row."""
    this = {"conversation": known.conversation_id, "message": known.id, "was_alive_until": known.alive_until}
    return bool(connection.run(_TAKE_OVER, {**this, "me": worker, "until": time.time() + LEASE}))


def keep_alive(conversation_id: str, message_id: str, worker: str) -> None:
    """A sign of life from the process that is answering."""
    mine = {"conversation": conversation_id, "message": message_id, "me": worker}
    with writing() as connection:
        connection.run(_ALIVE, {**mine, "until": time.time() + LEASE})


def answer(conversation_id: str, message_id: str, worker: str, events: list[Event], also: Also | None = None) -> list[Event]:
    """Write all answers to a message at once and mark it answered; return them with their numbers. Where another process
    has answered it meanwhile, nothing is written and the list is empty."""
    mine = {"conversation": conversation_id, "message": message_id, "me": worker}
    with writing() as connection:
        if not connection.run(_DONE, mine):
            return []
        if also:
            also(connection)
        return write(connection, conversation_id, events)


def append(conversation_id: str, events: list[Event]) -> list[Event]:
    """Add events that are no answer; return them with their numbers."""
    with writing() as connection:
        return write(connection, conversation_id, events)


def events_after(conversation_id: str, after: int, in_reply_to: str | None = None) -> list[Event]:
    """The events newer than `after`, and whatever answered the message `in_reply_to`, in order. Raises `Gone`."""
    wanted = {"conversation": conversation_id, "after": after}
    with looking() as connection:
        last = last_seq_in(connection, conversation_id)
        if in_reply_to is not None:
            rows = connection.all(_EVENTS_AND_ANSWERS, {**wanted, "message": in_reply_to})
        elif last > after:
            rows = connection.all(_EVENTS, wanted)
        else:
            return []
        return [ChatEvent.event(row) for row in rows]


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
    Doing so twice changes nothing, and of a conversation that was erased nothing is written."""
    try:
        _restore(conversation, worker, messages, events)
    except IntegrityError:  # a write that was given up has come through meanwhile
        _restore(conversation, worker, messages, events)


def _restore(conversation: Conversation, worker: str, messages: dict[Message, bool], events: list[Event]) -> None:
    with transaction() as session:
        row = session.get(ChatConversation, conversation.id, with_for_update=True)  # as whoever numbers events has it
        if row is None:
            if session.get(ErasedChat, conversation.id):
                return
            row = ChatConversation.of(conversation)
            session.add(row)
            session.flush()
        row.last_seq = max([row.last_seq, *(event.seq for event in events)])
        of_conversation = ChatMessage.conversation_id == conversation.id
        settled = set(session.scalars(select(ChatMessage.id).where(of_conversation, ChatMessage.status == ANSWERED)))
        for message, answered in messages.items():
            if message.id in settled:
                continue
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
