"""After a crisis answer, takes a callback up again, but only when the message asks for it."""

from __future__ import annotations

import re
from typing import Any

from rasa_sdk import Action, Tracker
from rasa_sdk.events import EventType, FollowupAction
from rasa_sdk.executor import CollectingDispatcher

from actions.state import message_of

ASKED_FOR = re.compile(r"\bcall(?:s|ed|ing|back)?\b|\bring\b|\bphone me\b", re.I)


class ResumeCallback(Action):
    def name(self) -> str:
        return "action_resume_callback"

    async def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]) -> list[EventType]:
        text, _ = message_of(tracker)
        return [FollowupAction("callback_form")] if ASKED_FOR.search(text) else []
