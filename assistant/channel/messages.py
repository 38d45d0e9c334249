"""Reads a message out of a request's body."""

from __future__ import annotations

import re
import uuid
from typing import Any, Dict

from admissions.chat.talk import Message
from assistant.channel.http import whole_number
from assistant.channel.refusals import Refusal

_COMMAND = re.compile(r"(?:restart|back|session_start|start|start_over|reset|clear|new)\s*(?:\{.*)?", re.I | re.S)
NOTHING_SAID = "?"  # what a message without a readable character is read as


def read_message(body: Dict[str, Any], longest_text: int) -> Message:
    """Raises `Refusal`."""
    text, payload = body.get("text"), body.get("payload")
    after, reply_to = (None if body.get(name) is None else whole_number(body[name], name) for name in ("after", "reply_to_seq"))
    if (text is None) == (payload is None):
        raise Refusal("bad_request", 'Send either "text" or "payload".')
    said = text if payload is None else payload
    if not isinstance(said, str):
        raise Refusal("bad_request", f'"{"text" if payload is None else "payload"}" must be a text.')
    if len(said) > longest_text:
        raise Refusal("text_too_long", f"The message is too long. Please use {longest_text} characters or fewer.")
    return Message(
        id=_read_id(body.get("id")),
        text=None if text is None else readable_text(text),
        payload=payload,
        seen=None if after is None else max(after, reply_to or 0),
    )


def readable_text(text: str) -> str:
    """The text without control characters."""
    kept = "".join(char if char.isprintable() or char in "\n\u200d\ufe0f" else " " for char in text)
    return kept.strip() or NOTHING_SAID


def plain_text(text: str) -> str:
    """What is read of a text that begins with a slash: never a command of Rasa's, and of the words for beginning anew, which other
    chats know as commands, nothing: no half-made call is forgotten by one."""
    if not text.startswith("/"):
        return text
    rest = re.sub(r"^[/\s]+", "", text)
    return NOTHING_SAID if not rest or _COMMAND.fullmatch(rest) else rest


def _read_id(given: Any) -> str:
    try:
        return str(uuid.UUID(given))
    except (ValueError, TypeError, AttributeError):
        raise Refusal("bad_request", '"id" must be a UUID, a new one for each message.') from None
