"""The two questions after a booking: voicemail, and texts. Each needs its own yes; no answer is a no."""

from __future__ import annotations

from rasa_sdk import Tracker
from rasa_sdk.events import EventType, SlotSet
from rasa_sdk.executor import CollectingDispatcher

from actions.state import OPEN_QUESTION, TEXTS, VOICEMAIL, spoke_of_violence


def ask_permission(
    dispatcher: CollectingDispatcher, tracker: Tracker, voicemail: bool | None, texts: bool | None
) -> list[EventType]:
    """Ask the first that was not answered yet. After talk of violence neither is asked: somebody else may hear or read it."""
    if not spoke_of_violence(tracker):
        for slot, answered in ((VOICEMAIL, voicemail), (TEXTS, texts)):
            if answered is None:
                return ask_for(dispatcher, slot)
    return [SlotSet(OPEN_QUESTION, None)]


def ask_for(dispatcher: CollectingDispatcher, slot: str) -> list[EventType]:
    dispatcher.utter_message(response=f"utter_ask_{slot.removeprefix('callback_')}")
    return [SlotSet(OPEN_QUESTION, slot)]


def is_being_asked(tracker: Tracker, slot: str) -> bool:
    """Whether that question was the last thing said before the visitor's message."""
    seen_message = False
    for event in reversed(tracker.events):
        if event.get("event") == "user":
            if seen_message:
                return False
            seen_message = True
        elif event.get("event") == "bot" and seen_message:
            said = (event.get("metadata") or {}).get("utter_action")
            return bool(said == f"utter_ask_{slot.removeprefix('callback_')}")
    return False
