"""Cancels the callback of this conversation at once, or finds the one to be cancelled."""

from __future__ import annotations

import re
from typing import Any

from rasa_sdk import Action, Tracker
from rasa_sdk.events import EventType, FollowupAction, SlotSet
from rasa_sdk.executor import CollectingDispatcher

from actions.note_permission import note
from actions.state import OPEN_QUESTION, REFERENCE, SEARCH_FORM, draft_from, message_of, slot_of, slots_of
from admissions.booking.draft import Draft
from admissions.booking.search import Search
from admissions.callbacks.store import Conflict, cancel, live_in_conversation
from admissions.clock import now
from admissions.database import DatabaseError
from admissions.reading.permissions import read_permissions
from admissions.reading.reference import read_reference

# Said without meaning the call, perhaps: it is asked, and nothing is cancelled by mistake.
UNCLEAR_STOP = re.compile(
    r"\W*(?:oh |ok |no )?(?:never ?mind|nvm|forget (?:it|about it|that)|disregard(?: that)?|exit|leave it|let it go|skip it)\W*",
    re.I,
)


class CancelCallback(Action):
    def name(self) -> str:
        return "action_cancel_callback"

    async def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]) -> list[EventType]:
        text, intent = message_of(tracker)
        try:
            standing = live_in_conversation(tracker.sender_id)
            named = read_reference(text)
            if standing is None and draft_from(tracker).phone is not None:
                dispatcher.utter_message(response="utter_callback_stopped")  # one that was begun, and set aside
                return slots_of(Draft())
            if standing is None or (named and named != standing.reference):
                return [SlotSet(REFERENCE, None), slot_of(Search("cancel").with_words(text)), FollowupAction(SEARCH_FORM)]
            if allowed := read_permissions(text):
                note(dispatcher, tracker, allowed)
                return []
            if intent == "stop" and UNCLEAR_STOP.fullmatch(text):
                dispatcher.utter_message(response="utter_callback_cancel_or_keep")
                return []
            cancelled = cancel(standing.reference, now())
        except (DatabaseError, Conflict):
            dispatcher.utter_message(response="utter_callback_not_cancelled")
            return []
        dispatcher.utter_message(response="utter_callback_cancelled", reference=cancelled.reference)
        return [*slots_of(Draft()), SlotSet(REFERENCE, None), SlotSet(OPEN_QUESTION, None)]
