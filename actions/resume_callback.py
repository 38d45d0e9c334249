"""After a crisis answer, takes a callback up again, but only when the message asks for it."""

from __future__ import annotations

import re
from typing import Any

from rasa_sdk import Action, Tracker
from rasa_sdk.events import EventType, FollowupAction
from rasa_sdk.executor import CollectingDispatcher

from actions.state import message_of

# A call to the visitor; "i called 911" and "im calling my sister" are none.
ASKED_FOR = re.compile(
    r"\b(?:call|ring|phone) (?:me|us)\b|\b(?:calling|to ring|ringing|phoning) (?:me|us)\b|\bcall ?back\b|\bcalled back\b"
    r"|\b(?:a|the|that|my|get|want|wants|still|set up|book|schedule|about|for|to) (?:phone )?call\b(?! (?:\w+ ){0,2}?(?:9\W?1\W?1|988|him|her|them|my|an?|the|some\w+|police|cops)\b)"
    r"|\bto be called\b|\bgive (?:me|us) a ring\b",
    re.I,
)


class ResumeCallback(Action):
    def name(self) -> str:
        return "action_resume_callback"

    async def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]) -> list[EventType]:
        text, _ = message_of(tracker)
        return [FollowupAction("callback_form")] if ASKED_FOR.search(text) else []
