"""The callback conversation: what is asked in which order, what is explained, what is left out."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

import pytest

from admissions.booking.draft import CONSENT, NAME, PHONE, SAFE_TO_CALL, WINDOW, Draft
from admissions.booking.setting import Setting
from admissions.booking.turn import take_turn
from admissions.callbacks.record import Callback
from admissions.program import Program
from admissions.reading.when import When
from tests.unit.booking_play import ALL, BEGUN, WITH_PHONE, play, said, titles


@pytest.fixture
def setting(now: datetime, facts: Program) -> Setting:
    return Setting(now, facts)


@pytest.fixture
def booked() -> Callback:
    """Wednesday, 9 to 10."""
    return Callback(
        reference="K7WMQ2",
        name="Omar",
        phone_e164="+17735550120",
        extension=None,
        window_start="2026-03-11T09:00:00-04:00",
        window_end="2026-03-11T10:00:00-04:00",
        timezone="America/New_York",
    )


def test_asks_for_one_thing_after_the_other(setting: Setting) -> None:
    turns = [*WITH_PHONE, ("friday at 2", "inform")]
    assert [play(turns[: n + 1], setting).ask for n in range(4)] == [NAME, PHONE, WINDOW, CONSENT]


def test_the_cards_tell_the_chat_window_what_is_asked(setting: Setting) -> None:
    assert play(BEGUN, setting).say[-1].card == {"kind": "ask_phone"}
    assert play(WITH_PHONE, setting).say[-1].card == {"kind": "choose_time"}
    card = play([ALL], setting).say[-1].card
    assert card and card["kind"] == "read_back"
    assert [(line["label"], line["value"]) for line in card["lines"]] == [
        ("Name", "Omar"),
        ("Number", "(773) 555-0120"),
        ("Time", "Wednesday, March 11, between 9 am and 10 am Eastern time"),
    ]
    assert [line["change"]["payload"] for line in card["lines"]] == ["Change the name", "Change the number", "Change the time"]


def test_the_name_can_be_skipped(setting: Setting) -> None:
    turn = play([("call me", "callback"), ("skip", "skip")], setting)
    assert (turn.ask, turn.draft.name) == (PHONE, "")


def test_a_skipped_name_can_be_told_later(setting: Setting) -> None:
    turn = play([("call me", "callback"), ("skip", "skip"), ("my name is Bo, 614 555 0135", "inform")], setting)
    assert turn.draft.name == "Bo"


def test_one_wrong_try_is_explained_and_a_second_offers_the_helpline(setting: Setting) -> None:
    assert "utter_explain_phone" in said(play([*BEGUN, ("blue", "inform")], setting))
    assert "utter_offer_helpline_instead" in said(play([*BEGUN, ("blue", "inform"), ("green", "nlu_fallback")], setting))


def test_a_right_answer_forgets_the_wrong_tries(setting: Setting) -> None:
    turns = [*BEGUN, ("blue", "inform"), ("614 555 0135", "inform"), ("blue", "inform")]
    assert "utter_explain_window" in said(play(turns, setting))


def test_a_question_inside_changes_nothing_and_is_followed_by_the_same_question(setting: Setting) -> None:
    before = play([("call me", "callback")], setting)
    after = take_turn(before.draft, before.ask, "what does it cost", "faq", setting)
    assert (after.draft, after.ask, said(after)) == (before.draft, NAME, ["utter_ask_name"])


def test_a_message_that_was_read_is_not_read_again(setting: Setting) -> None:
    first = take_turn(Draft(), None, "call me, Ann", "callback", setting, "m1")
    again = take_turn(replace(first.draft, name=None), NAME, "call me, Ann", "callback", setting, "m1")
    assert again.draft.name is None
    assert again.draft.tries == 0


def test_the_name_is_left_out_after_two_wrong_tries(setting: Setting) -> None:
    turn = play([("call me", "callback"), ("idk", "unsure"), ("why would i", "nlu_fallback")], setting)
    assert (turn.ask, turn.draft.name) == (PHONE, "")


def test_a_number_instead_of_a_name_is_taken(setting: Setting) -> None:
    turn = play([("call me", "callback"), ("614 555 0135", "inform")], setting)
    assert (turn.ask, turn.draft.name, turn.draft.phone) == (WINDOW, "", "+16145550135")


def test_after_violence_nothing_is_taken_before_a_call_is_safe(setting: Setting) -> None:
    asked = take_turn(Draft(ask_if_safe=True), None, "call me, Ann 614-555-0135", "callback", setting)
    assert (asked.ask, asked.draft.phone) == (SAFE_TO_CALL, None)
    assert take_turn(asked.draft, asked.ask, "yes", "affirm", setting).ask == NAME
    again = take_turn(asked.draft, asked.ask, "614-555-0135", "inform", setting)
    assert (again.ask, again.draft.phone) == (SAFE_TO_CALL, None)


def test_a_call_that_is_not_safe_is_not_made(setting: Setting) -> None:
    no = take_turn(Draft(ask_if_safe=True), SAFE_TO_CALL, "no he checks my phone", "deny", setting)
    assert (no.ask, no.draft, said(no)) == (None, Draft(), ["utter_call_not_safe"])


def test_a_call_booked_before_is_looked_for(setting: Setting) -> None:
    turn = play([ALL, ("I booked a call before", "change_callback")], setting)
    assert (turn.ask, turn.draft.booked_before, turn.draft.consent) == (None, True, None)
    assert play([ALL, ("i already have a call at 3, make it 4", "change_callback")], setting).draft.booked_before is False


def test_a_draft_survives_the_way_through_slots(setting: Setting) -> None:
    draft = play([*BEGUN, ("614 555 0135 or 614 555 0136", "inform"), ("no voicemail", "inform")], setting).draft
    told = Draft(name=draft.name, phone=draft.phone, when=draft.when).with_notes(draft.notes())
    assert told == draft
    assert Draft().notes() == {}


# A booked callback that is changed.


def test_a_new_time_for_the_same_number_needs_no_new_yes(setting: Setting, booked: Callback) -> None:
    turn = play([("make it friday", "change_callback")], setting, Draft.of(booked))
    assert turn.ask is None
    assert turn.draft.needs_no_yes
    assert turn.draft.when and turn.draft.when.start and turn.draft.when.start.isoformat() == "2026-03-13T09:00:00-04:00"


def test_a_change_that_names_no_time_is_asked_about(setting: Setting, booked: Callback) -> None:
    turn = play([("change my callback", "change_callback")], setting, Draft.of(booked))
    assert (turn.ask, said(turn)) == (WINDOW, ["utter_callback_new_time"])
    assert len(titles(turn)) == 6


def test_a_new_time_that_is_not_clear_is_asked_about_and_kept(setting: Setting, booked: Callback) -> None:
    first = play([("friday at 8", "change_callback")], setting, Draft.of(booked))
    assert said(first) == ["utter_window_which_half"]
    then = play([("friday at 8", "change_callback"), ("in the evening", "inform")], setting, Draft.of(booked))
    assert then.ask is None
    assert then.draft.when and then.draft.when.start and then.draft.when.start.isoformat() == "2026-03-13T20:00:00-04:00"


def test_another_number_needs_a_new_yes(setting: Setting, booked: Callback) -> None:
    turn = play([("wrong number, it's 773 555 0129", "correct")], setting, Draft.of(booked))
    assert (turn.ask, turn.draft.phone) == (CONSENT, "+17735550129")


def test_a_wrong_number_after_booking_is_asked_for(setting: Setting, booked: Callback) -> None:
    assert play([("that's the wrong number", "correct")], setting, Draft.of(booked)).ask == PHONE


def test_a_change_that_is_not_wanted_after_all_leaves_the_call(setting: Setting, booked: Callback) -> None:
    turn = play([("change my callback", "change_callback"), ("no keep it", "deny")], setting, Draft.of(booked))
    assert (turn.ask, turn.draft, said(turn)) == (None, Draft(), ["utter_change_stopped"])


def test_a_full_time_in_a_change_offers_others_and_moves_nothing(setting: Setting, booked: Callback) -> None:
    full = replace(setting, free=lambda start, end: start.day != 13)
    turn = play([("make it friday", "change_callback")], full, Draft.of(booked))
    assert (turn.ask, said(turn)) == (WINDOW, ["utter_window_full"])


def test_a_new_name_is_taken_without_a_new_yes(setting: Setting, booked: Callback) -> None:
    turn = play([("my name is wrong, my name is Omer", "correct")], setting, Draft.of(booked))
    assert (turn.ask, turn.draft.name) == (None, "Omer")


def test_the_zone_named_before_stays_when_the_time_is_changed(setting: Setting) -> None:
    draft = Draft(name="Al", phone="+16145550135", when=When("none", zone="America/Denver"))
    assert play([("tomorrow at 2", "inform")], setting, draft).draft.when.zone == "America/Denver"  # type: ignore[union-attr]
