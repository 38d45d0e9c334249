"""The time in the callback conversation: offers, questions back, and what can be had instead."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from admissions.booking.draft import CONSENT, WINDOW, ZONE, Draft
from admissions.booking.setting import Setting
from admissions.booking.turn import take_turn
from admissions.program import Program
from admissions.reading.when import When, read_when
from tests.unit.booking_play import ALL, WITH_PHONE, Turns, play, said, titles


@pytest.fixture
def setting(now: datetime, facts: Program) -> Setting:
    return Setting(now, facts)


def start_of(turns: Turns, setting: Setting) -> str:
    when = play(turns, setting).draft.when
    assert when and when.start
    return when.start.isoformat(timespec="minutes")


def test_free_half_days_are_offered_and_read_back_as_they_are(setting: Setting) -> None:
    turn = play(WITH_PHONE, setting)
    assert titles(turn)[:3] == ["Today, 2:15 to 5 pm", "Today, 5 to 9 pm", "Tomorrow, 8 am to noon"]
    for button in turn.say[-1].buttons:
        read = read_when(button["payload"], setting.now, setting.program)
        assert read.status == "window"
        assert setting.free(read.start, read.end) if read.start and read.end else False


def test_what_is_full_is_not_offered(setting: Setting) -> None:
    full = replace(setting, free=lambda start, end: start.day != 10)
    assert titles(play(WITH_PHONE, full))[0] == "Tomorrow, 8 am to noon"


def test_the_offers_are_in_the_visitors_zone(setting: Setting) -> None:
    turn = play([*WITH_PHONE, ("i'm in denver", "inform")], setting)
    assert titles(turn)[0] == "Today, 12:15 to 5 pm MT"


@pytest.mark.parametrize(
    ("text", "reason"),
    [("at 3 am", "closed"), ("today at 9 am", "past"), ("in three months", "too_far"), ("july 4th", "too_far")],
)
def test_a_time_that_cannot_be_had_is_said_with_the_nearest(text: str, reason: str, setting: Setting) -> None:
    turn = play([*WITH_PHONE, (text, "inform")], setting)
    assert (turn.ask, said(turn)) == (WINDOW, [f"utter_window_{reason}"])
    assert len(titles(turn)) == 2


def test_a_holiday_is_closed(setting: Setting) -> None:
    xmas = replace(setting, now=datetime.fromisoformat("2026-12-22T14:00:00-05:00"))
    assert said(play([*WITH_PHONE, ("the 25th at noon", "inform")], xmas)) == ["utter_window_closed"]


def test_a_full_window_is_seen_before_the_yes_and_two_free_ones_are_offered(setting: Setting) -> None:
    full = replace(setting, free=lambda start, end: start.day != 11)
    turn = play([ALL], full)
    assert (turn.ask, said(turn)[-1]) == (WINDOW, "utter_window_full")
    assert titles(turn) == ["Thu, Mar 12, 8 to 9 am", "Thu, Mar 12, 9 to 10 am"]
    chosen = turn.say[-1].buttons[0]["payload"]
    assert play([ALL, (chosen, "inform")], full).ask == CONSENT


def test_a_window_that_was_taken_meanwhile_is_asked_for_again(setting: Setting) -> None:
    full = When("full", days=(datetime(2026, 3, 11).date(),))
    turn = play([("yes", "affirm")], setting, Draft(name="Al", phone="+16145550135", when=full))
    assert (turn.ask, said(turn)) == (WINDOW, ["utter_window_full"])


def test_nothing_free_at_all_is_said(setting: Setting) -> None:
    full = replace(setting, free=lambda start, end: False)
    assert said(play([ALL], full))[-1] == "utter_window_none_free"


@pytest.mark.parametrize(
    ("turns", "asks", "then", "start"),
    [
        (["friday at 8"], "which_half", "in the evening", "2026-03-13T20:00-04:00"),
        (["later"], "hour_and_day", "thursday at 10", "2026-03-12T10:00-04:00"),
        (["thursday"], "which_hour", "9", "2026-03-12T09:00-04:00"),
        (["next week at 3"], "which_day", "tuesday", "2026-03-17T15:00-04:00"),
    ],
)
def test_what_is_open_is_asked_and_the_rest_is_kept(turns: list[str], asks: str, then: str, start: str, setting: Setting) -> None:
    said_so: Turns = [*WITH_PHONE, *((text, "inform") for text in turns)]
    turn = play(said_so, setting)
    assert said(turn) == [f"utter_window_{asks}"]
    assert start_of([*said_so, (then, "inform")], setting) == start


def test_two_days_that_may_be_meant_are_named(setting: Setting) -> None:
    turn = play([*WITH_PHONE, ("next thursday 3pm", "inform")], setting)
    assert titles(turn) == ["Thursday, March 12", "Thursday, March 19"]
    assert turn.say[-1].values == {"days": "Thursday, March 12 or Thursday, March 19"}
    assert (
        start_of([*WITH_PHONE, ("next thursday 3pm", "inform"), (titles(turn)[1], "inform")], setting) == "2026-03-19T15:00-04:00"
    )


def test_the_zone_is_asked_for_where_it_matters(setting: Setting) -> None:
    turns: Turns = [*WITH_PHONE, ("tomorrow at 2, i'm in texas", "inform")]
    asked = play(turns, setting)
    assert (asked.ask, titles(asked)[:2]) == (ZONE, ["Eastern time", "Central time"])
    assert start_of([*turns, ("el paso", "inform")], setting) == "2026-03-11T14:00-06:00"


def test_a_vague_word_does_not_replace_the_time_that_was_given(setting: Setting) -> None:
    assert start_of([ALL, ("ok talk to you later", "affirm")], setting) == "2026-03-11T09:00-04:00"
    assert play([ALL, ("yes talk later", "affirm")], setting).draft.consent is True


def test_a_vague_word_said_as_a_change_is_asked_about(setting: Setting) -> None:
    assert said(play([ALL, ("can it be later", "change_callback")], setting)) == ["utter_window_which_hour"]


@pytest.mark.parametrize(
    ("text", "start"), [("push it back an hour", "2026-03-11T10:00-04:00"), ("30 minutes earlier", "2026-03-11T08:30-04:00")]
)
def test_a_change_may_be_told_from_the_time_that_stands(text: str, start: str, setting: Setting) -> None:
    assert start_of([ALL, (text, "change_callback")], setting) == start


def test_change_the_time_asks_for_one_and_keeps_the_zone(setting: Setting) -> None:
    turn = play([ALL, ("2 pm denver time", "correct"), ("Change the time", "correct")], setting)
    assert (turn.ask, turn.draft.when and turn.draft.when.zone) == (WINDOW, "America/Denver")


def test_a_yes_after_the_window_is_over_asks_for_another(setting: Setting) -> None:
    shown = play([ALL], setting)
    late = replace(setting, now=datetime.fromisoformat("2026-03-11T09:58:00-04:00"))
    turn = take_turn(shown.draft, CONSENT, "yes", "affirm", late)
    assert (turn.ask, turn.draft.consent, said(turn)) == (WINDOW, None, ["utter_window_past"])


def test_the_hours_of_calls_are_told_with_their_zone(setting: Setting) -> None:
    turn = play([*WITH_PHONE, ("I live in Phoenix tuesday 7pm", "inform")], setting)
    assert said(turn)[-1] == "utter_window_closed"
    assert turn.say[-1].values["hours"] == "every day 8 am to 9 pm Eastern time"


def test_as_soon_as_can_be_stays_so_in_another_time_zone(setting: Setting) -> None:
    when = play([*WITH_PHONE, ("asap", "inform"), ("im in california", "inform")], setting).draft.when
    assert when and when.start and when.end
    assert (when.end - when.start, when.start.isoformat()) == (timedelta(hours=1), "2026-03-10T11:15:00-07:00")
