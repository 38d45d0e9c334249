"""Details put right in few words: the name, the day, the number; and times that are told because they cannot be."""

from __future__ import annotations

from datetime import datetime

import pytest

from admissions.booking.draft import CONSENT, NAME, PHONE, WINDOW
from admissions.booking.setting import Setting
from admissions.program import Program
from tests.unit.booking_play import ALL, WITH_PHONE, play, said


@pytest.fixture
def setting(now: datetime, facts: Program) -> Setting:
    return Setting(now, facts)


@pytest.mark.parametrize("day", ["mon", "fri", "sat", "thu", "weds"])
def test_a_day_is_no_name(day: str, setting: Setting) -> None:
    turn = play([(f"call me {day} 9am 614 555 0403", "callback")], setting)
    assert (turn.ask, turn.draft.name, turn.draft.has_window) == (NAME, None, True)


def test_a_time_at_the_name_question_is_a_time(setting: Setting) -> None:
    turn = play([("call me", "callback"), ("mañana a las 10", "inform")], setting)
    assert (turn.ask, turn.draft.name, turn.draft.has_window) == (PHONE, "", True)


@pytest.mark.parametrize(
    ("text", "intent", "name"),
    [
        ("yes but my name is Lucy", "affirm", "Lucy"),
        ("my name is Lucy", "inform", "Lucy"),
        ("my nam is lucy", "nlu_fallback", "Lucy"),
        ("no its Lucy not Omar", "deny", "Lucy"),
        ("change my name to Bo", "inform", "Bo"),
    ],
)
def test_a_name_is_put_right_and_shown_before_a_yes_counts(text: str, intent: str, name: str, setting: Setting) -> None:
    turn = play([ALL, (text, intent)], setting)
    assert (turn.ask, turn.draft.name, turn.draft.consent, said(turn)) == (CONSENT, name, None, ["utter_ask_consent"])


@pytest.mark.parametrize(
    ("text", "name"), [("mary", "Mary"), ("Mary Lou", "Mary Lou"), ("eastern", ""), ("ohio", ""), ("whatever", ""), ("6 pm", "")]
)
def test_who_gave_no_name_can_give_it_at_the_end(text: str, name: str, setting: Setting) -> None:
    no_name = [("call me", "callback"), ("614 555 0135", "inform"), ("tomorrow 9am", "inform"), (text, "inform")]
    turn = play(no_name, setting)
    assert (turn.ask, turn.draft.name, turn.draft.consent) == (CONSENT, name, None)


def test_a_name_is_put_right_at_the_time_question(setting: Setting) -> None:
    turn = play([*WITH_PHONE, ("change my name to Bo", "correct")], setting)
    assert (turn.ask, turn.draft.name) == (WINDOW, "Bo")


def test_the_same_weekday_again_means_the_sooner(setting: Setting) -> None:
    asked = play([*WITH_PHONE, ("tuesday at 7pm", "inform")], setting)
    assert said(asked)[-1] == "utter_window_which_of"
    turn = play([*WITH_PHONE, ("tuesday at 7pm", "inform"), ("tues", "inform")], setting)
    assert turn.ask == CONSENT and turn.draft.when and turn.draft.when.days[0].isoformat() == "2026-03-10"


def test_the_second_of_two_days(setting: Setting) -> None:
    turn = play([*WITH_PHONE, ("tomorrow, or the day after", "inform"), ("the second one", "nlu_fallback")], setting)
    assert turn.draft.when and [day.isoformat() for day in turn.draft.when.days] == ["2026-03-12"]


@pytest.mark.parametrize(
    ("text", "day"), [("no tuesday", "2026-03-17"), ("no, thursday", "2026-03-12"), ("wait i meant friday", "2026-03-13")]
)
def test_a_no_with_a_day_is_that_day(text: str, day: str, setting: Setting) -> None:
    turn = play([*WITH_PHONE, ("monday 10am", "inform"), (text, "inform")], setting)
    assert turn.ask == CONSENT and turn.draft.when and turn.draft.when.days[0].isoformat() == day


@pytest.mark.parametrize("text", ["no the number", "i have a new number", "no, not the phone", "i got a different number"])
def test_which_detail_is_wrong_is_enough(text: str, setting: Setting) -> None:
    turn = play([ALL, (text, "inform")], setting)
    assert (turn.ask, turn.draft.phone) == (PHONE, None)


@pytest.mark.parametrize(
    "text",
    [
        "i work nights",
        "i am with my kids monday and tuesday",
        "im at work tuesday",
        "i work mornings",
        "im busy friday",
        "i have class on thursdays",
    ],
)
def test_when_the_visitor_is_taken_is_no_wish(text: str, setting: Setting) -> None:
    turn = play([*WITH_PHONE, (text, "inform")], setting)
    assert turn.ask == WINDOW and not turn.draft.has_window


@pytest.mark.parametrize(("text", "hour"), [("after work tuesday at 6pm", 18), ("i can talk after work thursday at 6pm", 18)])
def test_after_work_is_a_wish(text: str, hour: int, setting: Setting) -> None:
    turn = play([*WITH_PHONE, (text, "inform")], setting)
    assert turn.draft.when and turn.draft.when.hours and turn.draft.when.hours[0].hour == hour
