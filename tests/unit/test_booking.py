"""The callback conversation without Rasa: what each message changes, says and asks."""

from __future__ import annotations

from datetime import datetime

import pytest

from admissions.booking import CONSENT, NAME, PHONE, WINDOW, Draft, Turn, take_turn
from admissions.program import Program


def play(turns: list[tuple[str, str]], now: datetime, facts: Program) -> Turn:
    """Play (text, intent) turns from an empty draft; return the last."""
    draft, asked = Draft(), None
    for text, intent in turns:
        turn = take_turn(draft, asked, text, intent, now, facts)
        draft, asked = turn.draft, turn.ask
    return turn


def said(turn: Turn) -> list[str]:
    return [response for response, _ in turn.say]


ALL = ("call Omar 773 555 0120 tomorrow 9am yes you can call", "callback")


def test_asks_for_one_thing_after_the_other(now: datetime, facts: Program) -> None:
    turns = [("call me", "callback"), ("Dana", "inform"), ("614 555 0135", "inform"), ("friday at 2", "inform")]
    assert [play(turns[: n + 1], now, facts).ask for n in range(4)] == [NAME, PHONE, WINDOW, CONSENT]


def test_all_in_one_message_still_needs_a_yes_to_the_words_shown(now: datetime, facts: Program) -> None:
    turn = play([ALL], now, facts)
    assert turn.ask == CONSENT
    assert turn.draft.consent is None


def test_a_clear_yes_ends_it(now: datetime, facts: Program) -> None:
    turn = play([ALL, ("yes", "affirm")], now, facts)
    assert (turn.ask, turn.draft.consent) == (None, True)


def test_a_no_ends_it_without_consent(now: datetime, facts: Program) -> None:
    turn = play([ALL, ("no", "deny")], now, facts)
    assert (turn.ask, turn.draft.consent) == (None, False)


@pytest.mark.parametrize("text", ["i guess", "maybe"])
def test_half_a_yes_is_asked_again(text: str, now: datetime, facts: Program) -> None:
    turn = play([ALL, (text, "unsure")], now, facts)
    assert turn.ask == CONSENT
    assert "utter_consent_needs_yes" in said(turn)


def test_a_yes_with_a_change_shows_the_changed_callback_first(now: datetime, facts: Program) -> None:
    turn = play([ALL, ("yes but make it 3pm", "affirm")], now, facts)
    assert turn.ask == CONSENT
    assert turn.draft.when and turn.draft.when.start and turn.draft.when.start.hour == 15


def test_the_name_can_be_skipped(now: datetime, facts: Program) -> None:
    turn = play([("call me", "callback"), ("skip", "skip")], now, facts)
    assert (turn.ask, turn.draft.name) == (PHONE, "")


def test_one_wrong_try_is_explained_and_a_second_offers_the_helpline(now: datetime, facts: Program) -> None:
    begun = [("call me", "callback"), ("Dana", "inform")]
    assert "utter_explain_phone" in said(play([*begun, ("blue", "inform")], now, facts))
    assert "utter_offer_helpline_instead" in said(play([*begun, ("blue", "inform"), ("green", "nlu_fallback")], now, facts))


def test_a_right_answer_forgets_the_wrong_tries(now: datetime, facts: Program) -> None:
    turns = [("call me", "callback"), ("Dana", "inform"), ("blue", "inform"), ("614 555 0135", "inform"), ("blue", "inform")]
    assert "utter_explain_window" in said(play(turns, now, facts))


def test_a_question_inside_changes_nothing_and_is_followed_by_the_same_question(now: datetime, facts: Program) -> None:
    before = play([("call me", "callback")], now, facts)
    after = take_turn(before.draft, before.ask, "what does it cost", "faq", now, facts)
    assert (after.draft, after.ask, said(after)) == (before.draft, NAME, ["utter_ask_name"])


def test_the_wrong_number_is_asked_for_again(now: datetime, facts: Program) -> None:
    turn = play([ALL, ("that's the wrong number", "correct")], now, facts)
    assert (turn.ask, turn.draft.phone) == (PHONE, None)


def test_the_last_digits_are_corrected_in_place(now: datetime, facts: Program) -> None:
    turn = play([ALL, ("not 0120, its 0129", "correct")], now, facts)
    assert (turn.ask, turn.draft.phone) == (CONSENT, "+17735550129")


def test_the_helpline_is_not_taken_for_the_visitors_number(now: datetime, facts: Program) -> None:
    assert play([("call me", "callback"), ("Dana", "inform"), (facts.helpline, "inform")], now, facts).draft.phone is None


def test_a_time_that_is_closed_is_said_with_the_nearest(now: datetime, facts: Program) -> None:
    begun = [("call me", "callback"), ("Dana", "inform"), ("614 555 0135", "inform")]
    turn = play([*begun, ("at 3 am", "inform")], now, facts)
    assert said(turn)[0] == "utter_window_closed"
    assert "Tuesday, March 10" in turn.say[0][1]["nearest"]


def test_digits_are_no_hour_where_a_number_was_asked_for(now: datetime, facts: Program) -> None:
    turn = play([("call me", "callback"), ("Dana", "inform"), ("12", "inform")], now, facts)
    assert (turn.ask, turn.draft.when) == (PHONE, None)


def test_the_name_is_left_out_after_two_wrong_tries(now: datetime, facts: Program) -> None:
    turn = play([("call me", "callback"), ("idk", "unsure"), ("why would i", "nlu_fallback")], now, facts)
    assert (turn.ask, turn.draft.name) == (PHONE, "")


def test_a_number_instead_of_a_name_is_taken(now: datetime, facts: Program) -> None:
    turn = play([("call me", "callback"), ("614 555 0135", "inform")], now, facts)
    assert (turn.ask, turn.draft.name, turn.draft.phone) == (WINDOW, "", "+16145550135")


def test_after_violence_nothing_is_taken_before_a_call_is_safe(facts: Program, now: datetime) -> None:
    asked = take_turn(Draft(ask_if_safe=True), None, "call me, Ann 614-555-0135", "callback", now, facts)
    assert asked.ask == "callback_safe_to_call"
    assert asked.draft.phone is None
    yes = take_turn(asked.draft, asked.ask, "yes", "affirm", now, facts)
    assert yes.ask == "callback_name"
    again = take_turn(asked.draft, asked.ask, "614-555-0135", "inform", now, facts)
    assert (again.ask, again.draft.phone) == ("callback_safe_to_call", None)


def test_a_call_that_is_not_safe_is_not_made(facts: Program, now: datetime) -> None:
    no = take_turn(Draft(ask_if_safe=True), "callback_safe_to_call", "no he checks my phone", "deny", now, facts)
    assert no.ask is None
    assert no.draft == Draft()
    assert no.say == [("utter_call_not_safe", {})]
