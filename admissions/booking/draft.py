"""The callback as far as the visitor has told it, and what is still to be asked."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from admissions.callbacks.record import Callback
from admissions.reading.when import When

NAME, PHONE, WINDOW, ZONE, CONSENT = "callback_name", "callback_phone", "callback_window", "callback_zone", "callback_consent"
SAFE_TO_CALL = "callback_safe_to_call"
SKIPPED_NAME = ""


@dataclass(frozen=True)
class Draft:
    """The callback so far. `name` is empty when the visitor would rather not say. `ask_if_safe`: there was talk of violence,
    so nothing is taken before the visitor says that a call is safe.

    `tries` counts wrong tries at what is asked, `doubts` the answers to the consent question that were neither yes nor no,
    `disputed` tells that the visitor was asked what is wrong: a yes is none, then.
    `digits` is a number that lacks its area code, `numbers` are those of which one is the visitor's. `moves` is the reference
    of a booked callback that this one changes, agreed to for `agreed_number`; `changed` tells that the visitor named a change.
    `leaves`: what is done with that booked callback instead of changing it (admissions/booking/stopping.py).
    `booked_before`: the visitor says that another chat booked a call, which this one is to replace. `read` is the id of the
    message read last.
    """

    name: str | None = None
    phone: str | None = None
    extension: str | None = None
    when: When | None = None
    consent: bool | None = None
    safe_to_call: bool | None = None
    ask_if_safe: bool = False
    tries: int = 0
    doubts: int = 0
    disputed: bool = False
    digits: str = ""
    numbers: tuple[str, ...] = ()
    voicemail: bool | None = None
    texts: bool | None = None
    moves: str | None = None
    agreed_number: str | None = None
    changed: bool = False
    leaves: str = ""
    booked_before: bool = False
    read: str | None = None

    @classmethod
    def of(cls, callback: Callback) -> Draft:
        """The draft that changes a booked callback."""
        start, end = (datetime.fromisoformat(moment) for moment in (callback.window_start, callback.window_end))
        draft = cls(
            name=callback.name or SKIPPED_NAME,
            phone=callback.phone_e164,
            extension=callback.extension,
            when=When("window", start, end, (start.date(),), zone=callback.timezone),
            safe_to_call=True,  # it was asked before the number was taken
            moves=callback.reference,
        )
        return replace(draft, agreed_number=draft.number)

    @classmethod
    def again(cls, callback: Callback, now: datetime) -> Draft:
        """The draft that books anew what was cancelled; a time that has passed is asked for."""
        draft = cls.of(callback)
        still = draft.when and draft.when.start and draft.when.start > now
        return replace(draft, when=draft.when if still else None, safe_to_call=None, moves=None, agreed_number=None)

    @property
    def number(self) -> str:
        """The number with its extension: what a yes is given for."""
        return f"{self.phone or ''};{self.extension or ''}"

    @property
    def has_window(self) -> bool:
        return self.when is not None and self.when.status == "window"

    @property
    def needs_no_yes(self) -> bool:
        """Whether it only changes what was agreed to, for the same number."""
        return self.moves is not None and self.number == self.agreed_number

    def missing(self) -> str | None:
        """The first thing that is still to be asked for; None when nothing is."""
        if self.ask_if_safe and not self.safe_to_call:
            return SAFE_TO_CALL
        if self.name is None:
            return NAME
        if self.phone is None:
            return PHONE
        if not self.has_window or (self.moves and not self.changed):
            return ZONE if self.when is not None and self.when.status == "which_zone" else WINDOW
        return None if self.needs_no_yes else CONSENT

    def details(self) -> tuple[Any, ...]:
        """What the visitor is shown before the yes."""
        return self.name, self.number, self.when and (self.when.start, self.when.end)

    def notes(self) -> dict[str, Any]:
        """What is remembered beside name, number, time and the two answers, as JSON."""
        return {key: getattr(self, key) for key in _NOTES if getattr(self, key) != getattr(_EMPTY, key)}

    def with_notes(self, notes: dict[str, Any] | None) -> Draft:
        known = {key: value for key, value in (notes or {}).items() if key in _NOTES}
        return replace(self, **{**known, "numbers": tuple(known.get("numbers", ()))})


_EMPTY = Draft()
_NOTES = tuple(
    "extension tries doubts disputed digits numbers voicemail texts moves agreed_number changed leaves booked_before read".split()
)
