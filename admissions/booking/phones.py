"""What a message does to the number."""

from __future__ import annotations

import re
from dataclasses import replace

from admissions.booking.draft import CONSENT, PHONE, WINDOW, ZONE, Draft
from admissions.booking.setting import Setting
from admissions.booking.wording import Say, say_number
from admissions.reading.phone import as_figures, read_phone
from admissions.reading.someone_else import is_someone_elses, says_whose

# Numbers that cannot be taken, each said with its reason.
_REFUSED = {
    "impossible": "utter_phone_impossible",
    "premium": "utter_phone_premium",
    "toll_free": "utter_phone_toll_free",
    "foreign": "utter_phone_foreign",
}
_ONE_OF = re.compile(r"\b(?P<first>first|1st|former)\b|\b(?P<second>second|2nd|latter|last|other)\b", re.I)
_LOCAL, _AREA = 7, 3  # digits of a number without its area code, and of that code


def take_phone(draft: Draft, asked: str | None, text: str, intent: str, setting: Setting) -> tuple[Draft, list[Say]]:
    """Read the number into the draft; what is said of it comes with it."""
    found = read_phone(text, draft.phone)
    if found.status == "none" and draft.numbers and asked == PHONE and (one := _ONE_OF.search(text)):
        return _taken(draft, draft.numbers[0 if one["first"] else -1], None)
    if found.status == "none" and draft.digits and (joined := _with_area(draft, text)):
        found = read_phone(joined)
    if found.status in ("number", "several", "partial") and found.e164 != draft.phone and is_someone_elses(text):
        return draft, [Say("utter_not_their_number")]
    if found.status == "none" and says_whose(text):
        return replace(draft, phone=None, extension=None), [Say("utter_not_their_number")]
    if found.status == "number" and found.e164:
        return _taken(draft, found.e164, found.extension)
    if found.status == "several":
        return replace(draft, phone=None, extension=None, numbers=found.numbers, digits=""), []
    if found.status == "same":
        number = found.e164 or setting.earlier_phone()
        return _taken(draft, number, draft.extension) if number else (draft, [Say("utter_phone_not_known")])
    wants_number = asked == PHONE or draft.phone is None
    if found.status == "partial":
        if draft.phone and (intent == "correct" or not found.digits) and asked in (PHONE, WINDOW, ZONE, CONSENT):
            return replace(draft, phone=None, extension=None), [Say("utter_phone_change_unclear")]
        if asked == PHONE and len(found.digits) == _LOCAL:
            return replace(draft, digits=found.digits, numbers=()), []
    elif found.status in _REFUSED and (wants_number or intent == "correct"):
        cleared = replace(draft, phone=None, extension=None) if intent == "correct" else draft
        return cleared, [Say(_REFUSED[found.status])]
    return draft, []


def _taken(draft: Draft, number: str, extension: str | None) -> tuple[Draft, list[Say]]:
    same = number == draft.phone and extension in (None, draft.extension)
    taken = replace(
        draft,
        phone=number,
        extension=draft.extension if same else extension,
        numbers=(),
        digits="",
        changed=draft.changed or not same,
    )
    return taken, [noted(taken)]


def noted(draft: Draft) -> Say:
    """The number that is known, so that it can be put right."""
    return Say("utter_noted_phone", {"phone": say_number(str(draft.phone), draft.extension)})


def _with_area(draft: Draft, text: str) -> str | None:
    """The number of which the two parts came in two messages."""
    digits = re.sub(r"\D", "", as_figures(text))
    return digits + draft.digits if draft.digits and len(digits) == _AREA else None


def without_numbers(text: str) -> str:
    """The text without phone numbers, so that none of their digits is read as an hour."""
    return re.sub(r"\+?\(?\d(?:[\s().\-/_·•]*\d){6,}(?:[\s,]*(?:extension|extn?|x|#)[\s.:#]*\d{1,6}\b)?", " ", as_figures(text))
