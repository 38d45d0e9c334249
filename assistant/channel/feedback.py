"""Whether an answer was helpful. What was not goes to the list that staff review (`make review`)."""

from __future__ import annotations

from datetime import datetime
from typing import Callable

from admissions.chat import log
from admissions.chat.talk import Conversation
from admissions.unanswered import UNHELPFUL, note
from assistant.channel.rasa_side import RasaSide
from assistant.channel.refusals import Refusal
from assistant.database_threads import DatabaseThreads


class Feedback:
    def __init__(self, database: DatabaseThreads, rasa: RasaSide, clock: Callable[[], datetime]) -> None:
        self._database, self._rasa, self._clock = database, rasa, clock

    async def give(self, conversation: Conversation, seq: int, helpful: bool) -> None:
        """Keep it. A question that got an unhelpful answer is noted once; what was said inside a form is no question and
        never noted. Raises `Refusal`, `DatabaseError`."""
        rated = await self._database.write(log.rate, conversation.id, seq, helpful)
        if rated is None:
            raise Refusal("no_such_answer", "There is no answer with that number in this chat.")
        if rated.changed and not helpful and not await self._rasa.was_in_form(conversation.id, rated.message_id):
            await self._database.write(note, rated.question, UNHELPFUL, self._clock())
