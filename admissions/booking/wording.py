"""Which response is said, with which values, buttons and card. The words stand in data/answers."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from admissions.booking.draft import CONSENT, NAME, PHONE, SAFE_TO_CALL, WINDOW, ZONE, Draft
from admissions.booking.setting import Button, Setting, as_buttons, first_offers, near, say_near, zone_of
from admissions.callbacks.record import Callback
from admissions.program import program
from admissions.reading.phone import readable
from admissions.reading.spoken import say_callback_hours, say_day, say_hour, say_window
from admissions.reading.when import When
from admissions.reading.zone_words import CENTRAL, EASTERN, MOUNTAIN, NAMES, PACIFIC

FEW = 3  # days that are named when it is asked which
CHOOSE_TIME, ASK_PHONE, READ_BACK, REFERENCE = "choose_time", "ask_phone", "read_back", "reference"


@dataclass(frozen=True)
class Say:
    """A response of data/answers, the values for its names in braces, buttons made for this visitor, and a card: what the chat
    window shows in its own way (`kind` and what belongs to it)."""

    response: str
    values: dict[str, Any] = field(default_factory=dict)
    buttons: tuple[Button, ...] = ()
    card: dict[str, Any] | None = None


@dataclass
class Turn:
    """What came of one message. `ask` is the slot asked for now, or None when the form is over."""

    draft: Draft
    ask: str | None
    say: list[Say] = field(default_factory=list)


def say_number(phone: str, extension: str | None) -> str:
    return readable(phone) + (f" ext. {extension}" if extension else "")


def read_back(name: str | None, number: str, start: datetime, end: datetime, zone: str) -> str:
    """The whole callback in one line, for the visitor to check."""
    return f"{name + ', ' if name else ''}{number}, {say_window(start, end, zone)}."


def say_callback(callback: Callback) -> str:
    """When the call comes."""
    return say_window(*_window_of(callback), callback.timezone)


def _window_of(callback: Callback) -> tuple[datetime, datetime]:
    return datetime.fromisoformat(callback.window_start), datetime.fromisoformat(callback.window_end)


def standing_line(callback: Callback) -> str:
    """A booked callback, read back."""
    start, end = _window_of(callback)
    number = say_number(callback.phone_e164, callback.extension)
    return read_back(callback.name, number, start, end, callback.timezone)


def question(draft: Draft, setting: Setting) -> Say:
    """The question for what is missing."""
    asked = draft.missing()
    if asked == CONSENT:
        return _consent_question(draft, setting)
    if asked == WINDOW:
        return _window_question(draft, setting)
    if asked == ZONE:
        zones = (EASTERN, CENTRAL, MOUNTAIN, PACIFIC)
        return Say("utter_window_which_zone", buttons=tuple(_same(NAMES[zone]) for zone in zones))
    if asked == PHONE and draft.numbers:
        return Say("utter_phone_which", buttons=tuple(_same(readable(number)) for number in draft.numbers))
    if asked == PHONE and draft.digits:
        return Say("utter_phone_area_code")
    if asked == PHONE:
        return Say("utter_ask_phone", card={"kind": ASK_PHONE})
    return Say({SAFE_TO_CALL: "utter_ask_safe_to_call", NAME: "utter_ask_name"}[str(asked)])


def _same(words: str) -> Button:
    return {"title": words, "payload": words}


def _consent_question(draft: Draft, setting: Setting) -> Say:
    when = draft.when
    assert when and when.start and when.end and draft.phone
    number = say_number(draft.phone, draft.extension)
    zone = zone_of(when, setting.program)
    rows = (
        ("Name", draft.name or "not given", "name"),
        ("Number", number, "number"),
        ("Time", say_window(when.start, when.end, zone), "time"),
    )
    lines = [{"label": label, "value": value, "change": _same(f"Change the {what}")} for label, value, what in rows]
    values = {"read_back": read_back(draft.name, number, when.start, when.end, zone), "phone": number}
    return Say("utter_ask_consent", values, card={"kind": READ_BACK, "lines": lines})


def _window_question(draft: Draft, setting: Setting) -> Say:
    when = draft.when
    if when is None or when.status == "none":
        return _offering("utter_ask_window", {}, first_offers(when, setting))
    if when.status == "window":  # a booked callback that is to be changed
        assert when.start and when.end and draft.phone
        number, zone = say_number(draft.phone, draft.extension), zone_of(when, setting.program)
        line = read_back(draft.name, number, when.start, when.end, zone)
        return _offering("utter_callback_new_time", {"read_back": line, "reference": draft.moves}, first_offers(when, setting))
    if when.status == "which_hour":
        return Say("utter_window_which_hour", {"day": f"on {say_day(when.days[0])}" if len(when.days) == 1 else "for you"})
    if when.status == "which_day":
        if not 1 < len(when.days) <= FEW:
            return Say("utter_window_which_day")
        days = [say_day(day) for day in when.days]
        return Say("utter_window_which_of", {"days": " or ".join(days)}, tuple(_same(day) for day in days))
    if when.status == "which_half":
        assert when.hours
        hour = say_hour(when.hours[0]).removesuffix(" am")
        buttons = [
            {"title": f"{hour} {half}", "payload": f"in the {part}"} for half, part in (("am", "morning"), ("pm", "evening"))
        ]
        return Say("utter_window_which_half", {"hour": hour}, tuple(buttons))
    if when.status == "hour_and_day":
        return Say("utter_window_hour_and_day")
    return _instead(when, setting)


def _offering(response: str, values: dict[str, Any], buttons: list[Button]) -> Say:
    return Say(response, values, tuple(buttons), {"kind": CHOOSE_TIME} if buttons else None)


def _instead(when: When, setting: Setting) -> Say:
    """Why a time cannot be had, and the nearest that can."""
    windows = near(when, setting)
    if not windows:
        return Say("utter_window_none_free", {"days": setting.program.callback_days_ahead})
    centre = setting.program.timezone.key
    values = {
        "hours": f"{say_callback_hours(setting.program)} {NAMES.get(centre, centre)}",
        "nearest": say_near(windows, when, setting),
        "days": setting.program.callback_days_ahead,
    }
    return _offering(f"utter_window_{when.status}", values, as_buttons(windows, when, setting))


def booked(callback: Callback, response: str) -> Say:
    """A callback that was saved, with what the chat window needs for a calendar."""
    card = {
        "kind": REFERENCE,
        "reference": callback.reference,
        "start": callback.window_start,
        "end": callback.window_end,
        "title": f"Call from {program().name}",
    }
    return Say(response, {"read_back": standing_line(callback), "reference": callback.reference}, card=card)
