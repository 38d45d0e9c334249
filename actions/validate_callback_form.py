"""Carries each message of the callback form to the domain core and its answer back."""

from __future__ import annotations

from typing import Any

from rasa_sdk import Action, Tracker
from rasa_sdk.events import EventType, SlotSet
from rasa_sdk.executor import CollectingDispatcher

from actions.saying import say
from actions.state import draft_from, is_unread, message_id_of, message_of, setting_of, slots_of
from admissions.booking.turn import take_turn


class ValidateCallbackForm(Action):
    def name(self) -> str:
        return "validate_callback_form"

    async def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]) -> list[EventType]:
        text, intent = message_of(tracker)
        draft = draft_from(tracker)
        setting = setting_of(tracker, draft.moves)
        asked, about = tracker.get_slot("requested_slot"), (message_id_of(tracker), is_unread(tracker))
        turn = take_turn(draft, asked, text, intent, setting, *about)
        say(dispatcher, turn.say)
        return [*slots_of(turn.draft), SlotSet("requested_slot", turn.ask)]
