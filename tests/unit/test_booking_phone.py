"""The number in the callback conversation: whose it is, which it is, and why one cannot be taken."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

import pytest

from admissions.booking.draft import CONSENT, PHONE, WINDOW
from admissions.booking.setting import Setting
from admissions.program import Program
from tests.unit.booking_play import ALL, BEGUN, WITH_PHONE, play, said, titles


@pytest.fixture
def setting(now: datetime, facts: Program) -> Setting:
    return Setting(now, facts)


def test_the_number_is_read_back(setting: Setting) -> None:
    assert play(WITH_PHONE, setting).say[0].values == {"phone": "(614) 555-0135"}


def test_an_extension_is_read_back_and_kept(setting: Setting) -> None:
    turn = play([*BEGUN, ("614 555 0135 ext 2", "inform")], setting)
    assert (turn.draft.extension, turn.say[0].values["phone"]) == ("2", "(614) 555-0135 ext. 2")
    assert turn.ask == WINDOW  # the extension is no hour
    assert turn.draft.when is None


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("900 555 0135", "premium"),
        ("800 555 0135", "toll_free"),
        ("+44 20 7946 0958", "foreign"),
        ("111 111 1111", "impossible"),
        ("911", "impossible"),
    ],
)
def test_a_number_that_cannot_be_taken_is_refused_with_its_reason(text: str, reason: str, setting: Setting) -> None:
    turn = play([*BEGUN, (text, "inform")], setting)
    assert (turn.ask, turn.draft.phone, said(turn)[0]) == (PHONE, None, f"utter_phone_{reason}")


def test_the_helpline_is_not_taken_for_the_visitors_number(setting: Setting, facts: Program) -> None:
    assert play([*BEGUN, (facts.helpline, "inform")], setting).draft.phone is None


def test_of_two_numbers_the_visitor_says_which(setting: Setting) -> None:
    both = [*BEGUN, ("614 555 0135 or 614 555 0136", "inform")]
    turn = play(both, setting)
    assert (turn.ask, turn.draft.phone, titles(turn)) == (PHONE, None, ["(614) 555-0135", "(614) 555-0136"])
    assert play([*both, ("the second one", "inform")], setting).draft.phone == "+16145550136"
    assert play([*both, ("(614) 555-0135", "inform")], setting).draft.phone == "+16145550135"


def test_the_area_code_may_come_later(setting: Setting) -> None:
    half = [*BEGUN, ("555 0135", "inform")]
    assert said(play(half, setting)) == ["utter_phone_area_code"]
    assert play([*half, ("614", "inform")], setting).draft.phone == "+16145550135"
    assert play([*half, ("614 555 0199", "inform")], setting).draft.phone == "+16145550199"


def test_the_same_number_is_the_one_of_the_earlier_call(setting: Setting) -> None:
    known = replace(setting, earlier_phone=lambda: "+16145550135")
    assert play([*BEGUN, ("same number as before", "inform")], known).draft.phone == "+16145550135"
    unknown = play([*BEGUN, ("same number as before", "inform")], setting)
    assert (unknown.ask, said(unknown)[0]) == (PHONE, "utter_phone_not_known")


@pytest.mark.parametrize(
    "text",
    [
        "my brother's number is 614 555 0199",
        "its my wife's phone, 614 555 0199",
        "call her, 614 555 0199",
        "use his cell 614-555-0199",
    ],
)
def test_somebody_elses_number_is_not_kept(text: str, setting: Setting) -> None:
    turn = play([*BEGUN, (text, "inform")], setting)
    assert (turn.ask, turn.draft.phone, said(turn)[0]) == (PHONE, None, "utter_not_their_number")
    assert "0199" not in str(turn.draft)


@pytest.mark.parametrize(
    "text", ["the number is my husbands", "thats my mom's", "that's not mine", "it is my sister's so is that ok"]
)
def test_a_number_that_is_said_to_be_somebody_elses_goes_with_a_word_why(text: str, setting: Setting) -> None:
    turn = play([*WITH_PHONE, (text, "correct")], setting)
    assert (turn.ask, turn.draft.phone, said(turn)[0]) == (PHONE, None, "utter_not_their_number")


@pytest.mark.parametrize(
    "text", ["let me talk to my husband first", "that's my husband's idea", "it is my wifes birthday tomorrow"]
)
def test_somebody_else_may_be_spoken_of(text: str, setting: Setting) -> None:
    assert play([*WITH_PHONE, (text, "nlu_fallback")], setting).draft.phone


@pytest.mark.parametrize(
    "text",
    ["call me at my mom's house 614 555 0135", "my husbands phone is off, use mine 614 555 0135", "my cell is 614 555 0135"],
)
def test_the_visitors_own_number_is_kept(text: str, setting: Setting) -> None:
    assert play([*BEGUN, (text, "inform")], setting).draft.phone == "+16145550135"


def test_the_wrong_number_is_asked_for_again(setting: Setting) -> None:
    turn = play([ALL, ("that's the wrong number", "correct")], setting)
    assert (turn.ask, turn.draft.phone) == (PHONE, None)


def test_the_last_digits_are_corrected_in_place(setting: Setting) -> None:
    turn = play([ALL, ("not 0120, its 0129", "correct")], setting)
    assert (turn.ask, turn.draft.phone) == (CONSENT, "+17735550129")


def test_the_last_digits_are_corrected_in_the_same_breath(setting: Setting) -> None:
    turn = play([*BEGUN, ("its 614.555.0135 no wait 0136", "inform")], setting)
    assert turn.draft.phone == "+16145550136"


def test_a_correction_that_is_not_clear_drops_the_number(setting: Setting) -> None:
    turn = play([ALL, ("the 0 should be a 9", "correct")], setting)
    assert (turn.ask, turn.draft.phone, said(turn)[0]) == (PHONE, None, "utter_phone_change_unclear")


def test_an_hour_in_four_digits_is_no_correction(setting: Setting) -> None:
    turn = play([*WITH_PHONE, ("1030", "inform")], setting)
    assert turn.draft.phone == "+16145550135"
    assert turn.draft.when and turn.draft.when.start and (turn.draft.when.start.hour, turn.draft.when.start.minute) == (10, 30)


def test_digits_are_no_hour_where_a_number_was_asked_for(setting: Setting) -> None:
    turn = play([*BEGUN, ("12", "inform")], setting)
    assert (turn.ask, turn.draft.when) == (PHONE, None)
