"""Conversations for tests of what the assistant remembers: a small domain, and turns as Rasa records them."""

from __future__ import annotations

import itertools
from typing import Any

from rasa.shared.core.domain import Domain
from rasa.shared.core.events import ActionExecuted, ActiveLoop, BotUttered, Event, SessionStarted, SlotSet, UserUttered

DOMAIN = Domain.from_yaml(
    """
    intents: [faq, callback, say_underage, crisis_violence, inform]
    slots:
      callback_phone: {type: text, influence_conversation: false, mappings: [{type: custom}]}
      callback_window: {type: any, mappings: [{type: custom}]}
      asks_for: {type: text, influence_conversation: true, mappings: [{type: custom}]}
      requested_slot: {type: text, influence_conversation: false, mappings: [{type: custom}]}
    forms:
      callback_form: {required_slots: [callback_phone]}
    responses:
      utter_answer: [{text: An answer.}]
    session_config: {session_expiration_time: 60, carry_over_slots_to_new_session: true}
    """
)
_times = itertools.count(1_700_000_000)


def timed(*events: Event) -> list[Event]:
    for event in events:
        event.timestamp = float(next(_times))
    return list(events)


def session(*carried: Event) -> list[Event]:
    return timed(ActionExecuted("action_session_start"), SessionStarted(), *carried, ActionExecuted("action_listen"))


def said(text: str, intent: str = "faq", message_id: str | None = None, **parsed: Any) -> UserUttered:
    parse_data = {"text": text, "intent": {"name": intent}, "entities": [], "intent_ranking": [{"name": intent}], **parsed}
    return UserUttered(text, {"name": intent}, [], parse_data, input_channel="chat", message_id=message_id or f"id of {text}")


def turn(text: str, *between: Event, intent: str = "faq", **parsed: Any) -> list[Event]:
    """A message, what came of it, and the answer."""
    answer = [ActionExecuted("utter_answer"), BotUttered(f"To {text}", {}, {"utter_action": "utter_answer"})]
    return timed(said(text, intent, **parsed), *between, *answer, ActionExecuted("action_listen"))


def form_turn(text: str, begins: bool = False, **slots: Any) -> list[Event]:
    """A message that begins the form, or is inside it; it asks on."""
    filled = [SlotSet(name, value) for name, value in slots.items()]
    asked = [SlotSet("requested_slot", "callback_phone"), BotUttered("Which number?")]
    form = [ActionExecuted("callback_form"), *([ActiveLoop("callback_form")] if begins else []), *filled, *asked]
    return timed(said(text, "callback" if begins else "inform"), *form, ActionExecuted("action_listen"))
