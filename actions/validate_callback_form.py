"""Carries each message of the callback form to the domain core and its answer back."""

from __future__ import annotations

from typing import Any

from rasa_sdk import Action, Tracker
from rasa_sdk.events import EventType, SlotSet
from rasa_sdk.executor import CollectingDispatcher

from actions.state import draft_from, message_of, slots_of
from admissions.booking import take_turn
from admissions.clock import now
from admissions.program import program


class ValidateCallbackForm(Action):
    def name(self) -> str:
        return "validate_callback_form"

    async def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]) -> list[EventType]:
        text, intent = message_of(tracker)
        asked = tracker.get_slot("requested_slot")
        turn = take_turn(draft_from(tracker), asked, text, intent, now(), program())
        for response, values in turn.say:
            dispatcher.utter_message(response=response, **values)
        return [*slots_of(turn.draft), SlotSet("requested_slot", turn.ask)]
