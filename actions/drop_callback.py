"""Forgets a callback that was not agreed to."""

from __future__ import annotations

from typing import Any

from rasa_sdk import Action, Tracker
from rasa_sdk.events import EventType
from rasa_sdk.executor import CollectingDispatcher

from actions.state import slots_of
from admissions.booking import Draft


class DropCallback(Action):
    def name(self) -> str:
        return "action_drop_callback"

    async def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]) -> list[EventType]:
        return slots_of(Draft())
