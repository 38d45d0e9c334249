"""Carries each message of the search for a callback to the domain core and its answer back."""

from __future__ import annotations

from typing import Any

from rasa_sdk import Action, Tracker
from rasa_sdk.events import EventType, SlotSet
from rasa_sdk.executor import CollectingDispatcher

from actions.saying import say
from actions.state import message_id_of, message_of, search_from, slot_of
from admissions.booking.search import SEARCH, Search, take_search_turn


class ValidateFindCallbackForm(Action):
    def name(self) -> str:
        return "validate_find_callback_form"

    async def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]) -> list[EventType]:
        text, intent = message_of(tracker)
        search = search_from(tracker) or Search("change")
        turn = take_search_turn(search, text, intent, message_id_of(tracker))
        say(dispatcher, turn.say)
        is_over = turn.search is None or turn.search.complete
        return [slot_of(turn.search), SlotSet("requested_slot", None if is_over else SEARCH)]
