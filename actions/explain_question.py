"""Says why the form asks for what it asks for."""

from __future__ import annotations

import re
from typing import Any

from rasa_sdk import Action, Tracker
from rasa_sdk.events import EventType
from rasa_sdk.executor import CollectingDispatcher

from actions.state import message_of
from admissions.booking.draft import CONSENT, NAME, PHONE

ABOUT_NUMBER = re.compile(r"\b(?:number|phone|digits|info(?:rmation)?|details|data)\b", re.I)
NAMES_NUMBER = re.compile(r"\b(?:number|phone|digits|cell)\b", re.I)


class ExplainQuestion(Action):
    def name(self) -> str:
        return "action_explain_question"

    async def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]) -> list[EventType]:
        asked = str(tracker.get_slot("requested_slot") or "")
        text = message_of(tracker)[0]
        if asked == CONSENT and ABOUT_NUMBER.search(text) or asked == NAME and NAMES_NUMBER.search(text):
            asked = PHONE
        dispatcher.utter_message(response=f"utter_why_{asked.removeprefix('callback_')}" if asked else "utter_why_ask")
        return []
