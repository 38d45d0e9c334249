"""The callback draft in Rasa's slots, there and back."""

from __future__ import annotations

from typing import Any

from rasa_sdk import Tracker
from rasa_sdk.events import EventType, SlotSet

from admissions.booking import CONSENT, NAME, PHONE, SAFE_TO_CALL, WINDOW, Draft
from admissions.reading.when import When

CRISIS, VIOLENCE = "crisis", "violence"
TRIES, REFERENCE, FOR_WHOM = "callback_tries", "callback_reference", "asks_for"
SELF = "self"  # the visitor asks for nobody else


def draft_from(tracker: Tracker) -> Draft:
    return Draft(
        name=tracker.get_slot(NAME),
        phone=tracker.get_slot(PHONE),
        when=When.from_json(tracker.get_slot(WINDOW)),
        consent=tracker.get_slot(CONSENT),
        safe_to_call=tracker.get_slot(SAFE_TO_CALL),
        ask_if_safe=tracker.get_slot(CRISIS) == VIOLENCE,
        tries=int(tracker.get_slot(TRIES) or 0),
    )


def slots_of(draft: Draft) -> list[EventType]:
    return [
        SlotSet(NAME, draft.name),
        SlotSet(PHONE, draft.phone),
        SlotSet(WINDOW, draft.when.as_json() if draft.when else None),
        SlotSet(CONSENT, draft.consent),
        SlotSet(SAFE_TO_CALL, draft.safe_to_call),
        SlotSet(TRIES, draft.tries),
    ]


def message_of(tracker: Tracker) -> tuple[str, str]:
    """The latest message's text and intent."""
    latest: dict[str, Any] = tracker.latest_message or {}
    return str(latest.get("text") or ""), str((latest.get("intent") or {}).get("name") or "")
