"""What the visitor's latest message and the turn before it tell the text generator."""

from __future__ import annotations

from typing import Any, Dict, List, Optional

from rasa.shared.core.events import BotUttered, UserUttered
from rasa.shared.core.trackers import DialogueStateTracker

from assistant.nlu.joint_model import normalise

ASKS_FOR, SELF, RELATIVE = "asks_for", "self", "relative"
BEGUN = "answer_begun"  # the attribute of a message that is being answered


def _parsed(tracker: DialogueStateTracker) -> Dict[str, Any]:
    return (tracker.latest_message.parse_data if tracker.latest_message else None) or {}


def text(tracker: DialogueStateTracker) -> str:
    """The latest message as the visitor wrote it."""
    return (tracker.latest_message.text if tracker.latest_message else None) or ""


def begin_answer(tracker: DialogueStateTracker) -> bool:
    """Whether nothing has been said yet to the latest message; asked once for each answer.

    An action may say several things before any of them is in the tracker, so the message itself is marked."""
    message = tracker.latest_message
    begins = _is_unanswered(tracker) and not getattr(message, BEGUN, False)
    if message is not None:
        setattr(message, BEGUN, True)
    return begins


def _is_unanswered(tracker: DialogueStateTracker) -> bool:
    """Whether the tracker holds no answer yet to the latest message."""
    for event in reversed(tracker.events):
        if type(event) is BotUttered:
            return False
        if type(event) is UserUttered:
            return True
    return False


def also_asked(tracker: DialogueStateTracker) -> List[str]:
    """Further labels that the latest message asks about."""
    return list(_parsed(tracker).get("also_asked") or [])


def either(tracker: DialogueStateTracker) -> List[str]:
    """The two labels that the latest message, not understood, may have meant."""
    return list(_parsed(tracker).get("either") or [])


def circumstances(tracker: DialogueStateTracker) -> List[str]:
    """What the latest message tells beside its intent: for whom, in which language, after what."""
    return list(_parsed(tracker).get("circumstances") or [])


def relation(tracker: DialogueStateTracker) -> Optional[str]:
    """For whom help is sought, where it is not for the visitor. A message that names only others is not about that one."""
    whom = tracker.slots[ASKS_FOR].value if ASKS_FOR in tracker.slots else None
    named = {found.get("value") for found in _parsed(tracker).get("entities") or [] if found.get("entity") == RELATIVE}
    return None if whom in (None, SELF) or (named and whom not in named) else str(whom)


def asks_on(utter_action: str, tracker: DialogueStateTracker) -> bool:
    """Whether the turn before gave this very answer, and the visitor now asks in other words."""
    messages: List[str] = []
    answered = False
    for event in reversed(tracker.events):
        if type(event) is UserUttered:
            messages.append(event.text or "")
            if len(messages) == 2:
                return answered and normalise(messages[0]) != normalise(messages[1])
        elif type(event) is BotUttered and len(messages) == 1:
            answered = answered or event.metadata.get("utter_action") == utter_action
    return False


def joined(answers: List[Dict[str, Any]]) -> Dict[str, Any]:
    """Several answers as one message, in order; the next questions are those of the last."""
    text = "\n\n".join(dict.fromkeys(answer["text"] for answer in answers))
    return {**answers[-1], "text": text}


def last_said(tracker: DialogueStateTracker) -> Optional[Dict[str, Any]]:
    for event in reversed(tracker.events):
        if type(event) is BotUttered and event.text:
            buttons = (event.data or {}).get("buttons")
            return {"text": event.text, **({"buttons": buttons} if buttons else {})}
    return None
