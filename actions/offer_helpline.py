"""Adds to the helpline number what fits the conversation: a callback, or the one that stands."""

from __future__ import annotations

from typing import Any

from rasa_sdk import Action, Tracker
from rasa_sdk.events import EventType
from rasa_sdk.executor import CollectingDispatcher

from admissions.booking.wording import standing_line
from admissions.callbacks.store import live_in_conversation
from admissions.database import DatabaseError


class OfferHelpline(Action):
    def name(self) -> str:
        return "action_offer_helpline"

    async def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]) -> list[EventType]:
        if tracker.active_loop.get("name"):
            return []  # a callback is being made: the form asks on
        try:
            standing = live_in_conversation(tracker.sender_id)
        except DatabaseError:
            standing = None
        if standing is None:
            dispatcher.utter_message(response="utter_offer_callback")
        else:
            dispatcher.utter_message(response="utter_callback_stands", read_back=standing_line(standing))
        return []
