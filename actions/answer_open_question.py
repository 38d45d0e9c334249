"""Takes an answer to what was asked last outside the form: voicemail or texts, cancel or keep; and second thoughts about a
cancelled or changed callback."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from rasa_sdk import Action, Tracker
from rasa_sdk.events import EventType, FollowupAction, SlotSet
from rasa_sdk.executor import CollectingDispatcher

from actions.cancel_callback import cancel_and_say
from actions.note_permission import note_permission
from actions.state import AGAIN, CALLBACK_FORM, KEEP, MOVED, OPEN_QUESTION, message_id_of, message_of, slots_of
from admissions.booking.draft import Draft
from admissions.callbacks.record import CANCELLED
from admissions.callbacks.store import live_in_conversation
from admissions.callbacks.visitors import latest_in_conversation
from admissions.clock import now
from admissions.database import DatabaseError
from admissions.reading.stopping import read_stop


class AnswerOpenQuestion(Action):
    def name(self) -> str:
        return "action_answer_open_question"

    async def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]) -> list[EventType]:
        text, intent = message_of(tracker)
        asked = tracker.get_slot(OPEN_QUESTION)
        if asked == KEEP and intent == "affirm":
            return _cancel(dispatcher, tracker)
        if asked == KEEP and (intent in ("deny", "unsure", "skip") or read_stop(text) == "keep"):
            dispatcher.utter_message(response="utter_callback_kept")
            return [SlotSet(OPEN_QUESTION, None)]
        if asked == AGAIN and intent == "inform":
            return _book_again(dispatcher, tracker)
        if asked == MOVED and intent == "deny":
            return _change_again(tracker)
        return note_permission(dispatcher, tracker)


def _cancel(dispatcher: CollectingDispatcher, tracker: Tracker) -> list[EventType]:
    try:
        standing = live_in_conversation(tracker.sender_id)
    except DatabaseError:
        dispatcher.utter_message(response="utter_callback_not_cancelled")
        return []
    return cancel_and_say(dispatcher, standing.reference) if standing else [SlotSet(OPEN_QUESTION, None)]


def _book_again(dispatcher: CollectingDispatcher, tracker: Tracker) -> list[EventType]:
    """With what is known of the cancelled one; the form shows it, and asks for a new yes."""
    try:
        cancelled = latest_in_conversation(tracker.sender_id)
    except DatabaseError:
        cancelled = None
    known = cancelled is not None and cancelled.status == CANCELLED and cancelled.phone_e164
    draft = Draft.again(cancelled, now()) if cancelled and known else Draft()
    dispatcher.utter_message(response="utter_callback_again" if known else "utter_callback_begin")
    return [SlotSet(OPEN_QUESTION, None), *slots_of(draft), FollowupAction(CALLBACK_FORM)]


def _change_again(tracker: Tracker) -> list[EventType]:
    """A no right after a change: the form shows what stands now, and asks for the time that is wanted."""
    try:
        standing = live_in_conversation(tracker.sender_id)
    except DatabaseError:
        standing = None
    if standing is None:
        return [SlotSet(OPEN_QUESTION, None)]
    draft = replace(Draft.of(standing), read=message_id_of(tracker))
    return [SlotSet(OPEN_QUESTION, None), *slots_of(draft), FollowupAction(CALLBACK_FORM)]
