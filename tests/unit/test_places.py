"""No hour is promised to more people than can be called, however many ask at once."""

from __future__ import annotations

import os
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Callable
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import select

from admissions.callbacks.agreed import Agreed
from admissions.callbacks.places import Place
from admissions.callbacks.record import LIVE
from admissions.callbacks.store import Full, book, cancel, find, free, listed, move, set_status
from admissions.database import reading
from tests.conftest import ROOT

HOUR = timedelta(hours=1)
ZONE = "America/New_York"


@pytest.fixture(autouse=True)
def four_an_hour(program_lines: Callable[..., None]) -> None:
    program_lines(callback_capacity=4)


def places_of() -> list[tuple[str, int]]:
    with reading() as session:
        return [
            (row.slot_start, row.place)
            for row in session.execute(select(Place).order_by(Place.slot_start, Place.place)).scalars()
        ]


def ask(agreed: Agreed, number: int, now: datetime) -> str:
    try:
        return book(replace(agreed, conversation_id=f"chat-{number}", phone_e164=f"+1614555{number:04}"), now).reference
    except Full:
        return ""


@pytest.fixture
def window(agreed: Agreed, now: datetime) -> Agreed:
    """Tomorrow from 10 to 11."""
    start = now.replace(hour=10) + timedelta(days=1)
    return replace(agreed, start=start, end=start + HOUR)


def test_fifty_who_ask_at_once_for_the_last_place(either_database: str, window: Agreed, now: datetime) -> None:
    for number in range(3):
        assert ask(window, number, now)
    with ThreadPoolExecutor(50) as pool:
        references = list(pool.map(lambda number: ask(window, number, now), range(100, 150)))
    assert len(list(filter(None, references))) == 1
    assert [place for _, place in places_of()] == [1, 2, 3, 4]
    assert len(listed(LIVE)) == 4


ASKERS = """
import sys
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime
from admissions.callbacks.store import Agreed, Full, book
from admissions.database import DatabaseError
first, start, end, now = int(sys.argv[1]), *map(datetime.fromisoformat, sys.argv[2:5])
def ask(number):
    try:
        book(Agreed(f"chat-{number}", None, f"+1614555{number:04}", start, end, "America/New_York", "self", "v1", "rest"), now)
        return 1
    except Full:
        return 0
    except DatabaseError:  # too long a queue for a slow machine: a visitor is told so, and asks again
        return ask(number)
with ThreadPoolExecutor(10) as pool:
    print(sum(pool.map(ask, range(first, first + 10))))
"""


def test_fifty_in_five_processes(either_database: str, window: Agreed, now: datetime) -> None:
    assert free(window.start, window.end, now)
    times = [moment.isoformat() for moment in (window.start, window.end, now)]
    children = [
        subprocess.Popen(
            [sys.executable, "-c", ASKERS, str(first), *times],
            env={**os.environ, "PYTHONPATH": str(ROOT)},
            stdout=subprocess.PIPE,
            text=True,
        )
        for first in range(0, 50, 10)
    ]
    assert sum(int(child.communicate(timeout=120)[0]) for child in children) == 4
    assert len(listed(LIVE)) == 4
    assert not free(window.start, window.end, now)


def test_a_wide_window_gives_its_emptiest_hour(either_database: str, window: Agreed, now: datetime) -> None:
    wide = replace(window, end=window.start + 3 * HOUR)
    assert all(ask(wide, number, now) for number in range(12))
    assert ask(wide, 12, now) == ""
    assert len({hour for hour, _ in places_of()}) == 3


def test_the_hour_is_the_same_in_every_time_zone(database: str, window: Agreed, now: datetime) -> None:
    for number in range(4):
        ask(window, number, now)
    denver = ZoneInfo("America/Denver")
    assert not free(window.start.astimezone(denver), window.end.astimezone(denver), now)


@pytest.mark.parametrize("status", ["cancelled", "done", "no-answer"])
def test_a_place_is_given_back(either_database: str, window: Agreed, now: datetime, status: str) -> None:
    references = [ask(window, number, now) for number in range(4)]
    assert ask(window, 9, now) == ""
    set_status(references[1], status, now)
    assert ask(window, 9, now)
    assert [place for _, place in places_of()] == [1, 2, 3, 4]


def test_a_claimed_callback_keeps_its_place(database: str, window: Agreed, now: datetime) -> None:
    references = [ask(window, number, now) for number in range(4)]
    set_status(references[0], "claimed", now, "ann", ("booked",))
    assert not free(window.start, window.end, now)


def test_moving_gives_the_old_place_back(either_database: str, window: Agreed, now: datetime) -> None:
    references = [ask(window, number, now) for number in range(4)]
    move(references[0], window.start + HOUR, window.end + HOUR, ZONE, now)
    assert free(window.start, window.end, now)


def test_a_move_into_a_full_hour_changes_nothing(either_database: str, window: Agreed, now: datetime) -> None:
    for number in range(4):
        ask(window, number, now)
    other = ask(replace(window, start=window.start + HOUR, end=window.end + HOUR), 9, now)
    before = places_of()
    with pytest.raises(Full):
        move(other, window.start, window.end, ZONE, now)
    assert places_of() == before
    assert find(other).window_start == (window.start + HOUR).isoformat()


def test_its_own_place_is_free_to_a_callback(database: str, window: Agreed, now: datetime) -> None:
    references = [ask(window, number, now) for number in range(4)]
    assert not free(window.start, window.end, now)
    assert free(window.start, window.end, now, references[2])


def test_hours_that_are_over_give_no_place(database: str, window: Agreed, now: datetime) -> None:
    wide = replace(window, start=now - 3 * HOUR, end=now + HOUR)
    for number in range(4):
        ask(wide, number, now)
    assert not free(wide.start, wide.end, now)


def test_no_capacity_is_no_limit(database: str, window: Agreed, now: datetime, program_lines: Callable[..., None]) -> None:
    program_lines(callback_capacity=0)
    assert all(ask(window, number, now) for number in range(9))
    program_lines(callback_capacity=4)
    assert not free(window.start, window.end, now)  # those without a limit count, too


def test_cancelling_is_for_the_visitor_as_well(database: str, window: Agreed, now: datetime) -> None:
    assert cancel(ask(window, 1, now), now).handled_by is None
    assert places_of() == []
