"""The .ics invitation that puts a callback into staff's calendar, moves it there, and takes it out again."""

from __future__ import annotations

from datetime import datetime, timezone

from icalendar import Calendar, Event, vCalAddress, vText

from admissions.notifier.queue import Parcel
from admissions.notifier.settings import EmailSettings
from admissions.outbox import BOOKED, CHANGED

REQUEST, CANCEL = "REQUEST", "CANCEL"


def method_of(parcel: Parcel) -> str:
    return REQUEST if parcel.event in (BOOKED, CHANGED) else CANCEL


def invitation(parcel: Parcel, settings: EmailSettings, summary: str, now: datetime) -> str:
    """The calendar text. The UID stays with the callback, the SEQUENCE grows with each change."""
    method = method_of(parcel)
    calendar = Calendar()
    calendar.add("prodid", "-//admissions//callbacks//EN")
    calendar.add("version", "2.0")
    calendar.add("method", method)
    event = Event()
    event.add("uid", f"{parcel.reference}@{settings.sender.rpartition('@')[2]}")
    event.add("sequence", parcel.sequence)
    event.add("dtstamp", now.astimezone(timezone.utc))
    for key in ("start", "end"):
        event.add(f"dt{key}", datetime.fromisoformat(parcel.told[f"window_{key}"]).astimezone(timezone.utc))
    event.add("summary", summary)
    event.add("status", "CONFIRMED" if method == REQUEST else "CANCELLED")
    event.add("class", "PRIVATE")
    event.add("organizer", vCalAddress(f"MAILTO:{settings.sender}"))
    for address in settings.to:
        attendee = vCalAddress(f"MAILTO:{address}")
        attendee.params["RSVP"] = vText("FALSE")
        event.add("attendee", attendee, encode=False)
    calendar.add_component(event)
    return calendar.to_ical().decode()
