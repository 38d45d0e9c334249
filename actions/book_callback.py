"""Saves the callback that the visitor said yes to, or the change of one; forgets what got a no."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from rasa_sdk import Action, Tracker
from rasa_sdk.events import EventType, FollowupAction, SlotSet
from rasa_sdk.executor import CollectingDispatcher

from actions.cancel_callback import ask_whether, cancel_and_say
from actions.permissions import ask_permission
from actions.saying import say
from actions.state import (
    CALLBACK_FORM,
    FOR_WHOM,
    MOVED,
    OPEN_QUESTION,
    REFERENCE,
    SEARCH_FORM,
    SELF,
    draft_from,
    message_id_of,
    slot_of,
    slots_of,
)
from admissions.booking.draft import Draft
from admissions.booking.search import Search
from admissions.booking.setting import zone_of
from admissions.booking.stopping import CANCEL
from admissions.booking.wording import booked
from admissions.callbacks.record import Callback
from admissions.callbacks.store import Agreed, Conflict, Full, NotFound, book, move
from admissions.clock import now
from admissions.database import DatabaseError
from admissions.program import program


class BookCallback(Action):
    def name(self) -> str:
        return "action_book_callback"

    async def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]) -> list[EventType]:
        draft = draft_from(tracker)
        if draft.booked_before:
            return _search_first(draft)
        if draft.moves and draft.leaves:
            return [
                *slots_of(Draft()),
                *(cancel_and_say(dispatcher, draft.moves) if draft.leaves == CANCEL else ask_whether(dispatcher)),
            ]
        if draft.consent is False:
            dispatcher.utter_message(response="utter_change_declined" if draft.moves else "utter_callback_declined")
            return slots_of(Draft())
        agreed = _agreed(draft, tracker)
        if agreed is None:
            return slots_of(Draft()) if draft.consent is None else []  # nothing is stored without a clear yes to a whole callback
        try:
            callback = _save(draft, agreed)
        except Full:
            assert draft.when
            full = replace(draft.when, status="full", start=None, end=None, hours=draft.when.wanted_hours())
            return _form_again(replace(draft, when=full, consent=None))
        except (DatabaseError, Conflict, NotFound):
            if draft.moves:
                dispatcher.utter_message(response="utter_change_not_saved")
                return slots_of(Draft())
            dispatcher.utter_message(response="utter_callback_not_saved")
            return _form_again(replace(draft, consent=None))  # it shows the whole callback, so that a new yes books it
        say(dispatcher, [booked(callback, "utter_callback_changed" if draft.moves else "utter_callback_booked")])
        if agreed.crisis and not draft.moves:
            dispatcher.utter_message(response="utter_callback_crisis_note")
        asked = (
            [SlotSet(OPEN_QUESTION, MOVED)]
            if draft.needs_no_yes
            else ask_permission(dispatcher, tracker, draft.voicemail, draft.texts)
        )
        return [*slots_of(Draft()), SlotSet(REFERENCE, callback.reference), *asked]


def _agreed(draft: Draft, tracker: Tracker) -> Agreed | None:
    """What was agreed to, when all of it is there."""
    when = draft.when
    if not (draft.consent or draft.needs_no_yes) or draft.phone is None or when is None or when.start is None or when.end is None:
        return None
    safe_to_leave_word = not draft.ask_if_safe
    return Agreed(
        conversation_id=tracker.sender_id,
        name=draft.name or None,
        phone_e164=draft.phone,
        start=when.start,
        end=when.end,
        timezone=zone_of(when, program()),
        for_whom=tracker.get_slot(FOR_WHOM) or SELF,
        consent_version=program().consent_version,
        channel=tracker.get_latest_input_channel() or "unknown",
        crisis=tracker.get_slot("crisis"),
        voicemail_ok=bool(draft.voicemail) and safe_to_leave_word,
        texts_ok=bool(draft.texts) and safe_to_leave_word,
        extension=draft.extension,
        idempotency_key=message_id_of(tracker),
    )


def _save(draft: Draft, agreed: Agreed) -> Callback:
    if draft.moves and draft.needs_no_yes:
        return move(draft.moves, agreed.start, agreed.end, agreed.timezone, now(), name=agreed.name)
    return book(agreed, now())


def _form_again(draft: Draft) -> list[EventType]:
    return [*slots_of(draft), FollowupAction(CALLBACK_FORM)]


def _search_first(draft: Draft) -> list[EventType]:
    """The visitor says that another chat booked a call: that one is found and moved to this time. If it is not found, this one
    goes on."""
    when = draft.when.as_json() if draft.has_window and draft.when else None
    search = Search("change", last_four=draft.phone[-4:] if draft.phone else None, when=when)
    return [*slots_of(replace(draft, booked_before=False)), slot_of(search), FollowupAction(SEARCH_FORM)]
