"""Forgets a callback that was not agreed to, and a search that was given up."""

from __future__ import annotations

from typing import Any

from rasa_sdk import Action, Tracker
from rasa_sdk.events import EventType
from rasa_sdk.executor import CollectingDispatcher

from actions.state import slot_of, slots_of
from admissions.booking.draft import Draft


class DropCallback(Action):
    def name(self) -> str:
        return "action_drop_callback"

    async def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]) -> list[EventType]:
        return [*slots_of(Draft()), slot_of(None)]
