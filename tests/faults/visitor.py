"""A visitor who books a callback: says what is asked for, and begins again when the assistant has forgotten everything."""

from __future__ import annotations

import re
import time
from collections import Counter
from dataclasses import dataclass
from datetime import datetime, timedelta

from tests.faults.chat import Chat, ChatLost, Events, PatienceLost
from tests.faults.moments import YES, Moments

REFERENCE = re.compile(r"\breference is (?:still )?([A-Z2-9]{6})\b")
BEGIN, YES_CALL_ME, NO = "please call me back", "Yes, call me", "No"
# What is asked, by the last words of an answer; the first that fits.
ASKED = (
    ("yes or no", re.compile(r"\byes or no\b", re.I)),
    ("phone", re.compile(r"\bphone number\b|\barea code\b|\bten digits\b", re.I)),
    ("name", re.compile(r"\bname\b", re.I)),
    ("time", re.compile(r"\bwhen\b|\btime\b|\bhour\b|\bwhich day\b", re.I)),
)
FOLLOW_UPS = 4  # questions after a booking that are answered at most
ERROR_PAUSE = 1.0  # seconds; so long a visitor waits after "I am having trouble"
NAMES = ("Dana", "Ann", "Ben", "Rosa", "Jo")
AREAS = ("614", "503", "312", "212", "415", "617", "206", "303", "713", "404", "602", "702")  # 100 fictional numbers each
DAYS, FIRST_HOUR, HOURS = 13, 8, 12


@dataclass(frozen=True)
class Plan:
    """What one visitor wants. Everybody has a number of their own, and the times are spread out."""

    number: int
    now: datetime

    @property
    def name(self) -> str:
        return NAMES[self.number % len(NAMES)]

    @property
    def digits(self) -> str:
        area, line = divmod(self.number, 100)
        return f"{AREAS[area]}5550{100 + line}"

    @property
    def start(self) -> datetime:
        day, hour = divmod(self.number, HOURS)
        return (self.now + timedelta(days=1 + day % DAYS)).replace(hour=FIRST_HOUR + hour, minute=0)

    def words_for(self, asked: str) -> str:
        start = self.start
        time_said = f"{start:%A}, {start:%B} {start.day} at {start.hour % 12 or 12} {'am' if start.hour < 12 else 'pm'}"
        digits = f"{self.digits[:3]} {self.digits[3:6]} {self.digits[6:]}"
        return {"yes or no": YES_CALL_ME, "phone": digits, "name": self.name, "time": time_said}.get(asked, BEGIN)


def asked_in(events: Events) -> str:
    """What the last event asks for; empty when it asks for nothing of a callback."""
    text = events[-1]["text"]
    return next((asked for asked, words in ASKED if words.search(text)), "")


def reference_in(events: Events) -> str | None:
    found = [match.group(1) for event in events if (match := REFERENCE.search(event["text"]))]
    return found[-1] if found else None


def book(plan: Plan, chat: Chat, tally: Counter[str], moments: Moments) -> str:
    """Talk until a reference is told, and return it. Raises `PatienceLost`."""
    chat.open()
    words = BEGIN
    while True:
        if words == YES_CALL_ME:
            moments.happens(YES)
        try:
            events = chat.say(words)
        except ChatLost:
            tally["chats lost"] += 1
            chat.open()
            words = BEGIN
            continue
        if reference := reference_in(events):
            _decline_the_rest(chat, events)
            return reference
        if events[-1]["type"] == "error":
            tally["answers that were an error"] += 1
            time.sleep(ERROR_PAUSE)
            continue
        said, words = words, plan.words_for(asked_in(events))
        tally["begun again"] += words == BEGIN and said != BEGIN  # asked nothing in the middle: it knows of no callback


def _decline_the_rest(chat: Chat, events: Events) -> None:
    """A call that is booked may be followed by questions, such as whether a voicemail is fine."""
    for _ in range(FOLLOW_UPS):
        if asked_in(events) != "yes or no":
            return
        try:
            events = chat.say(NO)
        except (ChatLost, PatienceLost):
            return
