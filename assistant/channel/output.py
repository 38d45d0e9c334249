"""What Rasa says, as events of the chat."""

from __future__ import annotations

from datetime import datetime
from typing import Any, Callable, Dict, List, Optional

from rasa.core.channels.channel import OutputChannel

from admissions.chat.talk import ASSERTIVE, CRISIS, ERROR, HANDOFF, MESSAGE, POLITE, SLOW, Event
from assistant.channel import words

CRISIS_RESPONSE = "utter_crisis_"
SAFE_RESPONSE = "utter_safe_now"
ANSWERS = ("utter_faq/", "utter_tell_more")  # these answer a question, so it can be asked whether they helped
KINDS = {"crisis": CRISIS, "handoff": HANDOFF}  # the `kind` in a response's metadata, and the type of its event


class EventOutput(OutputChannel):
    """Collects the answers to one message. Text, buttons and `custom` are passed on; the chat shows no files."""

    def __init__(self, in_reply_to: str, clock: Callable[[], datetime]) -> None:
        self._in_reply_to, self._clock = in_reply_to, clock
        self.events: List[Event] = []

    @classmethod
    def name(cls) -> str:
        return "chat"

    async def send_response(self, recipient_id: str, message: Dict[str, Any]) -> None:
        if event := event_of(message, self._in_reply_to, self._clock()):
            self.events.append(event)


def event_of(message: Dict[str, Any], in_reply_to: str, ts: datetime) -> Optional[Event]:
    """An answer as an event: `message` is as Rasa's `BotUttered.message()` gives it. None for an empty one."""
    text, given = str(message.get("text") or "").strip(), message.get("custom")
    if not text and not given:
        return None
    buttons = [*(message.get("buttons") or []), *(message.get("quick_replies") or [])]
    about, response = message.get("metadata") or {}, str(message.get("utter_action") or "")
    custom: Dict[str, Any] = {"kind": str(about.get("kind") or ("answer" if response.startswith(ANSWERS) else "talk"))}
    if response.startswith(CRISIS_RESPONSE):
        custom = {"kind": "crisis", "crisis": response.removeprefix(CRISIS_RESPONSE)}
    elif response == SAFE_RESPONSE:
        custom = {"kind": "safe"}
    kind = custom["kind"]
    custom.update({key: about[key] for key in ("lang", "version") if about.get(key)})
    return Event(
        text=text,
        ts=ts,
        type=KINDS.get(kind, MESSAGE),
        replies=[
            {
                **button,
                "id": f"r{number}",
                "title": str(button["title"]),
                "payload": str(button.get("payload") or button["title"]),
            }
            for number, button in enumerate(buttons, 1)
        ],
        custom={**custom, **given} if isinstance(given, dict) else custom,
        announce=ASSERTIVE if kind == "crisis" or about.get("announce") == ASSERTIVE else POLITE,
        in_reply_to=in_reply_to,
    )


def trouble(in_reply_to: str, ts: datetime, text: str) -> Event:
    """The answer when there is none: the helpline."""
    return Event(text=text, ts=ts, type=ERROR, custom={"kind": "trouble"}, in_reply_to=in_reply_to)


def slow(in_reply_to: str, ts: datetime) -> Event:
    """Says that the answer takes long; it is none itself."""
    return Event(text=words.slow(), ts=ts, custom={"kind": SLOW}, in_reply_to=in_reply_to)
