"""Keeps nothing of a callback for someone under 18: neither the one being made nor the one booked."""

from __future__ import annotations

from typing import Any

from rasa_sdk import Action, Tracker
from rasa_sdk.events import EventType, SlotSet
from rasa_sdk.executor import CollectingDispatcher

from actions.state import OPEN_QUESTION, REFERENCE, slot_of, slots_of
from admissions import audit
from admissions.booking.draft import Draft
from admissions.callbacks.store import NotFound, live_in_conversation
from admissions.clock import now
from admissions.database import DatabaseError
from admissions.retention import erase


class ForgetMinor(Action):
    def name(self) -> str:
        return "action_forget_minor"

    async def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]) -> list[EventType]:
        dropped = [*slots_of(Draft()), slot_of(None), SlotSet(OPEN_QUESTION, None)]
        try:
            if standing := live_in_conversation(tracker.sender_id):
                # Only this one: anybody can type a number and an age, and other callbacks for the number may be a grown-up's.
                erase(standing.reference, now(), audit.VISITOR, whole_person=False)
                dispatcher.utter_message(response="utter_minor_not_called")
        except (DatabaseError, NotFound):
            if tracker.get_slot(REFERENCE):
                dispatcher.utter_message(response="utter_callback_not_cancelled")
            return dropped  # the booked one stays until staff look
        return [*dropped, SlotSet(REFERENCE, None)]
