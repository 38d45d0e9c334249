"""Moves a booked callback to the time the visitor names, or asks for one."""

from __future__ import annotations

import re
from datetime import datetime
from typing import Any

from rasa_sdk import Action, Tracker
from rasa_sdk.events import EventType, FollowupAction, SlotSet
from rasa_sdk.executor import CollectingDispatcher

from actions.saying import standing_line
from actions.state import REFERENCE, message_of, slots_of
from admissions.booking import Draft, zone_of
from admissions.callbacks.record import Callback
from admissions.callbacks.store import Conflict, live_in_conversation, move
from admissions.clock import now
from admissions.database import DatabaseError
from admissions.program import program
from admissions.reading.phone import read_phone
from admissions.reading.when import When, read_when


class ChangeCallback(Action):
    def name(self) -> str:
        return "action_change_callback"

    async def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]) -> list[EventType]:
        text, _ = message_of(tracker)
        try:
            standing = live_in_conversation(tracker.sender_id)
            if standing is None:
                if re.search(r"\b(?:my|the|our) (?:call ?-?back|call|appointment)\b", text.lower()):
                    dispatcher.utter_message(response="utter_callback_none")
                    return [SlotSet(REFERENCE, None)]
                return [SlotSet(REFERENCE, None), FollowupAction("callback_form")]  # nothing to change: begin one
            number = read_phone(text, standing.phone_e164)
            if number.status == "number" and number.e164 != standing.phone_e164:
                return self._ask_again(standing, number.e164)
            when = read_when(text, now(), program(), _when(standing))
            if when.status != "window" or when.start is None or when.end is None:
                dispatcher.utter_message(response="utter_callback_new_time", read_back=standing_line(standing))
                return []
            moved = move(standing.reference, when.start, when.end, zone_of(when, program()), now())
        except (DatabaseError, Conflict):
            dispatcher.utter_message(response="utter_callback_not_saved")
            return []
        dispatcher.utter_message(response="utter_callback_changed", read_back=standing_line(moved), reference=moved.reference)
        return []

    def _ask_again(self, standing: Callback, phone: str | None) -> list[EventType]:
        """Another number needs its own yes: the form shows the whole callback once more."""
        draft = Draft(name=standing.name or "", phone=phone, when=_when(standing))
        return [*slots_of(draft), FollowupAction("callback_form")]


def _when(standing: Callback) -> When:
    start, end = (datetime.fromisoformat(moment) for moment in (standing.window_start, standing.window_end))
    return When("window", start, end, (start.date(),), zone=standing.timezone)
