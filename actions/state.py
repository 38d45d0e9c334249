"""The callback draft in Rasa's slots, there and back, and what a turn needs to know beside it."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from rasa_sdk import Tracker
from rasa_sdk.events import EventType, SlotSet

from admissions.booking.draft import CONSENT, NAME, PHONE, SAFE_TO_CALL, WINDOW, Draft
from admissions.booking.search import SEARCH, Search
from admissions.booking.setting import Setting
from admissions.callbacks.store import free
from admissions.callbacks.visitors import latest_in_conversation
from admissions.chat.talk import UNREAD
from admissions.clock import now
from admissions.database import DatabaseError
from admissions.program import program
from admissions.reading.when import When

CRISIS, VIOLENCE = "crisis", "crisis_violence"
NOTES, REFERENCE, FOR_WHOM = "callback_notes", "callback_reference", "asks_for"
OPEN_QUESTION, VOICEMAIL, TEXTS = "callback_open_question", "callback_voicemail", "callback_texts"
KEEP, AGAIN, MOVED = "callback_keep", "callback_again", "callback_moved"  # what an open question may be about beside those two
SELF = "self"  # the visitor asks for nobody else
CALLBACK_FORM, SEARCH_FORM = "callback_form", "find_callback_form"


def draft_from(tracker: Tracker) -> Draft:
    draft = Draft(
        name=tracker.get_slot(NAME),
        phone=tracker.get_slot(PHONE),
        when=When.from_json(tracker.get_slot(WINDOW)),
        consent=tracker.get_slot(CONSENT),
        safe_to_call=tracker.get_slot(SAFE_TO_CALL),
        ask_if_safe=spoke_of_violence(tracker),
    )
    return draft.with_notes(tracker.get_slot(NOTES))


def slots_of(draft: Draft) -> list[EventType]:
    """Sets every slot of the draft; those of an empty draft are emptied."""
    return [
        SlotSet(NAME, draft.name),
        SlotSet(PHONE, draft.phone),
        SlotSet(WINDOW, draft.when.as_json() if draft.when else None),
        SlotSet(CONSENT, draft.consent),
        SlotSet(SAFE_TO_CALL, draft.safe_to_call),
        SlotSet(NOTES, draft.notes() or None),
    ]


def search_from(tracker: Tracker) -> Search | None:
    raw = tracker.get_slot(SEARCH)
    return Search(**raw) if raw else None


def slot_of(search: Search | None) -> EventType:
    return SlotSet(SEARCH, vars(search) if search else None)


def message_of(tracker: Tracker) -> tuple[str, str]:
    """The latest message's text and intent."""
    latest: dict[str, Any] = tracker.latest_message or {}
    return str(latest.get("text") or ""), str((latest.get("intent") or {}).get("name") or "")


def is_unread(tracker: Tracker) -> bool:
    """Whether the latest message was written before the last answer was on the screen; only the chat can tell."""
    return bool(((tracker.latest_message or {}).get("metadata") or {}).get(UNREAD))


def message_id_of(tracker: Tracker) -> str | None:
    """The id of the latest message; it names a yes, so that the same one arriving again books nothing anew."""
    return (tracker.latest_message or {}).get("message_id")


def spoke_of_violence(tracker: Tracker) -> bool:
    """Whether this conversation spoke of violence, whatever came after it."""
    return any(
        ((event.get("parse_data") or {}).get("intent") or {}).get("name") == VIOLENCE
        for event in tracker.events
        if event.get("event") == "user"
    )


def setting_of(tracker: Tracker, reference: str | None) -> Setting:
    """What a turn needs to know; `reference` is the callback being changed, whose place counts as free."""
    moment, reachable = now(), [True]

    def is_free(start: datetime, end: datetime) -> bool:
        """Without a database nothing is known to be full; it is tried once a turn."""
        try:
            return not reachable[0] or free(start, end, moment, reference)
        except DatabaseError:
            reachable[0] = False
            return True

    def earlier_phone() -> str | None:
        try:
            earlier = latest_in_conversation(tracker.sender_id)
        except DatabaseError:
            return None
        return earlier.phone_e164 if earlier else None

    return Setting(moment, program(), is_free, earlier_phone)
