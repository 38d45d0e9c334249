"""Changes the callback booked in this conversation, finds one that another chat booked, or begins one."""

from __future__ import annotations

import re
from typing import Any

from rasa_sdk import Action, Tracker
from rasa_sdk.events import EventType, FollowupAction, SlotSet
from rasa_sdk.executor import CollectingDispatcher

from actions.note_permission import note
from actions.state import CALLBACK_FORM, REFERENCE, SEARCH_FORM, message_of, slot_of, slots_of
from admissions.booking.draft import Draft
from admissions.booking.phones import without_numbers
from admissions.booking.search import Search
from admissions.booking.wording import standing_line
from admissions.callbacks.store import live_in_conversation
from admissions.clock import now
from admissions.database import DatabaseError
from admissions.program import program
from admissions.reading.moving import asks_to_move
from admissions.reading.permissions import read_permissions
from admissions.reading.phone import read_phone
from admissions.reading.reference import read_reference
from admissions.reading.when import read_when

BOOKED_ELSEWHERE = re.compile(
    r"\b(?:my|the|our|that) (?:\w+ )?(?:call ?-?back|call|appointment)\b|\bi (?:\w+ )?booked\b|\breference\b", re.I
)

# Asks about the booked one, rather than for another time.
ASKS_ABOUT_IT = re.compile(
    r"\W*(?:so |ok |and |hi |hey |wait )*(?:when|what time|what day|which day|who|is (?:it|my|the)|did (?:you|i|my|it|that)|do i|am i|have i|what(?:'?s| is| was) my"
    r"|are (?:you|they) (?:still )?(?:going to |gonna )?call|when(?:'?s| is| was| are| will| were))\b",
    re.I,
)


_LISTEN = FollowupAction("action_listen")  # no rule goes on after this action, whatever led to it


class ChangeCallback(Action):
    def name(self) -> str:
        return "action_change_callback"

    async def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]) -> list[EventType]:
        text, _ = message_of(tracker)
        try:
            standing = live_in_conversation(tracker.sender_id)
        except DatabaseError:
            dispatcher.utter_message(response="utter_callback_not_saved")
            return [_LISTEN]
        named = read_reference(text)
        asks_about_it = ASKS_ABOUT_IT.match(text) is not None and read_when(text, now(), program()).status == "none"
        if standing is None and asks_about_it and not named:
            dispatcher.utter_message(response="utter_callback_none")
            return [SlotSet(REFERENCE, None), _LISTEN]
        if standing is None and (named or BOOKED_ELSEWHERE.search(text)) and read_phone(text).e164 is None:
            return [SlotSet(REFERENCE, None), slot_of(Search("change")), FollowupAction(SEARCH_FORM)]
        if standing is None:
            return [SlotSet(REFERENCE, None), FollowupAction(CALLBACK_FORM)]  # nothing to change: begin one
        if named and named != standing.reference:
            return [slot_of(Search("change")), FollowupAction(SEARCH_FORM)]
        if allowed := read_permissions(text):
            note(dispatcher, tracker, allowed)
            return [_LISTEN]
        values = {"read_back": standing_line(standing), "reference": standing.reference}
        if asks_about_it:
            dispatcher.utter_message(response="utter_callback_is_booked", **values)
            return [_LISTEN]
        draft = Draft.of(standing)
        if not asks_to_move(text) and read_when(without_numbers(text), now(), program(), draft.when).status != "none":
            dispatcher.utter_message(response="utter_callback_move_or_keep", **values)  # a remark moves nothing
            return [_LISTEN]
        return [*slots_of(draft), FollowupAction(CALLBACK_FORM)]
