"""A small stand-in for the chat channel, so that the widget can be tested without a trained assistant.

It speaks the protocol of the channel: sessions, messages answered once by id, events with `seq`, long-poll, replay.
"""

from __future__ import annotations

import asyncio
import uuid
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from aiohttp import web

from admissions.program import PROGRAM_FILE, read_program
from tests.browser.background import BackgroundServer
from tests.browser.double_talk import GREETING, SLOW, SLOWLY, Talk

ROOT = Path(__file__).resolve().parents[2]
WIDGET = ROOT / "widget"
POLL_SECONDS = 25
CSP = (
    "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; base-uri 'none'; form-action 'none'; "
    "frame-ancestors 'none'; require-trusted-types-for 'script'; trusted-types 'none'"
)
TYPES = {".html": "text/html", ".js": "text/javascript", ".css": "text/css"}


@dataclass
class Chat:
    """One conversation: its events, and the answer to each message id, once it is there."""

    events: list[dict[str, Any]] = field(default_factory=list)
    answers: dict[str, asyncio.Future[list[int]]] = field(default_factory=dict)
    talk: Talk = field(default_factory=Talk)
    news: asyncio.Condition = field(default_factory=asyncio.Condition)
    feedback: dict[int, bool] = field(default_factory=dict)
    turns: int = 0

    def write(self, event: dict[str, Any], in_reply_to: str | None = None) -> int:
        seq = len(self.events) + 1
        empty: dict[str, Any] = {
            "type": "message",
            "text": "",
            "format": "md-lite",
            "replies": [],
            "custom": {"kind": "answer"},
            "announce": "polite",
        }
        replies = [{"id": f"r{seq}-{n}", **reply} for n, reply in enumerate(event.get("replies", []))]
        self.events.append({**empty, **event, "replies": replies, "seq": seq, "id": f"e{seq}", "in_reply_to": in_reply_to})
        return seq

    def after(self, seq: int) -> list[dict[str, Any]]:
        """Everything after `seq`; the visitor's own messages only on a replay."""
        return [event for event in self.events[seq:] if seq == 0 or (event["custom"] or {}).get("kind") != "own"]


def problem(status: int, code: str, message: str, retryable: bool = False) -> web.Response:
    return web.json_response({"code": code, "retryable": retryable, "retry_after": None, "message": message}, status=status)


class Double(BackgroundServer):
    """`chats` holds each conversation by its token."""

    def __init__(self) -> None:
        super().__init__()
        self.chats: dict[str, Chat] = {}

    def application(self) -> web.Application:
        app = web.Application()
        v1 = "/webhooks/chat/v1/"
        app.add_routes(
            [
                web.post(v1 + "session", self._session),
                web.delete(v1 + "session", self._erase),
                web.post(v1 + "messages", self._message),
                web.get(v1 + "events", self._events),
                web.post(v1 + "feedback", self._feedback),
                web.get("/chat/", self._file),
                web.get("/chat/{name}", self._file),
            ]
        )
        return app

    def expire_all(self) -> None:
        self.chats.clear()

    def _chat(self, request: web.Request) -> Chat | None:
        return self.chats.get(request.headers.get("Authorization", "").removeprefix("Bearer "))

    async def _session(self, request: web.Request) -> web.Response:
        await request.json()
        token, chat = uuid.uuid4().hex, Chat()
        self.chats[token] = chat
        chat.write(GREETING)
        return web.json_response({"token": token, "conversation_id": uuid.uuid4().hex, "events": chat.events})

    async def _message(self, request: web.Request) -> web.Response:
        chat = self._chat(request)
        if not chat:
            return problem(401, "no_session", "This chat is over. Start a new one.")
        body = await request.json()
        said = body.get("text") or body.get("payload")
        if body.get("payload") and not any(body["payload"] in str(event) for event in chat.events):
            return problem(409, "not_offered", "That choice is no longer open. Please write it instead.")
        if len(said) > 2000:
            return problem(413, "too_long", "That message is too long.")
        known = chat.answers.get(body["id"])
        if not known:
            known = chat.answers[body["id"]] = asyncio.get_running_loop().create_future()
            known.set_result(await self._turn(chat, body["id"], said))
            status = "accepted"
        else:
            status = "duplicate"
        seqs = await asyncio.shield(known)
        events = [chat.events[seq - 1] for seq in seqs]
        return web.json_response({"status": status, "message_id": body["id"], "events": events})

    async def _turn(self, chat: Chat, message_id: str, said: str) -> list[int]:
        chat.turns += 1
        chat.write({"text": said, "custom": {"kind": "own", "message_id": message_id}})
        if SLOWLY in said:
            chat.write(SLOW, message_id)
            await self._tell(chat)
            await asyncio.sleep(1.5)
        seqs = [chat.write(event, message_id) for event in chat.talk.answer(said)]
        await self._tell(chat)
        return seqs

    async def _tell(self, chat: Chat) -> None:
        async with chat.news:
            chat.news.notify_all()

    async def _events(self, request: web.Request) -> web.Response:
        chat = self._chat(request)
        if not chat:
            return problem(401, "no_session", "This chat is over. Start a new one.")
        after = int(request.query.get("after", 0))
        if not chat.after(after):
            async with chat.news:
                try:
                    await asyncio.wait_for(chat.news.wait(), POLL_SECONDS)
                except asyncio.TimeoutError:
                    return web.Response(status=204)
        return web.json_response({"events": chat.after(after)})

    async def _feedback(self, request: web.Request) -> web.Response:
        chat = self._chat(request)
        if not chat:
            return problem(401, "no_session", "This chat is over. Start a new one.")
        body = await request.json()
        chat.feedback[body["seq"]] = body["helpful"]
        return web.json_response({"status": "accepted"})

    async def _erase(self, request: web.Request) -> web.Response:
        self.chats.pop(request.headers.get("Authorization", "").removeprefix("Bearer "), None)
        return web.Response(status=204)

    async def _file(self, request: web.Request) -> web.StreamResponse:
        name = request.match_info.get("name", "index.html")
        file = WIDGET / ("dist" if name.endswith(".js") else "demo") / name
        if not file.exists():
            return web.Response(status=404)
        text = file.read_text("utf-8")
        for fact, value in read_program(PROGRAM_FILE).sayable().items():
            text = text.replace(f"[[{fact}]]", value)
        headers = {"Content-Security-Policy": CSP, "X-Content-Type-Options": "nosniff"}
        return web.Response(text=text, content_type=TYPES[file.suffix], charset="utf-8", headers=headers)
