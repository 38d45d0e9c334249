"""Cancels or moves a callback of another chat, once its reference and the last four digits are told."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from typing import Any

from rasa_sdk import Action, Tracker
from rasa_sdk.events import EventType, FollowupAction, SlotSet
from rasa_sdk.executor import CollectingDispatcher

from actions.saying import say
from actions.state import (
    CALLBACK_FORM,
    REFERENCE,
    SEARCH_FORM,
    draft_from,
    message_id_of,
    message_of,
    search_from,
    slot_of,
    slots_of,
)
from admissions.booking.draft import Draft
from admissions.booking.search import BEGIN, STOP, Search, wrong_guess
from admissions.callbacks.record import Callback
from admissions.callbacks.store import Conflict, NotFound, cancel, live_in_conversation, move
from admissions.callbacks.visitors import TooManyGuesses, find_for_visitor
from admissions.clock import now
from admissions.database import DatabaseError
from admissions.reading.when import When


class OpenCallback(Action):
    def name(self) -> str:
        return "action_open_callback"

    async def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]) -> list[EventType]:
        search = search_from(tracker)
        if search is None or not search.reference or not search.last_four:
            if message_of(tracker)[1] == STOP:
                return [slot_of(None), *slots_of(Draft())]
            draft, begins = draft_from(tracker), message_of(tracker)[1] == BEGIN
            if begins or draft.phone is None:
                return [slot_of(None), *([FollowupAction(CALLBACK_FORM)] if begins else [])]
            draft = replace(draft, read=message_id_of(tracker))  # what gave the search up is no answer to the form
            return [slot_of(None), *slots_of(draft), FollowupAction(CALLBACK_FORM)]
        try:
            found = find_for_visitor(search.reference, search.last_four, now(), tracker.sender_id)
            if search.wants == "cancel":
                cancelled = cancel(found.reference, now())
                dispatcher.utter_message(response="utter_callback_cancelled", reference=cancelled.reference)
                return [slot_of(None)]
            return [slot_of(None), *_change(found, search, tracker)]
        except TooManyGuesses:
            dispatcher.utter_message(response="utter_search_too_many")
            return [slot_of(None)]
        except NotFound:
            search = search.after_wrong_guess()
            say(dispatcher, [wrong_guess(search)])
            return [slot_of(search), FollowupAction(SEARCH_FORM)]
        except (DatabaseError, Conflict):
            dispatcher.utter_message(response="utter_callback_not_saved")
            return [slot_of(None)]


def _change(found: Callback, search: Search, tracker: Tracker) -> list[EventType]:
    """Take the callback over into this chat, unless that has one, and move it, or ask for the new time."""
    events: list[EventType] = []
    if live_in_conversation(tracker.sender_id) is None:
        start, end = (datetime.fromisoformat(moment) for moment in (found.window_start, found.window_end))
        move(found.reference, start, end, found.timezone, now(), tracker.sender_id)
        events = [SlotSet(REFERENCE, found.reference)]
    draft = replace(Draft.of(found), read=message_id_of(tracker))
    if when := When.from_json(search.when):
        return [*events, *slots_of(replace(draft, when=when, changed=True)), FollowupAction("action_book_callback")]
    return [*events, *slots_of(draft), FollowupAction(CALLBACK_FORM)]
