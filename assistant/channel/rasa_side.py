"""All that the channel asks of Rasa: to answer a message, to greet, to remember a turn, to forget a conversation."""

from __future__ import annotations

import logging
from contextlib import AsyncExitStack, asynccontextmanager, nullcontext, suppress
from dataclasses import replace
from datetime import datetime
from typing import Any, AsyncIterator, Awaitable, Callable, ContextManager, List, Optional, Tuple

from rasa.core.agent import Agent
from rasa.core.channels.channel import UserMessage
from rasa.shared.core.constants import REQUESTED_SLOT
from rasa.shared.core.events import ActiveLoop, BotUttered, UserUttered
from rasa.shared.core.trackers import DialogueStateTracker

from admissions.chat.talk import CRISIS, ERROR, UNREAD, Event, Message
from assistant import metrics
from assistant.action_calls import failures
from assistant.channel import words
from assistant.channel.messages import plain_text
from assistant.channel.output import EventOutput, event_of, trouble
from assistant.locks.held import HeldLocks
from assistant.nlu.ahead import reading_ahead
from assistant.trackers.along import Along, running
from assistant.trackers.store import ConversationStore

logger = logging.getLogger(__name__)
CHANNEL, GREETING, TROUBLE = "chat", "utter_greeting", "utter_trouble_"
ADDITIONS = {"action_offer_helpline"}  # actions that only add to an answer which is whole without them


class RasaSide:
    """`agent` gives the loaded assistant; it changes when a model is loaded anew."""

    def __init__(
        self, handle: Callable[[UserMessage], Awaitable[Any]], agent: Callable[[], Agent], clock: Callable[[], datetime]
    ) -> None:
        self._handle, self._agent, self._clock = handle, agent, clock

    async def greeting(self) -> Event:
        """What is said first. It is no turn: Rasa does not remember it."""
        agent = self._agent()
        assert agent.domain
        nobody = DialogueStateTracker("", agent.domain.slots)
        said = await agent.nlg.generate(GREETING, nobody, CHANNEL)
        event = event_of(said or {}, "", self._clock())
        return Event(**{**vars(event), "in_reply_to": None}) if event else trouble("", self._clock(), words.trouble())

    @asynccontextmanager
    async def alone(self, conversation_id: str) -> AsyncIterator[Optional[Along]]:
        """For one turn: nobody else takes one of this conversation meanwhile, and what Rasa remembers of it is read and written
        along with the chat log. None where the configured stores cannot, or others have the conversation for far too long: then
        Rasa tries by itself, and what comes of that is told as of any turn that fails."""
        agent = self._agent()
        store, locks = _store_of(agent), getattr(agent, "lock_store", None)
        async with AsyncExitStack() as held:
            turn = None
            if isinstance(store, ConversationStore) and isinstance(locks, HeldLocks):
                try:
                    await held.enter_async_context(locks.hold(conversation_id))
                except Exception as problem:  # whatever it is, the message is recorded, and the visitor gets an answer
                    logger.error("A conversation could not be locked: %s", type(problem).__name__)
                else:
                    turn = held.enter_context(running(Along(store, conversation_id)))
                    held.push_async_callback(turn.end)
            yield turn

    def reading_ahead(self, message: Message) -> ContextManager[None]:
        """Have Rasa begin with what takes long of a message that it will be asked to answer before the block ends."""
        return nullcontext() if message.payload is not None else reading_ahead(self._agent(), _words_of(message))

    async def answer(self, conversation_id: str, message: Message, again: bool, unread: bool = False) -> List[Event]:
        """The answers to a message, at least one. `again`: it was begun before and cut off, so Rasa may have ended the turn
        and only the answer was lost; then that answer is given, and the turn is not taken twice. `unread`: it was written
        before the last answer was seen."""
        if again and (answers := await self._said_before(conversation_id, message.id)):
            return answers
        output = EventOutput(message.id, self._clock)
        text = _words_of(message)
        about = {UNREAD: True} if unread else None
        said = UserMessage(text, output, conversation_id, input_channel=CHANNEL, message_id=message.id, metadata=about)
        with metrics.turn(output.events), failures() as failed:
            try:
                await self._handle(said)
            except Exception as problem:  # whatever it is, the visitor gets the number of people
                logger.error("A turn failed: %s", type(problem).__name__)  # never with what the visitor wrote
            if not output.events:
                output.events.append(await self._trouble(conversation_id, message.id, words.trouble()))
            elif set(failed) - ADDITIONS and not any(event.type == CRISIS for event in output.events):
                # what was said promises what will not come
                output.events.append(await self._trouble(conversation_id, message.id, words.unavailable()))
        return output.events

    async def _trouble(self, conversation_id: str, message_id: str, said_else: str) -> Event:
        """What is said when no answer could be made, or only half of one: what fits the question of the running form, where there
        is such a response (its name is `utter_trouble_` and the slot), else the number of people."""
        with suppress(Exception):  # the words of last resort depend on nothing
            agent = self._agent()
            tracker = await agent.tracker_store.retrieve(conversation_id)
            if tracker and tracker.active_loop_name:
                said = await agent.nlg.generate(f"{TROUBLE}{tracker.get_slot(REQUESTED_SLOT)}", tracker, CHANNEL)
                if event := event_of(said or {}, message_id, self._clock()):
                    return replace(event, type=ERROR, custom={"kind": "trouble"})
        return trouble(message_id, self._clock(), said_else)

    async def _said_before(self, conversation_id: str, message_id: str) -> List[Event]:
        _, answers = await self._turn(conversation_id, message_id)
        events = [event_of(said.message(), message_id, self._clock()) for said in answers]
        return [event for event in events if event]

    async def was_in_form(self, conversation_id: str, message_id: str) -> bool:
        """Whether a message answered a form's question; also when nobody remembers."""
        in_form, _ = await self._turn(conversation_id, message_id)
        return in_form is not False

    async def _turn(self, conversation_id: str, message_id: str) -> Tuple[Optional[bool], List[BotUttered]]:
        """Whether a form was running when a message came, and what was answered; None when the message is not remembered."""
        tracker = await self._agent().tracker_store.retrieve_full_tracker(conversation_id)
        in_form, answers, running = None, [], False
        for event in tracker.events if tracker else ():
            if isinstance(event, UserUttered):
                if in_form is not None:
                    break
                in_form = running if event.message_id == message_id else None
            elif isinstance(event, BotUttered) and in_form is not None:
                answers.append(event)
            elif isinstance(event, ActiveLoop):
                running = bool(event.name)
        return in_form, answers

    def catch_up(self) -> None:
        """Have written down what Rasa remembers and the database missed."""
        store = _store_of(self._agent())
        if isinstance(store, ConversationStore):
            store.catch_up()

    async def forget(self, conversation_id: str) -> None:
        """Delete Rasa's memory of a conversation."""
        store = _store_of(self._agent())
        if hasattr(store, "delete"):
            await store.delete(conversation_id)
        elif isinstance(getattr(store, "store", None), dict):  # Rasa's memory store
            store.store.pop(conversation_id, None)
        else:
            logger.error("The tracker store cannot delete a conversation; give it a method delete(sender_id).")


def _words_of(message: Message) -> str:
    return message.payload if message.payload is not None else plain_text(message.text or "")


def _store_of(agent: Any) -> Any:
    """The configured tracker store, which Rasa wraps in one that survives failures."""
    store = getattr(agent, "tracker_store", None)
    return getattr(store, "_tracker_store", store)
