"""What a wish to stop or to cancel does while a callback is made or changed."""

from __future__ import annotations

import re
from dataclasses import replace

from admissions.booking.draft import SAFE_TO_CALL, Draft
from admissions.booking.phones import noted
from admissions.booking.setting import Setting
from admissions.booking.wording import Say, Turn
from admissions.reading.stopping import read_stop
from admissions.reading.when import read_when

LEAVING = ("stop", "cancel_callback")
CANCEL, ASK = "cancel", "ask"  # what is done with a booked callback at the end of the form
# What is said to those who want something else; the form asks on.
_GOES_ON = {"keep": "utter_go_on", "how": "utter_how_to_stop", "asks": "utter_how_to_stop", "data": "utter_cancel_and_data"}
_CHANGED_MIND = re.compile(r"\bchang\w+ my mind\b", re.I)
_ONE_WORD = re.compile(r"\W*(?:please |pls |ok |no )?(?:stop|cancel)(?: (?:this|that|please|pls))?\W*", re.I)


def take_stop(draft: Draft, text: str, intent: str, setting: Setting) -> Turn | None:
    """The end of the form, or what is said before it asks on; None when the message only puts a detail right."""
    wish = read_stop(text)
    if wish == "change" or (wish == "limit" and read_when(text, setting.now, setting.program).status != "none"):
        return None
    if said := _GOES_ON.get(wish):
        return Turn(draft, draft.missing(), [Say(said)])
    if wish == "limit":
        return Turn(draft, draft.missing(), [noted(draft)] if draft.phone else [])
    if draft.moves:
        return _of_a_booked_one(draft, text, intent, wish == "cancel")
    if wish == "cancel" or draft.missing() == SAFE_TO_CALL or (intent == "stop" and not _CHANGED_MIND.search(text)):
        return Turn(Draft(), None, [Say("utter_callback_stopped")])
    return Turn(draft, draft.missing(), [Say("utter_stop_or_go_on")])


def _of_a_booked_one(draft: Draft, text: str, intent: str, plain: bool) -> Turn:
    """ "Cancel it" ends the booked callback, "never mind" only the change of it; "cancel" alone may mean either."""
    if plain and not _ONE_WORD.fullmatch(text):
        return Turn(replace(Draft(), moves=draft.moves, leaves=CANCEL), None)
    if plain or intent == "cancel_callback" or _CHANGED_MIND.search(text):
        return Turn(replace(Draft(), moves=draft.moves, leaves=ASK), None)
    return Turn(Draft(), None, [Say("utter_change_stopped")])
