"""Times the way people say them; the phrases are in `time_phrases.yml`."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date, datetime, time, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from admissions.program import Program
from admissions.reading.spoken import say_choice, say_window
from admissions.reading.when import When, nearest, read_when
from admissions.reading.zone_words import NAMES

TABLE = yaml.safe_load((Path(__file__).parent / "time_phrases.yml").read_text("utf-8"))
PHRASES = [(block["now"], said, str(what)) for block in TABLE for said, what in block["read"].items()]


def read_turns(said: str, now: datetime, facts: Program) -> When:
    """Read "a > b" one after the other, each with what the ones before told, as the slots of a conversation keep it."""
    known = None
    for text in said.split(" > "):
        found = read_when(text, now, facts, known)
        known = When.from_json(found.as_json()) if found.status != "none" else known
    return found


def told(found: When, facts: Program) -> str:
    """A reading as the table writes it."""
    if found.status != "window":
        return f"{found.status} {' '.join(f'{day:%m-%d}' for day in found.days)}".strip()
    assert found.start and found.end
    zone = f" {found.zone}" if found.zone else ""
    assert found.start.replace(tzinfo=ZoneInfo(found.zone or facts.timezone.key)) == found.start
    return f"{found.start:%m-%d %H:%M}-{found.end:%H:%M}{zone}"


@pytest.mark.parametrize(("now", "said", "what"), PHRASES, ids=[f"{now[5:10]} {said}" for now, said, _ in PHRASES])
def test_becomes_a_window_or_is_asked(now: str, said: str, what: str, facts: Program) -> None:
    found = told(read_turns(said, datetime.fromisoformat(now), facts), facts)
    assert (found if " " in what else found.split()[0]) == what


def test_there_are_enough_phrases() -> None:
    assert len(PHRASES) >= 150


# Moments from an ordinary week, the weeks in which the clocks change, and the turn of the year.
CLOCKS = st.sampled_from(
    [datetime(2026, *day, tzinfo=ZoneInfo("America/New_York")) for day in ((3, 3), (3, 7), (3, 10), (6, 29), (10, 30), (12, 22))]
).flatmap(lambda start: st.integers(0, 7 * 24 * 60).map(lambda minutes: start + timedelta(minutes=minutes)))
WORDS = st.lists(
    st.sampled_from(
        "tomorrow today tonight monday friday sat next this week weekend after before by until between and or to at around not "
        "no but from in an hour days half past quarter 2 3 8 9 12 4:30 7pm am 11am the 5th 31st 3/14 2/30 march may morning "
        "afternoon evening noon midnight asap whenever christmas day pacific hawaii denver guam my time work mondays are bad a".split()
    ),
    max_size=12,
).map(" ".join)
KNOWN = st.sampled_from(
    [None, "tomorrow 9am", "friday", "mornings", "next friday at 8", "8", "9am my time", "in hawaii, evenings"]
)


@settings(max_examples=400, deadline=None)
@given(text=st.one_of(WORDS, st.text(max_size=2000)), now=CLOCKS, before=KNOWN)
def test_a_window_can_always_be_called_in(text: str, now: datetime, before: str | None, facts: Program) -> None:
    known = read_when(before, now, facts) if before else None
    found = read_when(text, now, facts, known)
    assert When.from_json(found.as_json()) == found
    if found.status != "window":
        assert found.start is None
        return
    assert found.start and found.end
    assert now < found.start < found.end
    for moment in (found.start, found.end):
        there = moment.astimezone(ZoneInfo(found.zone or facts.timezone.key))
        assert time(8) <= there.time() <= time(21)
        assert (there.date() - now.astimezone(there.tzinfo).date()).days <= facts.callback_days_ahead
        centre = moment.astimezone(facts.timezone)
        opening = facts.callback_hours_on(centre.date())
        assert opening and opening[0] <= centre.time() <= opening[1]


@settings(max_examples=300, deadline=None)
@given(
    now=CLOCKS,
    ahead=st.integers(0, 14),
    starts=st.integers(8 * 12, 21 * 12 - 1),
    length=st.integers(1, 156),
    zone=st.sampled_from([*NAMES, "America/Detroit"]),
    say=st.sampled_from([say_window, say_choice]),
)
def test_what_is_said_is_read_back(
    now: datetime, ahead: int, starts: int, length: int, zone: str, say: type, facts: Program
) -> None:
    """What `spoken` prints, on a button say, is read as exactly that window."""
    day = now.astimezone(ZoneInfo(zone)).date() + timedelta(ahead)
    start, end = (datetime.combine(day, time(m // 12, m % 12 * 5), ZoneInfo(zone)) for m in (starts, min(starts + length, 252)))
    asked = re.sub(r"PLACEHOLDER", "", f"{say(start, end, zone)}")
    found = read_when(asked, now, facts)
    if found.status == "window" and found.start and found.end:
        lawful = found.start >= start and found.end <= end
        assert lawful, asked
    opening = facts.callback_hours_on(start.astimezone(facts.timezone).date())
    inside = opening and all(
        datetime.combine(start.astimezone(facts.timezone).date(), opening[0], facts.timezone) <= moment
        and moment <= datetime.combine(start.astimezone(facts.timezone).date(), opening[1], facts.timezone)
        for moment in (start, end)
    )
    if inside and start >= now + timedelta(minutes=facts.callback_shortest_notice + 5):
        assert (found.status, found.start, found.end) == ("window", start, end), asked
