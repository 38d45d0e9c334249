"""What a message does to the time."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import timedelta

from admissions.booking.draft import CONSENT, NAME, PHONE, WINDOW, ZONE, Draft
from admissions.booking.phones import without_numbers
from admissions.booking.setting import Setting
from admissions.reading.weekday_words import TOMORROW, WEEKDAY
from admissions.reading.when import When, read_when

BARE_FIGURE = re.compile(r"\D{0,3}\d{1,2}\D{0,3}$")  # an hour only where an hour was asked for
CHANGING = ("correct", "change_callback")
# What stands around a change in half a yes, "yes i guess maybe 4 tho": without it, the bare hour is seen for what it is.
_HALF_YES = re.compile(
    r"\b(?:yes|yep|yeah|yup|yea|ok(?:ay)?|sure|fine|i (?:guess|suppose|think)|but|so|well|actually|please)\b[\s,.]*", re.I
)
# "No, Tuesday" corrects the day; "no Tuesdays" rules it out.
_NO_BUT = re.compile(
    rf"^\W*(?:no|nope|nah|wait|oh|sorry)\b[\W]*(?=(?:on |make it |i said |i meant )?(?:{WEEKDAY}|{TOMORROW}|today)\b(?<!days))",
    re.I,
)
# A bound within which the time that stands lies already: "yes but not before noon".
_BOUND = re.compile(r"\b(?:not|never|nothing|no) (?:before|after|earlier|later|until|till|past)\b|\bas long as\b", re.I)
_OPEN = ("which_hour", "hour_and_day")


def take_time(draft: Draft, asked: str | None, text: str, intent: str, setting: Setting) -> Draft:
    """Read the time into the draft. One that cannot be had stays there with what was wanted, and is not a window."""
    words = _NO_BUT.sub("", without_numbers(text))
    if asked in (NAME, PHONE) and BARE_FIGURE.match(words):
        return draft
    found = read_when(words, setting.now, setting.program, draft.when)
    if _says_the_same_day(found, draft.when):
        found = read_when("the first", setting.now, setting.program, draft.when)  # it is read back
    if found.status == "none" and asked == CONSENT:
        found = read_when(_HALF_YES.sub("", words), setting.now, setting.program, draft.when)
    if found.status == "none":
        if found.zone and found.zone != (draft.when.zone if draft.when else None):
            return replace(draft, when=replace(draft.when or When("none"), zone=found.zone))
        return draft
    if draft.has_window and _is_weaker(found, draft, asked, intent):
        return draft
    if asked == CONSENT and draft.has_window and _BOUND.search(words) and _lies_within(draft.when, found):
        return draft
    if found.status == "window" and found.start and found.end and not setting.free(found.start, found.end):
        found = replace(found, status="full", start=None, end=None, hours=found.wanted_hours())
    return replace(draft, when=found, changed=draft.changed or found.status == "window")


def _says_the_same_day(found: When, known: When | None) -> bool:
    """Whether "Tuesday" is the answer to "which Tuesday?": the sooner one is meant, for whoever means the other says so."""
    if known is None or not found.status == known.status == "which_day" or found.days != known.days or len(known.days) != 2:
        return False
    if found.hours != known.hours:
        return False  # "4 pm" says nothing of the day
    return known.days[1] - known.days[0] == timedelta(7)


def _lies_within(known: When | None, found: When) -> bool:
    """Whether the window that stands is part of the one that was found."""
    if not (known and known.start and known.end and found.start and found.end):
        return False
    return found.start <= known.start and known.end <= found.end


def _is_weaker(found: When, draft: Draft, asked: str | None, intent: str) -> bool:
    """Whether what was found must not replace the window that stands: "talk to you later"."""
    if found.status == "window":
        return False
    if asked not in (WINDOW, ZONE, CONSENT, None):
        return True
    known = draft.when
    names_nothing = found.status in _OPEN and found.hours is None and known is not None and found.days in ((), known.days)
    return names_nothing and intent not in CHANGING
