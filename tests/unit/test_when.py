"""Times the way people say them; the phrases are in `time_phrases.yml`."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import Callable
from zoneinfo import ZoneInfo

import pytest
import yaml
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from admissions.program import Program
from admissions.reading.spoken import say_choice, say_window
from admissions.reading.when import When, nearest, read_when
from admissions.reading.windows import Place, fit
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
    length=st.integers(1, 13 * 12),
    zone=st.sampled_from([*NAMES, "America/Detroit"]),
    say=st.sampled_from([say_window, say_choice]),
)
def test_what_is_said_is_read_back(
    now: datetime, ahead: int, starts: int, length: int, zone: str, say: Callable[..., str], facts: Program
) -> None:
    """Whatever window `read_when` can give, at steps of five minutes, is read from what `spoken` says of it as just that."""
    here = ZoneInfo(zone)
    day = now.astimezone(here).date() + timedelta(ahead)
    start, end = (datetime.combine(day, time(m // 12, m % 12 * 5), here) for m in (starts, min(starts + length, 21 * 12)))
    window = fit(day, (start.time(), end.time()), Place(now, facts, here))
    assume(window is not None)
    found = read_when(say(*window, zone), now, facts)
    assert (found.status, found.start, found.end) == ("window", *window)


@pytest.fixture
def weekdays_only(facts: Program) -> Program:
    """Monday to Friday 9 to 5, and closed on Thursday 12 March."""
    hours = (time(9), time(17))
    return replace(facts, callback_hours=(hours,) * 5 + (None, None), callback_closed_dates=frozenset({date(2026, 3, 12)}))


@pytest.mark.parametrize(
    ("said", "offered"),
    [
        ("saturday morning", ["Fri 13 09:00-12:00", "Fri 13 12:00-17:00"]),
        ("thursday at 10", ["Wed 11 10:00-11:00", "Fri 13 10:00-11:00"]),
        ("tomorrow at 7pm", ["Wed 11 15:00-16:00", "Wed 11 16:00-17:00"]),
        ("tomorrow at 6 am", ["Wed 11 09:00-10:00", "Wed 11 10:00-11:00"]),
        ("today at 9 am", ["Tue 10 14:15-15:00", "Tue 10 15:00-16:00"]),
        ("june 3 at 2pm", ["Tue 24 13:00-14:00", "Tue 24 14:00-15:00"]),
        ("midnight", ["Tue 10 15:00-16:00", "Tue 10 16:00-17:00"]),
    ],
)
def test_the_nearest_times_to_what_cannot_be(said: str, offered: list[str], now: datetime, weekdays_only: Program) -> None:
    wanted = read_when(said, now, weekdays_only)
    assert wanted.status in ("closed", "past", "too_far")
    found = nearest(wanted, now, weekdays_only)
    assert [f"{start:%a %d %H:%M}-{end:%H:%M}" for start, end in found] == offered


def test_the_nearest_leave_out_what_is_full(now: datetime, facts: Program) -> None:
    wanted = read_when("tomorrow at 10", now, facts)
    assert wanted.start
    full = {wanted.start, wanted.start + timedelta(hours=1)}
    found = nearest(wanted, now, facts, free=lambda start, end: start not in full)
    assert [start.hour for start, _ in found] == [8, 9]


def test_the_nearest_are_in_the_visitors_zone(now: datetime, facts: Program) -> None:
    found = nearest(read_when("tomorrow 7am, i'm in denver", now, facts), now, facts)
    assert [f"{start:%d %H:%M} {start.tzinfo}" for start, _ in found] == ["11 08:00 America/Denver", "11 09:00 America/Denver"]


def test_the_nearest_when_nothing_was_wanted(now: datetime, facts: Program) -> None:
    found = nearest(None, now, facts, count=3)
    assert [f"{start:%d %H:%M}" for start, _ in found] == ["10 14:15", "10 17:00", "11 08:00"]


def test_a_closed_date_is_a_closed_day(now: datetime, weekdays_only: Program) -> None:
    assert read_when("thursday at noon", now, weekdays_only).status == "closed"
    assert read_when("thursday or friday at noon", now, weekdays_only).days == (date(2026, 3, 13),)


def test_eight_is_asked_even_where_only_the_evening_is_open(now: datetime, facts: Program) -> None:
    late = replace(facts, callback_hours=((time(10), time(21)),) * 7)
    assert read_when("tomorrow at 8", now, late).status == "which_half"


def test_a_short_choice_says_the_half_once() -> None:
    zone = ZoneInfo("America/New_York")
    at = [datetime(2026, 3, 12, hour, tzinfo=zone) for hour in (9, 10, 12, 13)]
    said = [say_choice(at[a], at[b], "America/New_York") for a, b in ((0, 1), (1, 2), (2, 3), (1, 3))]
    assert said == [
        "Thu, Mar 12, 9 to 10 am ET",
        "Thu, Mar 12, 10 am to noon ET",
        "Thu, Mar 12, noon to 1 pm ET",
        "Thu, Mar 12, 10 am to 1 pm ET",
    ]
