"""The callback conversation: what a message changes in the draft, what is said to it, and what is asked next.

Knows nothing of Rasa: `actions/` hands in the draft and the message, and carries the result back.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any

from admissions.program import Program
from admissions.reading.name import read_name
from admissions.reading.phone import Phone, as_figures, read_phone, readable
from admissions.reading.spoken import say_callback_hours, say_day, say_window
from admissions.reading.when import When, nearest, read_when

NAME, PHONE, WINDOW, CONSENT = "callback_name", "callback_phone", "callback_window", "callback_consent"
SAFE_TO_CALL = "callback_safe_to_call"
SKIPPED_NAME = ""
# What a visitor does with a message while the form runs; every other intent is answered elsewhere, then asked again.
ANSWERS = frozenset(
    {"callback", "change_callback", "safe_now", "inform", "affirm", "deny", "unsure", "skip", "correct", "nlu_fallback"}
)
TRIES_BEFORE_HELPLINE = 2

BARE_FIGURE = re.compile(r"\D{0,3}\d{1,2}\D{0,3}$")  # an hour only where an hour was asked for

Said = tuple[str, dict[str, Any]]  # a response of data/answers and the values for its names in braces


@dataclass(frozen=True)
class Draft:
    """The callback so far. `name` is empty when the visitor would rather not say. `ask_if_safe`: there was talk of violence,
    so nothing is taken before the visitor says that a call is safe."""

    name: str | None = None
    phone: str | None = None
    when: When | None = None
    consent: bool | None = None
    tries: int = 0
    safe_to_call: bool | None = None
    ask_if_safe: bool = False

    @property
    def has_window(self) -> bool:
        return self.when is not None and self.when.status == "window"

    def missing(self) -> str:
        """The first thing that is still to be asked for."""
        if self.ask_if_safe and not self.safe_to_call:
            return SAFE_TO_CALL
        if self.name is None:
            return NAME
        if self.phone is None:
            return PHONE
        return CONSENT if self.has_window else WINDOW


@dataclass
class Turn:
    """What came of one message. `ask` is the slot asked for now, or None when the form is over."""

    draft: Draft
    ask: str | None
    say: list[Said] = field(default_factory=list)


def read_back(name: str | None, phone: str, start: datetime, end: datetime, zone: str) -> str:
    """The whole callback in one line, for the visitor to check."""
    return f"{name + ', ' if name else ''}{readable(phone)}, {say_window(start, end, zone)}."


def zone_of(when: When, program: Program) -> str:
    return when.zone or program.timezone.key


def question(draft: Draft, program: Program) -> Said:
    """The question for what is missing; for the consent it shows the whole callback."""
    asked = draft.missing()
    if asked == CONSENT:
        when = draft.when
        assert when and when.start and when.end and draft.phone
        line = read_back(draft.name, draft.phone, when.start, when.end, zone_of(when, program))
        return "utter_ask_consent", {"read_back": line}
    if asked == WINDOW and draft.when is not None:
        return _window_question(draft.when)
    return {SAFE_TO_CALL: "utter_ask_safe_to_call", NAME: "utter_ask_name", PHONE: "utter_ask_phone", WINDOW: "utter_ask_window"}[
        asked
    ], {}


def _window_question(when: When) -> Said:
    if when.status == "which_hour":
        return "utter_window_which_hour", {"day": f"on {say_day(when.days[0])}" if len(when.days) == 1 else "for you"}
    if when.status == "which_day":
        return "utter_window_which_day", {}
    if when.status == "hour_and_day":
        return "utter_window_hour_and_day", {}
    return "utter_ask_window", {}


def take_turn(draft: Draft, asked: str | None, text: str, intent: str, now: datetime, program: Program) -> Turn:
    """Read one message into the draft. `asked` is the slot that the visitor was asked for, None when the form begins."""
    if intent not in ANSWERS:
        return Turn(draft, draft.missing(), [question(draft, program)])
    if draft.missing() == SAFE_TO_CALL:
        return _read_whether_safe(draft, asked, intent, program)
    if intent == "correct" and (cleared := _clear_what_is_wrong(draft, text)) is not None:
        draft = cleared
    turn = _read(draft, asked, text, intent, now, program)
    if turn.ask is None:
        return turn
    changed = turn.draft != draft
    if asked is not None and not changed and intent != "correct" and not turn.say and turn.draft.missing() == asked:
        turn = _wrong_try(turn, asked)
    elif changed:
        turn.draft = replace(turn.draft, tries=0)
    turn.ask = turn.draft.missing()
    turn.say.append(question(turn.draft, program))
    return turn


def _read_whether_safe(draft: Draft, asked: str | None, intent: str, program: Program) -> Turn:
    """Nothing else of the message is read: no number is taken before a yes."""
    if asked == SAFE_TO_CALL and intent == "deny":
        return Turn(Draft(), None, [("utter_call_not_safe", {})])
    if asked == SAFE_TO_CALL and intent in ("affirm", "safe_now"):
        draft = replace(draft, safe_to_call=True)
    return Turn(draft, draft.missing(), [question(draft, program)])


def _clear_what_is_wrong(draft: Draft, text: str) -> Draft | None:
    """Forget what the visitor says is wrong, unless the same message already gives the right digits or time."""
    low = text.lower()
    if re.search(r"\b(?:number|phone|digits?|cell)\b", low):
        return replace(draft, phone=None) if read_phone(text, draft.phone).status in ("none", "partial") else draft
    if re.search(r"\b(?:time|day|date|hour|when)\b", low):
        return replace(draft, when=None)
    if re.search(r"\bname\b", low):
        return replace(draft, name=None)
    return None


def _read(draft: Draft, asked: str | None, text: str, intent: str, now: datetime, program: Program) -> Turn:
    say: list[Said] = []
    before = draft
    phone = read_phone(text, draft.phone)
    if phone.status == "number" and phone.e164 != _e164(program.helpline):
        draft = replace(draft, phone=phone.e164, tries=0)
    elif phone.status in ("impossible", "premium") and (asked == PHONE or draft.phone is None):
        say.append(("utter_explain_phone_impossible", {}))
    words = _without_numbers(text)
    if asked in (WINDOW, CONSENT) or not BARE_FIGURE.match(words):
        draft, time_said = _read_time(draft, asked, words, now, program)
        say += time_said
    draft = _read_name(draft, asked, text, intent)
    if asked == NAME and draft.name is None and (draft.phone, draft.when) != (before.phone, before.when):
        draft = replace(draft, name=SKIPPED_NAME)  # a number or a time instead of a name: the name is not needed
    if phone.status == "number" and draft.phone and draft.missing() != CONSENT:  # the consent question shows it anyway
        say.insert(0, ("utter_noted_phone", {"phone": readable(draft.phone)}))
    if asked == CONSENT and draft.missing() == CONSENT:
        unchanged = (draft.phone, draft.when and draft.when.start) == (before.phone, before.when and before.when.start)
        if intent == "unsure":
            say.append(("utter_consent_needs_yes", {}))
        elif unchanged and _is_yes(text, intent):
            return Turn(replace(draft, consent=True), None, say)
        elif unchanged and intent == "deny":
            return Turn(replace(draft, consent=False), None, say)
    return Turn(draft, draft.missing(), say)


def _is_yes(text: str, intent: str) -> bool:
    """A clear yes: said as such, or at the start or end of a message that also repeats a detail."""
    if intent == "affirm":
        return True
    return intent in ("inform", "callback") and bool(
        re.search(r"\b(?:yes|yep|yeah|yup)\b|\b(?:you|they|u) (?:can|may) call\b|\bi (?:agree|consent)\b", text.lower())
    )


def _read_time(draft: Draft, asked: str | None, text: str, now: datetime, program: Program) -> tuple[Draft, list[Said]]:
    found = read_when(text, now, program, draft.when)
    if found.status == "none" or (found.status != "window" and draft.has_window and asked == PHONE):
        return draft, []
    if found.status in ("past", "closed", "too_far"):
        zone = zone_of(found, program)
        near = " or ".join(say_window(start, end, zone) for start, end in nearest(found, now, program))
        response = {"past": "utter_window_past", "closed": "utter_window_closed", "too_far": "utter_window_too_far"}[found.status]
        values = {"hours": say_callback_hours(program), "nearest": near, "days": program.callback_days_ahead}
        return replace(draft, when=None), [(response, values)]
    return replace(draft, when=found), []


def _read_name(draft: Draft, asked: str | None, text: str, intent: str) -> Draft:
    if draft.name is None and asked == NAME and intent in ("skip", "deny"):
        return replace(draft, name=SKIPPED_NAME)
    if draft.name is None or (intent == "correct" and "name" in text.lower()):
        bare = asked == NAME and intent in ("inform", "correct", "callback")
        if name := read_name(text, asked=bare):
            return replace(draft, name=name)
    return draft


def _wrong_try(turn: Turn, asked: str) -> Turn:
    """Nothing in the message answered the question: explain once, then offer the helpline."""
    tries = turn.draft.tries + 1
    if asked == NAME and tries >= TRIES_BEFORE_HELPLINE:
        return Turn(replace(turn.draft, name=SKIPPED_NAME, tries=0), turn.ask, [("utter_name_not_needed", {})])
    explained = {
        NAME: "utter_explain_name",
        PHONE: "utter_explain_phone",
        WINDOW: "utter_explain_window",
        CONSENT: "utter_explain_consent",
    }
    response = "utter_offer_helpline_instead" if tries >= TRIES_BEFORE_HELPLINE else explained[asked]
    return Turn(replace(turn.draft, tries=tries), turn.ask, [(response, {})])


def _without_numbers(text: str) -> str:
    """The text without phone numbers, so that none of their digits is read as an hour."""
    return re.sub(r"\+?\(?\d(?:[\s().\-/_·•]*\d){6,}", " ", as_figures(text))


def _e164(number: str) -> str | None:
    found: Phone = read_phone(number)
    return found.e164
