"""Notes the answer about voicemail or texts, and asks the next."""

from __future__ import annotations

from rasa_sdk import Tracker
from rasa_sdk.events import EventType, FollowupAction, SlotSet
from rasa_sdk.executor import CollectingDispatcher

from actions.permissions import ask_for, ask_permission, is_being_asked
from actions.saying import say
from actions.state import OPEN_QUESTION, TEXTS, VOICEMAIL, is_unread, message_of
from admissions.booking.turn import permissions_said
from admissions.booking.wording import say_callback
from admissions.callbacks.permissions import permit
from admissions.callbacks.record import Callback
from admissions.callbacks.store import Conflict, NotFound, live_in_conversation
from admissions.clock import now
from admissions.database import DatabaseError
from admissions.program import program
from admissions.reading.permissions import Permissions, read_permissions


def note_permission(dispatcher: CollectingDispatcher, tracker: Tracker) -> list[EventType]:
    text, intent = message_of(tracker)
    asked = str(tracker.get_slot(OPEN_QUESTION))
    allowed = read_permissions(text)
    if not allowed and intent == "inform":  # a new time, or a number
        return [SlotSet(OPEN_QUESTION, None), FollowupAction("action_change_callback")]
    if not allowed and asked in (VOICEMAIL, TEXTS) and is_being_asked(tracker, asked):
        if is_unread(tracker):  # the visitor cannot have meant this question
            dispatcher.utter_message(response="utter_asked_meanwhile")
            return ask_for(dispatcher, asked)
        answer = intent == "affirm"
        allowed = Permissions(voicemail=answer) if asked == VOICEMAIL else Permissions(texts=answer)
    if not allowed:
        dispatcher.utter_message(response="utter_what_next")
        return [SlotSet(OPEN_QUESTION, None)]
    standing = note(dispatcher, tracker, allowed)
    if standing is None:
        return [SlotSet(OPEN_QUESTION, None)]
    if asked == VOICEMAIL and allowed.texts is None:
        return ask_permission(dispatcher, tracker, False, None)
    dispatcher.utter_message(response="utter_call_to_come", window=say_callback(standing))
    return [SlotSet(OPEN_QUESTION, None)]


def note(dispatcher: CollectingDispatcher, tracker: Tracker, allowed: Permissions) -> Callback | None:
    """Save it for the callback of this conversation, say so and return that; None when that could not be done."""
    try:
        standing = live_in_conversation(tracker.sender_id)
        if standing is None:
            dispatcher.utter_message(response="utter_callback_none")
            return None
        permit(standing.reference, now(), program().consent_version, allowed.voicemail, allowed.texts)
    except (DatabaseError, Conflict, NotFound):
        dispatcher.utter_message(response="utter_permission_not_saved")
        return None
    say(dispatcher, permissions_said(allowed.voicemail, allowed.texts))
    return standing
