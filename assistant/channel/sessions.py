"""Who is talking: a token that only the visitor's browser holds. Neither it nor `client_id` is stored, only their hashes."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from hashlib import sha256
from typing import Any, Callable, Dict, List, Optional

from sanic.request import Request

from admissions.chat.talk import Conversation, Event, Gone
from admissions.database import DatabaseError
from assistant.channel.log import ChatLog
from assistant.channel.rasa_side import RasaSide
from assistant.channel.refusals import Refusal, no_session, unavailable
from assistant.channel.tokens import begun_in_memory, new_token, new_token_in_memory

ID_LENGTH = 32
SHORTEST_CLIENT_ID, LONGEST_CLIENT_ID = 8, 128
BEARER = "bearer "


@dataclass(frozen=True)
class Opened:
    token: str
    conversation: Conversation
    events: List[Event]


class Sessions:
    def __init__(self, log: ChatLog, rasa: RasaSide, clock: Callable[[], datetime], lifetime: timedelta) -> None:
        self._log, self._rasa, self._clock, self._lifetime = log, rasa, clock, lifetime

    async def resume(self, request: Request, body: Dict[str, Any]) -> Optional[Opened]:
        """The conversation that the request's token opens, with all that was said; only for the same browser, and only
        until it expires. None where there is none. Raises `Refusal`."""
        token, client = _token_of(request), _client_hash(body)
        try:
            conversation = await self._find(token) if token else None
            if conversation is None or conversation.client_hash != client:
                return None
            conversation = await self._log.prolong(conversation, self._clock() + self._lifetime)
            return Opened(token, conversation, await self._log.events_after(conversation, 0))
        except (Refusal, Gone, DatabaseError):
            return None

    async def open(self, body: Dict[str, Any]) -> Opened:
        """A new conversation, greeting first. Raises `Refusal`."""
        token, moment, greeting = new_token(), self._clock(), [await self._rasa.greeting()]
        conversation = Conversation(_id_for(token), _hash(token), _client_hash(body), moment, moment + self._lifetime)
        events = await self._log.open(conversation, greeting)
        if self._log.is_only_here(conversation):  # then the token is to say so, and it is a chat of its own
            self._log.forget(conversation)
            token = new_token_in_memory(conversation.client_hash, moment)
            conversation = replace(conversation, id=_id_for(token), token_hash=_hash(token))
            events = self._log.open_in_memory(conversation, greeting)
        return Opened(token, conversation, events)

    async def of(self, request: Request) -> Conversation:
        """The conversation of a request. Raises `Refusal`."""
        try:
            return await self._find(_token_of(request))
        except DatabaseError:
            raise unavailable() from None

    async def of_message(self, request: Request, after: int) -> Conversation:
        """The same for a message, which is never turned away because the database is: someone may be in danger. What is remembered
        here is not looked up again, for receiving the message finds out whether the conversation is still there."""
        token = _token_of(request)
        remembered = self._log.remembered(_hash(token)) if token else None
        if remembered and remembered.expires_at > self._clock():
            return remembered
        try:
            return await self._find(token)
        except DatabaseError:
            moment = self._clock()
            client = begun_in_memory(token, moment)
            unknown = Conversation(_id_for(token), _hash(token), client or "", moment, moment + self._lifetime)
            return self._log.take_on(unknown, after) if client else self._log.unchecked(unknown, after)

    async def _find(self, token: str) -> Conversation:
        if not token:
            raise no_session()
        begun = begun_in_memory(token, self._clock())
        conversation = await self._log.find(_hash(token), _id_for(token) if begun else None)
        if conversation is None:
            raise no_session()
        if conversation.expires_at <= self._clock():
            raise Refusal("session_expired", "This chat has ended. Begin a new one with POST session.")
        return conversation


def _token_of(request: Request) -> str:
    given = request.headers.get("authorization", "")
    return given[len(BEARER) :].strip() if given.lower().startswith(BEARER) else ""


def _client_hash(body: Dict[str, Any]) -> str:
    client = body.get("client_id")
    if not isinstance(client, str) or not SHORTEST_CLIENT_ID <= len(client) <= LONGEST_CLIENT_ID:
        raise Refusal("bad_request", f'"client_id" must be a text of {SHORTEST_CLIENT_ID} to {LONGEST_CLIENT_ID} characters.')
    return _hash(client)


def _id_for(token: str) -> str:
    """It follows from the token, so that a token which cannot be looked up now leads to the same conversation, and a callback
    that is booked meanwhile is found in it afterwards."""
    return _hash(f"conversation {token}")[:ID_LENGTH]


def _hash(secret: str) -> str:
    """A plain hash is enough for what is random and long: nobody can guess it to try it out."""
    return sha256(secret.encode("utf-8", "surrogatepass")).hexdigest()
