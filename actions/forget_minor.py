"""Keeps nothing of a callback for someone under 18: neither the one being made nor the one booked."""

from __future__ import annotations

from typing import Any

from rasa_sdk import Action, Tracker
from rasa_sdk.events import EventType, SlotSet
from rasa_sdk.executor import CollectingDispatcher

from actions.state import REFERENCE, slots_of
from admissions.booking import Draft
from admissions.callbacks.store import Conflict, live_in_conversation, set_status
from admissions.clock import now
from admissions.database import DatabaseError


class ForgetMinor(Action):
    def name(self) -> str:
        return "action_forget_minor"

    async def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]) -> list[EventType]:
        dropped = slots_of(Draft())
        try:
            if standing := live_in_conversation(tracker.sender_id):
                set_status(standing.reference, "cancelled", now())
        except (DatabaseError, Conflict):
            return dropped  # the booked one stays until staff look; they see it beside the cancelled ones
        return [*dropped, SlotSet(REFERENCE, None)]
