"""Times the way people say them, at Tuesday 10 March 2026, 2 pm Eastern (two days after the clocks went forward)."""

from datetime import datetime

import pytest

from admissions.program import Program
from admissions.reading.when import When, nearest, read_when

WINDOWS = [
    ("tomorrow at 9", "03-11T09:00", "10:00"),
    ("tmrw 9am", "03-11T09:00", "10:00"),
    ("tomorrow morning", "03-11T08:00", "12:00"),
    ("tomorrow afternoon", "03-11T12:00", "17:00"),
    ("friday lunchtime", "03-13T12:00", "13:00"),
    ("friday at 2", "03-13T14:00", "15:00"),
    ("friday 2:30 pm", "03-13T14:30", "15:30"),
    ("thurs 9ish", "03-12T09:00", "10:00"),
    ("any morning", "03-11T08:00", "12:00"),
    ("any time today", "03-10T14:15", "21:00"),
    ("tonight", "03-10T17:00", "21:00"),
    ("this evening", "03-10T17:00", "21:00"),
    ("wed 10am", "03-11T10:00", "11:00"),
    ("noon tomorrow", "03-11T12:00", "13:00"),
    ("half past 4 on thursday", "03-12T16:30", "17:30"),
    ("between 9 and 11 on friday", "03-13T09:00", "11:00"),
    ("friday 2-4pm", "03-13T14:00", "16:00"),
    ("after 3 on weekdays", "03-10T15:00", "21:00"),
    ("by noon tomorrow", "03-11T08:00", "12:00"),
    ("asap", "03-10T14:15", "15:15"),
    ("right now", "03-10T14:15", "15:15"),
    ("in an hour", "03-10T15:00", "16:00"),
    ("in 30 minutes", "03-10T14:30", "15:30"),
    ("march 20 at 2", "03-20T14:00", "15:00"),
    ("3/12 at 3pm", "03-12T15:00", "16:00"),
    ("the 12th at noon", "03-12T12:00", "13:00"),
    ("next tuesday at 10", "03-17T10:00", "11:00"),
    ("the day after tomorrow at 5", "03-12T17:00", "18:00"),
    ("saturday morning", "03-14T08:00", "12:00"),
    ("tomorrow after 6", "03-11T18:00", "21:00"),
    ("six pm", "03-10T18:00", "19:00"),
    ("monday 8 am", "03-16T08:00", "09:00"),
    ("early evening tomorrow", "03-11T17:00", "19:00"),
]


@pytest.mark.parametrize(("text", "start", "end"), WINDOWS)
def test_a_time_becomes_a_window(text: str, start: str, end: str, now: datetime, facts: Program) -> None:
    found = read_when(text, now, facts)
    assert found.status == "window"
    assert found.start and found.end
    assert found.start.isoformat() == f"2026-{start}:00-04:00"
    assert f"{found.end:%H:%M}" == end


@pytest.mark.parametrize(
    ("text", "status"),
    [
        ("tomorrow", "which_hour"),
        ("around dinner", "which_hour"),
        ("sometime after the kids are in school", "hour_and_day"),
        ("later", "hour_and_day"),
        ("mornings are bad", "hour_and_day"),
        ("today at 9am", "past"),
        ("yesterday at 3", "past"),
        ("at 3 am", "closed"),
        ("june 3 at 2pm", "too_far"),
        ("Priya", "none"),
        ("yes", "none"),
        ("how much is it", "none"),
        ("", "none"),
    ],
)
def test_what_is_not_clear_is_asked(text: str, status: str, now: datetime, facts: Program) -> None:
    assert read_when(text, now, facts).status == status


@pytest.mark.parametrize(
    ("first", "then", "start"),
    [
        ("around dinner", "6", "2026-03-10T18:00:00-04:00"),
        ("tomorrow", "9ish", "2026-03-11T09:00:00-04:00"),
        ("any morning", "thursday", "2026-03-12T08:00:00-04:00"),
        ("tomorrow 9am", "2pm instead", "2026-03-11T14:00:00-04:00"),
        ("friday at 2", "no, monday", "2026-03-16T14:00:00-04:00"),
        ("tomorrow", "any time", "2026-03-11T08:00:00-04:00"),
    ],
)
def test_later_words_complete_or_change_earlier_ones(first: str, then: str, start: str, now: datetime, facts: Program) -> None:
    known = When.from_json(read_when(first, now, facts).as_json())
    found = read_when(then, now, facts, known)
    assert found.start and found.start.isoformat() == start


def test_another_time_zone_is_the_visitors(now: datetime, facts: Program) -> None:
    found = read_when("I'm in Denver, tomorrow at 9am", now, facts)
    assert found.start and found.start.isoformat() == "2026-03-11T09:00:00-06:00"
    assert found.zone == "America/Denver"


def test_never_before_8_or_after_21_at_the_visitors_place(now: datetime, facts: Program) -> None:
    found = read_when("pacific time, tomorrow morning any time", now, facts)
    assert found.start and found.start.hour >= 8


def test_the_nearest_times_lie_ahead(now: datetime, facts: Program) -> None:
    assert all(start > now for start, _ in nearest(now, facts))
