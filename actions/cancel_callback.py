"""Cancels the callback booked in this conversation."""

from __future__ import annotations

from typing import Any

from rasa_sdk import Action, Tracker
from rasa_sdk.events import EventType, SlotSet
from rasa_sdk.executor import CollectingDispatcher

from actions.state import REFERENCE
from admissions.callbacks.store import Conflict, live_in_conversation, set_status
from admissions.clock import now
from admissions.database import DatabaseError


class CancelCallback(Action):
    def name(self) -> str:
        return "action_cancel_callback"

    async def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]) -> list[EventType]:
        try:
            standing = live_in_conversation(tracker.sender_id)
            if standing is None:
                dispatcher.utter_message(response="utter_callback_none")
                return []
            cancelled = set_status(standing.reference, "cancelled", now())
        except (DatabaseError, Conflict):
            dispatcher.utter_message(response="utter_callback_not_cancelled")
            return []
        dispatcher.utter_message(response="utter_callback_cancelled", reference=cancelled.reference)
        return [SlotSet(REFERENCE, None)]
