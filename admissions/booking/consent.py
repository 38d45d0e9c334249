"""What a message does at the consent question. Only a clear yes to what was shown books a call."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import timedelta

from admissions.booking.draft import Draft
from admissions.booking.setting import Setting
from admissions.booking.wording import Say, Turn

DOUBTS_BEFORE_NO = 2
SHORTEST_LEFT = timedelta(minutes=5)  # of a window that was shown some while ago
_YES = re.compile(
    r"\b(?:yes|yep|yeah|yup|si|sí)\b|\b(?:you|they|u) (?:can|may) call\b|\bi (?:do )?(?:agree|consent)\b|\bplease do\b|\bgo ahead\b",
    re.I,
)
_HALF_YES = re.compile(
    r"\b(?:i (?:guess|suppose)|maybe|not sure|if (?:i|you) (?:have to|must)|whatever|probably|kind of|sort of|if|unless)\b", re.I
)
_WRONG = re.compile(r"\b(?:wrong|not right|isn'?t right|incorrect|not correct|mistake|change|different|not what)\b", re.I)
_WAIT = re.compile(
    r"^\W*(?:(?:no|oh|ok|okay|um|uh|yes|yeah)\W+)*(?:wait|hold on|hang on|hold up|not yet|one (?:sec|second|moment|minute))\b",
    re.I,
)
_BY_HAND = [{"title": f"Change the {what}", "payload": f"Change the {what}"} for what in ("name", "number", "time")]


def take_consent(draft: Draft, shown: Draft, text: str, intent: str, setting: Setting) -> Turn | None:
    """The end of the form, or what is said before the question is put again; None when the message answers nothing.

    `shown` is the draft that the visitor was asked about: a yes to anything else is none.
    """
    if draft.details() != shown.details():
        return None  # whatever else it says: the whole callback is shown again first
    if intent == "unsure" or (intent in ("affirm", "inform", "nlu_fallback") and _HALF_YES.search(text)):
        doubts = draft.doubts + 1
        if doubts >= DOUBTS_BEFORE_NO:
            return Turn(replace(draft, consent=False), None)
        return Turn(replace(draft, doubts=doubts), draft.missing(), [Say("utter_consent_needs_yes")])
    if intent == "deny" and not (_WRONG.search(text) or _WAIT.search(text)):
        return Turn(replace(draft, consent=False), None)
    if intent in ("deny", "correct", "change_callback"):
        return Turn(replace(draft, disputed=True), draft.missing(), [Say("utter_what_is_wrong", buttons=tuple(_BY_HAND))])
    if draft.disputed:
        return Turn(replace(draft, disputed=False), draft.missing())  # the whole callback is shown again
    if intent == "affirm" or (intent in ("inform", "callback", "nlu_fallback") and _YES.search(text)):
        when = draft.when
        if when and when.end and when.end - setting.now < SHORTEST_LEFT:
            over = replace(when, status="past", start=None, end=None, hours=when.wanted_hours())
            late = replace(draft, when=over)
            return Turn(late, late.missing())
        return Turn(replace(draft, consent=True), None)
    return None
