"""Cancels the callback of this conversation when that is plainly asked for, or finds the one to be cancelled."""

from __future__ import annotations

from typing import Any

from rasa_sdk import Action, Tracker
from rasa_sdk.events import EventType, FollowupAction, SlotSet
from rasa_sdk.executor import CollectingDispatcher

from actions.note_permission import note
from actions.state import (
    AGAIN,
    CALLBACK_FORM,
    KEEP,
    OPEN_QUESTION,
    REFERENCE,
    SEARCH_FORM,
    draft_from,
    message_of,
    slot_of,
    slots_of,
)
from admissions.booking.draft import Draft
from admissions.booking.search import Search
from admissions.booking.wording import standing_line
from admissions.callbacks.record import Callback
from admissions.callbacks.store import Conflict, cancel, live_in_conversation
from admissions.clock import now
from admissions.database import DatabaseError
from admissions.reading.permissions import read_permissions
from admissions.reading.reference import read_reference
from admissions.reading.stopping import Wish, read_stop

# What is said to those who do not ask to cancel.
_SAID: dict[Wish, str] = {
    "keep": "utter_callback_kept",
    "how": "utter_how_to_cancel",
    "data": "utter_cancel_and_data",
    "asks": "utter_callback_is_booked",
    "limit": "utter_callback_is_booked",
}


class CancelCallback(Action):
    def name(self) -> str:
        return "action_cancel_callback"

    async def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]) -> list[EventType]:
        text, _ = message_of(tracker)
        wish = read_stop(text)
        try:
            standing = live_in_conversation(tracker.sender_id)
        except DatabaseError:
            dispatcher.utter_message(response="utter_callback_not_cancelled")
            return []
        named = read_reference(text)
        if standing is None and draft_from(tracker).phone is not None:
            dispatcher.utter_message(response="utter_callback_stopped")  # one that was begun, and set aside
            return slots_of(Draft())
        if standing is None and wish == "asks" and not named:
            dispatcher.utter_message(response="utter_callback_none")
            return [SlotSet(REFERENCE, None)]
        if standing is None or (named and named != standing.reference):
            return [SlotSet(REFERENCE, None), slot_of(Search("cancel").with_words(text)), FollowupAction(SEARCH_FORM)]
        if allowed := read_permissions(text):
            note(dispatcher, tracker, allowed)
            return []
        return _take(dispatcher, standing, wish)


def _take(dispatcher: CollectingDispatcher, standing: Callback, wish: Wish) -> list[EventType]:
    if wish == "cancel":
        return cancel_and_say(dispatcher, standing.reference)
    if wish == "change":
        return [*slots_of(Draft.of(standing)), FollowupAction(CALLBACK_FORM)]
    if said := _SAID.get(wish):
        dispatcher.utter_message(response=said, read_back=standing_line(standing), reference=standing.reference)
        return []
    return ask_whether(dispatcher)


def ask_whether(dispatcher: CollectingDispatcher) -> list[EventType]:
    dispatcher.utter_message(response="utter_callback_cancel_or_keep")
    return [SlotSet(OPEN_QUESTION, KEEP)]


def cancel_and_say(dispatcher: CollectingDispatcher, reference: str) -> list[EventType]:
    """Cancel it; the visitor can take that back with the next message."""
    try:
        cancelled = cancel(reference, now())
    except (DatabaseError, Conflict):
        dispatcher.utter_message(response="utter_callback_not_cancelled")
        return []
    dispatcher.utter_message(response="utter_callback_cancelled", reference=cancelled.reference)
    return [*slots_of(Draft()), SlotSet(REFERENCE, None), SlotSet(OPEN_QUESTION, AGAIN)]
