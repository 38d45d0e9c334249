"""Finding a callback of another chat: its reference and the last four digits, in one message or several."""

from __future__ import annotations

import pytest

from admissions.booking.search import Search, SearchTurn, take_search_turn, wrong_guess
from admissions.reading.reference import read_last_four, read_reference


def play(turns: list[tuple[str, str]], search: Search | None = None) -> SearchTurn:
    search = search or Search("cancel")
    for number, (text, intent) in enumerate(turns):
        turn = take_search_turn(search, text, intent, f"m{number}")
        if turn.search is None:
            return turn
        search = turn.search
    return turn


def said(turn: SearchTurn) -> list[str]:
    return [one.response for one in turn.say]


BEGIN = ("cancel my callback", "cancel_callback")


def test_asks_for_both_and_takes_both() -> None:
    assert said(play([BEGIN])) == ["utter_search_cancel"]
    turn = play([BEGIN, ("K7WMQ2 0120", "inform")])
    assert turn.search and (turn.search.reference, turn.search.last_four, turn.say) == ("K7WMQ2", "0120", [])


def test_asks_for_the_half_that_is_missing() -> None:
    assert said(play([BEGIN, ("K7WMQ2", "inform")])) == ["utter_search_last_four"]
    assert said(play([BEGIN, ("0120", "inform")])) == ["utter_search_reference"]
    turn = play([BEGIN, ("0120", "inform"), ("k7wmq2", "inform")])
    assert turn.search and turn.search.complete


def test_both_in_the_first_message_need_no_question() -> None:
    turn = play([("cancel my callback k7wmq2, last four 0120", "change_callback")], Search("change"))
    assert turn.search and turn.search.complete


@pytest.mark.parametrize("turns", [[("i lost it", "nlu_fallback")], [("no", "deny")], [("hm", "inform"), ("hm", "inform")]])
def test_who_cannot_tell_is_sent_to_people(turns: list[tuple[str, str]]) -> None:
    turn = play([BEGIN, *turns])
    assert (turn.search, said(turn)) == (None, ["utter_search_lost"])


def test_a_question_in_between_is_followed_by_it_once() -> None:
    assert said(play([BEGIN, ("what does it cost", "faq")])) == ["utter_search_cancel"]
    assert play([BEGIN, ("what does it cost", "faq"), ("is it far", "faq")]) == SearchTurn(None, [])


def test_a_new_call_ends_the_search() -> None:
    assert play([BEGIN, ("Set up a call", "callback")]) == SearchTurn(None, [])


def test_the_digits_that_are_known_are_not_asked_for() -> None:
    known = Search("change", last_four="0135")
    assert said(play([("I booked before", "change_callback")], known)) == ["utter_search_reference"]
    turn = play([("I booked before", "change_callback"), ("K7WMQ2", "inform")], known)
    assert turn.search and turn.search.complete


def test_the_same_message_is_read_once() -> None:
    first = take_search_turn(Search("cancel"), "hello", "inform", "m0")
    assert first.search and first.search.tries == 0
    again = take_search_turn(first.search, "hello", "inform", "m0")
    assert again.search == first.search


def test_a_second_wrong_guess_names_the_helpline() -> None:
    once = Search("cancel", "K7WMQ2", "0120").after_wrong_guess()
    assert (wrong_guess(once).response, once.complete) == ("utter_search_wrong", False)
    assert wrong_guess(once.after_wrong_guess()).response == "utter_search_wrong_again"


@pytest.mark.parametrize(
    ("text", "reference"),
    [
        ("K7WMQ2", "K7WMQ2"),
        ("my ref is k7w-mq2", "K7WMQ2"),
        ("reference kwmqxz", "KWMQXZ"),
        ("kwmqxz", "KWMQXZ"),
        ("it's KWMQXZ, 0120", "KWMQXZ"),
        ("cancel my callback", None),
        ("CHANGE IT", None),
        ("0120", None),
        ("614 555 0120", None),
        ("friday", None),
        ("please cancel", None),
    ],
)
def test_references(text: str, reference: str | None) -> None:
    assert read_reference(text) == reference


@pytest.mark.parametrize(
    ("text", "digits"),
    [
        ("K7WMQ2 0120", "0120"),
        ("0120", "0120"),
        ("the last 4 are 01 20", "0120"),
        ("oh one two oh", "0120"),
        ("614 555 0120", "0120"),
        ("K7WMQ2", None),
        ("222345", None),
    ],
)
def test_last_four(text: str, digits: str | None) -> None:
    assert read_last_four(text) == digits


def test_one_half_corrected_stands_beside_the_other() -> None:
    wrong = Search("cancel", "K7WMQ2", "0121").after_wrong_guess()
    for text, found in (("0120", ("K7WMQ2", "0120")), ("K7WMQ3", ("K7WMQ3", "0121")), ("K7WMQ4 0122", ("K7WMQ4", "0122"))):
        turn = play([(text, "inform")], wrong)
        assert turn.search and (turn.search.reference, turn.search.last_four, turn.say) == (*found, [])
