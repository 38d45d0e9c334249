"""Saves the callback that the visitor said yes to, or forgets the one that got a no."""

from __future__ import annotations

from typing import Any

from rasa_sdk import Action, Tracker
from rasa_sdk.events import EventType, FollowupAction, SlotSet
from rasa_sdk.executor import CollectingDispatcher

from actions.saying import standing_line
from actions.state import FOR_WHOM, REFERENCE, SELF, draft_from, slots_of
from admissions.booking import CONSENT, Draft, zone_of
from admissions.callbacks.store import Agreed, book
from admissions.clock import now
from admissions.database import DatabaseError
from admissions.program import program


class BookCallback(Action):
    def name(self) -> str:
        return "action_book_callback"

    async def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]) -> list[EventType]:
        draft, facts = draft_from(tracker), program()
        if draft.consent is False:
            dispatcher.utter_message(response="utter_callback_declined")
            return slots_of(Draft())
        when = draft.when
        if draft.consent is not True or draft.phone is None or when is None or when.start is None or when.end is None:
            return []  # nothing is stored without a clear yes to a whole callback
        agreed = Agreed(
            conversation_id=tracker.sender_id,
            name=draft.name or None,
            phone_e164=draft.phone,
            start=when.start,
            end=when.end,
            timezone=zone_of(when, facts),
            for_whom=tracker.get_slot(FOR_WHOM) or SELF,
            consent_version=facts.consent_version,
            channel=tracker.get_latest_input_channel() or "unknown",
            crisis=tracker.get_slot("crisis"),
        )
        try:
            callback = book(agreed, now())
        except DatabaseError:
            dispatcher.utter_message(response="utter_callback_not_saved")
            # The form shows the whole callback again, so that a new yes books it.
            return [SlotSet(CONSENT, None), FollowupAction("callback_form")]
        dispatcher.utter_message(
            response="utter_callback_booked", read_back=standing_line(callback), reference=callback.reference
        )
        if agreed.crisis:
            dispatcher.utter_message(response="utter_callback_crisis_note")
        return [*slots_of(Draft()), SlotSet(REFERENCE, callback.reference)]
