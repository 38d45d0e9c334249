"""Who speaks of cancelling may want something else: only a plain wish ends a call, every other is answered or asked about."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

import pytest

from admissions.booking.draft import CONSENT, PHONE, WINDOW, Draft
from admissions.booking.search import Search, take_search_turn
from admissions.booking.setting import Setting
from admissions.booking.stopping import ASK, CANCEL
from admissions.booking.turn import take_turn
from admissions.program import Program
from admissions.reading.moving import asks_to_move
from admissions.reading.stopping import Wish, read_stop
from tests.unit.booking_play import ALL, BEGUN, WITH_PHONE, play, said


@pytest.fixture
def setting(now: datetime, facts: Program) -> Setting:
    return Setting(now, facts)


@pytest.mark.parametrize(
    ("text", "wish"),
    [
        ("cancel", "cancel"),
        ("Cancel my callback", "cancel"),
        ("cancel it please", "cancel"),
        ("please don't call me", "cancel"),
        ("don’t call me anymore", "cancel"),
        ("i dont want the call anymore", "cancel"),
        ("can you cancel my call?", "cancel"),
        ("call it off", "cancel"),
        ("forget me", "cancel"),
        ("make sure nobody calls this phone", "cancel"),
        ("dont cancel my call", "keep"),
        ("please do not cancel it", "keep"),
        ("i didnt mean to cancel", "keep"),
        ("no wait i still want it", "keep"),
        ("keep it", "keep"),
        ("how do i cancel my call", "how"),
        ("what if i need to cancel", "how"),
        ("can i cancel the program any time", "how"),
        ("is my info deleted if i cancel", "data"),
        ("is my call cancelled", "asks"),
        ("did you cancel it", "asks"),
        ("dont call me at work", "limit"),
        ("please don't call me before 9", "limit"),
        ("thanks i changed my mind about the time", "change"),
        ("i changed my mind", "unclear"),
        ("nvm", "unclear"),
        ("maybe i should cancel", "unclear"),
        ("can i cancel my call?", "unclear"),
    ],
)
def test_what_somebody_who_speaks_of_cancelling_wants(text: str, wish: Wish) -> None:
    assert read_stop(text) == wish


@pytest.mark.parametrize(
    ("text", "intent", "answer"),
    [
        ("dont cancel my call", "cancel_callback", "utter_go_on"),
        ("how do i cancel my call later", "cancel_callback", "utter_how_to_stop"),
        ("is my info deleted if i cancel", "cancel_callback", "utter_cancel_and_data"),
        ("dont call me at work", "cancel_callback", "utter_noted_phone"),
        ("i changed my mind", "stop", "utter_stop_or_go_on"),
        ("i might cancel", "cancel_callback", "utter_stop_or_go_on"),
    ],
)
def test_what_is_no_plain_stop_keeps_the_draft(text: str, intent: str, answer: str, setting: Setting) -> None:
    shown = play([ALL], setting)
    turn = play([ALL, (text, intent)], setting)
    assert (turn.ask, said(turn)) == (CONSENT, [answer, "utter_ask_consent"])
    assert turn.draft.details() == shown.draft.details()


@pytest.mark.parametrize(
    ("text", "intent"), [("stop", "stop"), ("nvm", "stop"), ("cancel it", "stop"), ("don't call me", "cancel_callback")]
)
def test_a_plain_stop_drops_the_draft(text: str, intent: str, setting: Setting) -> None:
    turn = play([ALL, (text, intent)], setting)
    assert (turn.ask, turn.draft, said(turn)) == (None, Draft(), ["utter_callback_stopped"])


def test_second_thoughts_about_the_time_ask_for_another(setting: Setting) -> None:
    turn = play([ALL, ("i changed my mind about the time", "stop")], setting)
    assert (turn.ask, turn.draft.phone) == (WINDOW, "+17735550120")


@pytest.mark.parametrize(
    ("text", "intent", "leaves"),
    [
        ("cancel it", "stop", CANCEL),
        ("cancel my call", "cancel_callback", CANCEL),
        ("cancel", "stop", ASK),
        ("i changed my mind", "stop", ASK),
    ],
)
def test_a_booked_call_that_is_being_changed_can_be_cancelled(text: str, intent: str, leaves: str, setting: Setting) -> None:
    booked = replace(play([ALL], setting).draft, moves="ABC234", safe_to_call=True, changed=False)
    booked = replace(booked, agreed_number=booked.number)
    turn = take_turn(booked, WINDOW, text, intent, setting)
    assert (turn.ask, turn.draft.leaves, turn.draft.moves) == (None, leaves, "ABC234")
    stopped = take_turn(booked, WINDOW, "never mind", "stop", setting)
    assert (stopped.ask, stopped.draft, said(stopped)) == (None, Draft(), ["utter_change_stopped"])


def test_a_search_can_be_left_or_turned_into_a_cancellation() -> None:
    search = Search("change", reference="ABC234", read="1")
    assert said(take_search_turn(search, "never mind", "stop", "2")) == ["utter_search_stopped"]  # type: ignore[arg-type]
    turned = take_search_turn(search, "i want to cancel it", "cancel_callback", "2").search
    assert turned and (turned.wants, turned.reference) == ("cancel", "ABC234")


@pytest.mark.parametrize(
    "text", ["i dont have a phone", "i don’t want to give my number", "no phone", "i'd rather not share my number"]
)
def test_without_a_number_the_helpline_is_offered(text: str, setting: Setting) -> None:
    turn = play([*BEGUN, (text, "inform")], setting)
    assert (turn.ask, said(turn)) == (PHONE, ["utter_no_phone", "utter_ask_phone"])


def test_a_no_to_when_is_asked_about(setting: Setting) -> None:
    assert said(play([*WITH_PHONE, ("actually no", "deny")], setting))[0] == "utter_stop_or_go_on"


@pytest.mark.parametrize(
    "text",
    [
        "thursday 3pm",
        "friday",
        "no, friday",
        "make it 3",
        "can you call at 4 instead",
        "im free friday at 3",
        "i need it at 5",
        "call me at 6 not 5",
    ],
)
def test_a_plain_wish_moves_a_call(text: str) -> None:
    assert asks_to_move(text)


@pytest.mark.parametrize(
    "text",
    [
        "i am with my kids monday and tuesday",
        "my husband will call you at 4",
        "i work til 5",
        "i have court thursday at 9",
        "i won't be home at 10",
        "we eat at 6",
        "my son gets out of school at 3",
    ],
)
def test_a_remark_moves_no_call(text: str) -> None:
    assert not asks_to_move(text)
