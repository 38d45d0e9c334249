"""How the domain core's answers are said."""

from __future__ import annotations

from typing import Iterable

from rasa_sdk.executor import CollectingDispatcher

from admissions.booking.wording import Say


def say(dispatcher: CollectingDispatcher, answers: Iterable[Say]) -> None:
    """Each as one message: text, buttons and card together."""
    for one in answers:
        dispatcher.utter_message(response=one.response, buttons=list(one.buttons), json_message=one.card, **one.values)
