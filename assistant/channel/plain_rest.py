"""The way in until the website chat exists: Rasa's REST webhook made safe, and a plain page to talk to it.

Differs from Rasa's own: every message needs a sender, a typed `/intent` is plain text, bad input gets a JSON error that
says what to do, and an empty, slow or failed turn becomes the helpline message instead of silence.
"""

from __future__ import annotations

import asyncio
import logging
from pathlib import Path
from typing import Any, Awaitable, Callable, Dict, Optional

from rasa.core.channels.channel import CollectingOutputChannel, InputChannel, UserMessage
from sanic import Blueprint, Sanic, response
from sanic.request import Request
from sanic.response import HTTPResponse

from admissions.program import program
from assistant.channel.address import PAGE_ADDRESS
from assistant.safety_check import report, unseen
from assistant.timeouts import limit_action_time

logger = logging.getLogger(__name__)

LONGEST_TEXT = 2000
LONGEST_SENDER = 128
SLOWEST_TURN = 10  # seconds; then the visitor gets the helpline, while the turn goes on
PAGE_FOLDER = Path(__file__).parent / "page"

HEADERS = {
    "Content-Security-Policy": "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; "
    "base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Cache-Control": "no-store",
}
CONTENT_TYPES = {".html": "text/html; charset=utf-8", ".js": "text/javascript; charset=utf-8", ".css": "text/css; charset=utf-8"}


class BadMessage(ValueError):
    """A request that is no message; `status` is the HTTP status, the text says what to do."""

    def __init__(self, status: int, text: str) -> None:
        super().__init__(text)
        self.status = status


class PlainRest(InputChannel):
    """`POST /webhooks/rest/webhook` with `{sender, message}`, and the page under `/chat/`."""

    @classmethod
    def name(cls) -> str:
        return "rest"

    @classmethod
    def url_prefix(cls) -> str:
        return "/"

    @classmethod
    def from_credentials(cls, credentials: Optional[Dict[str, Any]]) -> InputChannel:
        return cls()

    def blueprint(self, on_new_message: Callable[[UserMessage], Awaitable[Any]]) -> Blueprint:
        limit_action_time()
        webhook = Blueprint("plain_rest", __name__)

        @webhook.listener("after_server_start")
        async def check_safety(app: Sanic, _: object) -> None:
            report(await unseen(app.ctx.agent))

        @webhook.post("/webhooks/rest/webhook")
        async def receive(request: Request) -> HTTPResponse:
            try:
                sender, text = read_message(request)
            except BadMessage as problem:
                return response.json({"error": str(problem)}, status=problem.status, headers=HEADERS)
            collector = CollectingOutputChannel()
            message = UserMessage(text, collector, sender, input_channel=self.name())
            turn = asyncio.ensure_future(on_new_message(message))
            turn.add_done_callback(_log_failure)
            await asyncio.wait({turn}, timeout=SLOWEST_TURN)
            messages = list(collector.messages) or [{"recipient_id": sender, "text": trouble()}]
            return response.json(messages, headers=HEADERS)

        @webhook.get(PAGE_ADDRESS)
        async def page(_: Request) -> HTTPResponse:
            return _page_file("index.html")

        @webhook.get(PAGE_ADDRESS + "<name:(page.js|page.css)>")
        async def asset(_: Request, name: str) -> HTTPResponse:
            return _page_file(name)

        return webhook


def trouble() -> str:
    """What a visitor reads when no answer could be made."""
    return (
        "I am having trouble answering right now. Please call "
        f"{program().helpline}. In danger? Call {program().crisis_lines['emergency']}, "
        f"or call or text {program().crisis_lines['suicide_lifeline']}."
    )


def read_message(request: Request) -> tuple[str, str]:
    """The sender and the text of a request. Raises `BadMessage`."""
    try:
        body = request.json
    except Exception as problem:
        raise BadMessage(400, 'The body is not JSON. Send {"sender": "…", "message": "…"}.') from problem
    if not isinstance(body, dict):
        raise BadMessage(400, 'Send a JSON object with "sender" and "message".')
    sender, text = body.get("sender"), body.get("message")
    if not isinstance(sender, str) or not 0 < len(sender.strip()) <= LONGEST_SENDER:
        raise BadMessage(400, f'"sender" must be a text of 1 to {LONGEST_SENDER} characters, one for each conversation.')
    if not isinstance(text, str):
        raise BadMessage(400, '"message" must be a text.')
    if len(text) > LONGEST_TEXT:
        raise BadMessage(413, f"The message is too long. Please use {LONGEST_TEXT} characters or fewer.")
    return sender.strip(), readable_text(text)


def readable_text(text: str) -> str:
    """The text without control characters, and never read as a command: a leading slash is dropped."""
    kept = "".join(char if char.isprintable() or char in "\n\u200d\ufe0f" else " " for char in text)
    return kept.lstrip("/ ").strip() or "?"


def _log_failure(turn: asyncio.Future[Any]) -> None:
    if not turn.cancelled() and turn.exception() is not None:
        logger.error("A turn failed: %s", type(turn.exception()).__name__)  # never with what the visitor wrote


def _page_file(name: str) -> HTTPResponse:
    """A file of the page, with the numbers of program.yml in it."""
    file = PAGE_FOLDER / name
    text = file.read_text("utf-8")
    for fact, value in program().sayable().items():
        text = text.replace(f"[[{fact}]]", value)
    return response.raw(text.encode(), content_type=CONTENT_TYPES[file.suffix], headers=HEADERS)
