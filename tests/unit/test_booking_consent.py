"""The consent question: only a clear yes to what was shown books; a no is a no; voicemail and texts have their own."""

from __future__ import annotations

from datetime import datetime

import pytest

from admissions.booking.draft import CONSENT, SAFE_TO_CALL, Draft
from admissions.booking.setting import Setting
from admissions.booking.turn import take_turn
from admissions.program import Program
from admissions.reading.permissions import Permissions, read_permissions
from tests.conftest import answers
from tests.unit.booking_play import ALL, play, said, titles


@pytest.fixture
def setting(now: datetime, facts: Program) -> Setting:
    return Setting(now, facts)


def test_all_in_one_message_still_needs_a_yes_to_the_words_shown(setting: Setting) -> None:
    turn = play([ALL], setting)
    assert (turn.ask, turn.draft.consent) == (CONSENT, None)


@pytest.mark.parametrize(
    ("text", "intent"),
    [
        ("yes", "affirm"),
        ("YES obviously", "affirm"),
        ("yes you can call", "inform"),
        ("si", "affirm"),
        ("ok go ahead", "nlu_fallback"),
    ],
)
def test_a_clear_yes_ends_it(text: str, intent: str, setting: Setting) -> None:
    turn = play([ALL, (text, intent)], setting)
    assert (turn.ask, turn.draft.consent) == (None, True)


def test_a_no_ends_it_without_consent(setting: Setting) -> None:
    turn = play([ALL, ("no", "deny")], setting)
    assert (turn.ask, turn.draft.consent) == (None, False)


@pytest.mark.parametrize(("text", "intent"), [("i guess", "unsure"), ("maybe", "unsure"), ("yeah i guess", "affirm")])
def test_half_a_yes_is_asked_again_and_a_second_is_a_no(text: str, intent: str, setting: Setting) -> None:
    turn = play([ALL, (text, intent)], setting)
    assert (turn.ask, said(turn)) == (CONSENT, ["utter_consent_needs_yes"])
    again = play([ALL, (text, intent), (text, intent)], setting)
    assert (again.ask, again.draft.consent) == (None, False)
    assert play([ALL, (text, intent), ("yes", "affirm")], setting).draft.consent is True


def test_a_yes_with_a_change_shows_the_changed_callback_first(setting: Setting) -> None:
    turn = play([ALL, ("yes but make it 3pm", "affirm")], setting)
    assert (turn.ask, turn.draft.consent) == (CONSENT, None)
    assert turn.draft.when and turn.draft.when.start and turn.draft.when.start.hour == 15


@pytest.mark.parametrize(
    ("text", "intent", "shown"),
    [
        ("or maybe 3", "unsure", "15:00"),
        ("or 3pm maybe", "inform", "15:00"),
        ("maybe friday", "unsure", "03-13"),
        ("hmm maybe friday at 4 if that works", "nlu_fallback", "03-13T16:00"),
        ("or maybe my number is 614 555 0505", "unsure", "0505"),
        ("yes i guess maybe 4 tho", "affirm", "16:00"),
        ("ok but 4", "affirm", "16:00"),
        ("i guess, but my name is Omari", "unsure", "Omari"),
    ],
)
@pytest.mark.parametrize("consent", ["sure", "ok", "yes"])
def test_half_a_yes_with_a_change_shows_the_changed_callback_before_a_yes_counts(
    text: str, intent: str, shown: str, consent: str, setting: Setting
) -> None:
    turn = play([ALL, (text, intent)], setting)
    assert (turn.ask, turn.draft.consent, said(turn)) == (CONSENT, None, ["utter_ask_consent"])
    assert turn.draft.when and turn.draft.when.start
    details = f"{turn.draft.name} {turn.draft.number} {turn.draft.when.start:%m-%dT%H:%M}"
    assert shown in details
    booked = play([ALL, (text, intent), (consent, "affirm")], setting)
    assert booked.draft.consent is True and booked.draft.details() == turn.draft.details()


def test_doubts_before_a_change_do_not_count_after_it(setting: Setting) -> None:
    turn = play([ALL, ("i guess", "unsure"), ("or maybe 3", "unsure"), ("i guess", "unsure")], setting)
    assert (turn.ask, turn.draft.consent, said(turn)) == (CONSENT, None, ["utter_consent_needs_yes"])


def test_a_no_to_what_is_wrong_asks_what(setting: Setting) -> None:
    turn = play([ALL, ("no that's not right", "deny")], setting)
    assert (turn.ask, said(turn)) == (CONSENT, ["utter_what_is_wrong"])
    assert titles(turn) == ["Change the name", "Change the number", "Change the time"]


def test_a_yes_to_what_is_wrong_is_no_yes_to_the_call(setting: Setting) -> None:
    turns = [ALL, ("no that's not right", "deny"), ("sure", "affirm")]
    turn = play(turns, setting)
    assert (turn.ask, turn.draft.consent, said(turn)) == (CONSENT, None, ["utter_ask_consent"])
    assert play([*turns, ("yes", "affirm")], setting).draft.consent is True


@pytest.mark.parametrize(
    ("payload", "ask"), [("name", "callback_name"), ("number", "callback_phone"), ("time", "callback_window")]
)
def test_each_line_can_be_changed(payload: str, ask: str, setting: Setting) -> None:
    assert play([ALL, (f"Change the {payload}", "correct")], setting).ask == ask


def test_neither_yes_nor_no_is_explained(setting: Setting) -> None:
    assert said(play([ALL, ("my cat is orange", "nlu_fallback")], setting))[0] == "utter_explain_consent"


def test_the_consent_words_name_what_the_law_asks_for() -> None:
    words = answers()["utter_ask_consent"][0]["text"]
    for named in (
        "{program_name}",
        "{phone}",
        "about treatment",
        "A person",
        "by voice only",
        "do not have to say yes",
        '"cancel"',
    ):
        assert named in words


def test_a_permission_told_with_the_yes_is_kept(setting: Setting) -> None:
    turn = play([ALL, ("yes, but no voicemail", "inform")], setting)
    assert (turn.draft.consent, turn.draft.voicemail, turn.draft.texts) == (True, False, None)
    assert said(turn) == ["utter_voicemail_no"]


def test_a_permission_alone_is_no_yes(setting: Setting) -> None:
    turn = play([ALL, ("you can leave a voicemail", "inform")], setting)
    assert (turn.ask, turn.draft.consent, turn.draft.voicemail) == (CONSENT, None, True)
    assert said(turn)[0] == "utter_voicemail_yes"


@pytest.mark.parametrize(
    ("text", "voicemail", "texts"),
    [
        ("no voicemail please", False, None),
        ("don't leave a message", False, None),
        ("voicemail is fine", True, None),
        ("voicemail ok but no texts", True, False),
        ("if i don't pick up leave a voicemail", True, None),
        ("don't text me", None, False),
        ("texting is ok", None, True),
        ("no voicemail or texts", False, False),
        ("can you text me?", None, None),
        ("i got your message", None, None),
        ("yes", None, None),
    ],
)
def test_permissions_as_people_put_them(text: str, voicemail: bool | None, texts: bool | None) -> None:
    assert read_permissions(text) == Permissions(voicemail, texts)


@pytest.mark.parametrize(("text", "intent"), [("yes", "affirm"), ("yes please", "inform"), ("no", "deny"), ("i guess", "unsure")])
def test_what_was_typed_before_the_question_was_seen_answers_another(text: str, intent: str, setting: Setting) -> None:
    shown = play([ALL], setting)
    turn = take_turn(shown.draft, shown.ask, text, intent, setting, unread=True)
    assert (turn.ask, turn.draft.consent, turn.draft.doubts) == (CONSENT, None, 0)
    assert said(turn) == ["utter_asked_meanwhile", "utter_ask_consent"]
    assert take_turn(turn.draft, turn.ask, "yes", "affirm", setting).draft.consent is True


def test_a_change_typed_before_the_question_was_seen_is_made(setting: Setting) -> None:
    shown = play([ALL], setting)
    turn = take_turn(shown.draft, shown.ask, "make it 3pm", "inform", setting, unread=True)
    assert said(turn) == ["utter_ask_consent"]
    assert turn.draft.when and turn.draft.when.start and turn.draft.when.start.hour == 15


def test_that_a_call_is_safe_is_believed_only_of_who_was_asked(setting: Setting) -> None:
    asked = take_turn(Draft(ask_if_safe=True), None, "call me", "callback", setting)
    assert asked.ask == SAFE_TO_CALL
    typed = take_turn(asked.draft, asked.ask, "yes", "affirm", setting, unread=True)
    assert (typed.ask, typed.draft.safe_to_call) == (SAFE_TO_CALL, None)
    assert take_turn(typed.draft, typed.ask, "yes", "affirm", setting).draft.safe_to_call is True
