"""The addresses of the chat. Each one checks who asks and how often, has the work done, and shapes the answer."""

from __future__ import annotations

import asyncio
import json
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, Callable, Coroutine, Dict, List, Optional, Set

import yaml
from sanic import Blueprint
from sanic.request import Request
from sanic.response import HTTPResponse, raw

from admissions.chat.talk import Conversation, Event, Gone, Message
from admissions.clock import now
from admissions.database import DatabaseError
from assistant.channel import pages
from assistant.channel.address import API_ADDRESS, PAGE_ADDRESS
from assistant.channel.bell import Bell
from assistant.channel.feedback import Feedback
from assistant.channel.health import DOWN, READY, Health
from assistant.channel.http import address_of, as_json, query_number, read_body, whole_number
from assistant.channel.limits import Limits
from assistant.channel.log import ChatLog
from assistant.channel.messages import read_message
from assistant.channel.polling import wait_for_events
from assistant.channel.rasa_side import RasaSide
from assistant.channel.refusals import Refusal, no_session, unavailable
from assistant.channel.sessions import Sessions
from assistant.channel.settings import Settings
from assistant.channel.turns import Taken, Turns

NEWEST = 2**31 - 1  # no event is newer
Handler = Callable[..., Coroutine[Any, Any, HTTPResponse]]
DESCRIPTION = json.dumps(yaml.safe_load((Path(__file__).parent / "openapi.yml").read_text("utf-8"))).encode()


@dataclass
class Routes:
    settings: Settings
    limits: Limits
    sessions: Sessions
    turns: Turns
    log: ChatLog
    bell: Bell
    rasa: RasaSide
    feedback: Feedback
    health: Health

    def __post_init__(self) -> None:
        self._forgetting: Set[asyncio.Task[None]] = set()

    def add_to(self, blueprint: Blueprint) -> None:
        for method, path, handler in (
            ("POST", "session", self.open_session),
            ("DELETE", "session", self.erase_session),
            ("POST", "messages", self.take_message),
            ("GET", "events", self.give_events),
            ("POST", "feedback", self.take_feedback),
            ("GET", "health", self.tell_health),
            ("GET", "ready", self.tell_ready),
            ("GET", "openapi.json", self.describe),
        ):
            blueprint.add_route(self._guarded(handler), f"{API_ADDRESS}/{path}", methods=[method], name=handler.__name__)
        for path, route in ((PAGE_ADDRESS, "page"), (PAGE_ADDRESS + "<name:path>", "file")):
            blueprint.add_route(self._guarded(self.page), path, methods=["GET", "HEAD"], name=route)

    async def open_session(self, request: Request) -> HTTPResponse:
        body = self._body(request)
        for name in ("lang", "page"):  # not kept, for nothing needs them
            if not isinstance(body.get(name, ""), str):
                raise Refusal("bad_request", f'"{name}" must be a text.')
        opened = await self.sessions.resume(request, body)
        if opened is None:
            self.limits.session(address_of(request))
            opened = await self.sessions.open(body)
        return as_json(
            {
                "token": opened.token,
                "conversation_id": opened.conversation.id,
                "expires_at": opened.conversation.expires_at.isoformat(),
                "server_time": now().isoformat(),
                "events": _shown(opened.events),
            }
        )

    async def erase_session(self, request: Request) -> HTTPResponse:
        conversation = await self.sessions.of(request)
        await self.log.erase(conversation)
        self.bell.ring(conversation.id)
        forgetting = asyncio.ensure_future(self._forget(conversation))
        self._forgetting.add(forgetting)
        forgetting.add_done_callback(self._forgetting.discard)
        await asyncio.wait({forgetting}, timeout=self.settings.slowest_turn)
        return as_json({"status": "erased"})

    async def _forget(self, conversation: Conversation) -> None:
        async with self.turns.lock(conversation):  # a turn that still runs would be remembered after it
            await self.rasa.forget(conversation.id)

    async def take_message(self, request: Request) -> HTTPResponse:
        began = asyncio.get_running_loop().time()
        body = self._body(request)
        message = read_message(body, self.settings.longest_text)
        after = None if body.get("after") is None else whole_number(body["after"], "after")
        conversation = await self.sessions.of_message(request, after or 0)
        self.limits.message(conversation.id, address_of(request))
        if message.seen is None and self.turns.is_answering(conversation):  # else all that was said counts as seen
            message = replace(message, seen=await self.log.last_seq(conversation))
        try:
            taken = await self.turns.take(conversation, message, began)
        except Gone:
            await self.sessions.of(request)  # tells whether it has ended or was erased
            raise
        # Who has waited so long for nothing must not wait for the database again.
        enough = taken.slow or taken.is_all_since(after)
        events = taken.events if enough else await self._with_others(conversation, message, taken, after)
        return as_json(
            {
                "status": "duplicate" if taken.duplicate else "accepted",
                "message_id": message.id,
                "events": _shown(events),
            }
        )

    async def _with_others(self, conversation: Conversation, message: Message, taken: Taken, after: Optional[int]) -> List[Event]:
        """What answers a message, and with `after` all else that the visitor has not got yet, but not the message itself."""
        newest = NEWEST if after is None else after
        stored = await self.log.events_after(conversation, newest, in_reply_to=message.id)
        events = {event.seq: event for event in [*taken.events, *stored] if event.custom.get("message_id") != message.id}
        return [events[seq] for seq in sorted(events)]

    async def give_events(self, request: Request) -> HTTPResponse:
        after = query_number(request, "after", 0)
        wait = query_number(request, "wait", self.settings.longest_poll, self.settings.longest_poll)
        conversation = await self.sessions.of(request)
        with self.limits.poll(conversation.id, address_of(request)):
            return as_json({"events": _shown(await wait_for_events(self.log, self.bell, conversation, after, wait))})

    async def take_feedback(self, request: Request) -> HTTPResponse:
        body = self._body(request)
        seq, helpful = whole_number(body.get("seq"), "seq"), body.get("helpful")
        if not isinstance(helpful, bool):
            raise Refusal("bad_request", '"helpful" must be true or false.')
        await self.feedback.give(await self.sessions.of(request), seq, helpful)
        return as_json({"status": "noted"})

    async def tell_health(self, request: Request) -> HTTPResponse:
        found = await self.health.health()
        return as_json(found, 503 if found["status"] == DOWN else 200)

    async def tell_ready(self, request: Request) -> HTTPResponse:
        found = await self.health.ready()
        return as_json(found, 200 if found["status"] == READY else 503)

    async def describe(self, request: Request) -> HTTPResponse:
        return raw(DESCRIPTION, content_type="application/json")

    async def page(self, request: Request, name: str = "") -> HTTPResponse:
        return pages.serve(request, name)

    def _body(self, request: Request) -> Dict[str, Any]:
        return read_body(request, self.settings.longest_body)

    def _guarded(self, handler: Handler) -> Handler:
        """Counts the request, and turns what the layers below raise into refusals that a client knows."""

        async def handle(request: Request, **parts: str) -> HTTPResponse:
            try:
                self.limits.request(address_of(request))
                return await handler(request, **parts)
            except Gone:
                raise no_session() from None
            except DatabaseError:
                raise unavailable() from None

        return handle


def _shown(events: List[Event]) -> List[Dict[str, Any]]:
    return [event.as_dict() for event in events]
