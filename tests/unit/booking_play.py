"""Plays (text, intent) turns of the callback conversation, without Rasa."""

from __future__ import annotations

from admissions.booking.draft import Draft
from admissions.booking.setting import Setting
from admissions.booking.turn import take_turn
from admissions.booking.wording import Turn

Turns = list[tuple[str, str]]
ALL = ("call Omar 773 555 0120 tomorrow 9am yes you can call", "callback")
BEGUN: Turns = [("call me", "callback"), ("Dana", "inform")]
WITH_PHONE: Turns = [*BEGUN, ("614 555 0135", "inform")]


def play(turns: Turns, setting: Setting, draft: Draft | None = None) -> Turn:
    """Play the turns, from an empty draft or this one; return what came of the last."""
    draft, asked = draft or Draft(), None
    for text, intent in turns:
        turn = take_turn(draft, asked, text, intent, setting)
        draft, asked = turn.draft, turn.ask
    return turn


def said(turn: Turn) -> list[str]:
    return [one.response for one in turn.say]


def titles(turn: Turn) -> list[str]:
    """The buttons under the last thing said."""
    return [button["title"] for button in turn.say[-1].buttons]
