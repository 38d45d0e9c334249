"""Tells whether a message was written before the last answer was on the visitor's screen.

Such a message may still tell a time or a number, but its "yes" is none to a question that the visitor had not seen.
"""

from __future__ import annotations

from admissions.chat.log import Receipt
from admissions.chat.talk import SLOW, Conversation, Event, Message
from assistant.channel.log import ChatLog


async def is_unread(log: ChatLog, conversation: Conversation, message: Message, receipt: Receipt) -> bool:
    """Whether the assistant had said something before this message arrived that its writer had not seen. One who claims to have
    seen what was not said yet speaks of another chat, and has seen nothing of this one."""
    if receipt.ahead:  # what it answers may be in the memory of another process
        return True
    if message.seen is None or receipt.seq == message.seen + 1:  # nothing lies between
        return False
    unread = False
    for event in await log.events_after(conversation, message.seen):
        if event.custom.get("message_id") == message.id:
            return unread
        unread = unread or _is_answer(event)
    return True


def _is_answer(event: Event) -> bool:
    return not event.is_own and event.custom.get("kind") != SLOW
