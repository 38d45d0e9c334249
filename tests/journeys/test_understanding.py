"""What visitors say sideways, against the live assistant."""

from __future__ import annotations

import sqlite3
import time

import pytest

from tests.journeys.live import Live


@pytest.mark.parametrize(
    ("text", "first", "then"),
    [
        ("How much does it cost and do you take Medicaid?", "5,000", "Medicaid and Medicare may pay"),
        ("is there housing? how long is the program", "Some programs have housing", "how many weeks"),
        ("wat does it cost n how long is it", "5,000", "how many weeks"),
    ],
)
def test_two_questions_are_both_answered_in_order_and_once(live: Live, text: str, first: str, then: str) -> None:
    said = live.visitor().say(text)
    assert said.count(first) == said.count(then) == 1
    assert said.index(first) < said.index(then)


def test_danger_anywhere_in_a_message_wins(live: Live) -> None:
    said = live.visitor().say("how much does it cost and do you take medicaid. i want to kill myself")
    assert "988" in said
    assert "5,000" not in said


def test_a_question_beside_the_wish_for_a_call_is_answered_first(live: Live) -> None:
    said = live.visitor().say("can you call me tomorrow? also how much does it cost")
    assert said.index("5,000") < said.index("What first name")


def test_a_follow_up_is_read_with_the_last_answer(live: Live) -> None:
    visitor = live.visitor()
    visitor.say("what happens in group therapy")
    assert "group" in visitor.say("who runs them").lower()
    assert "5,000" in visitor.say("how much is that")
    assert "Medicaid and Medicare" in visitor.say("and with Medicaid?")
    visitor.say("what days and hours")
    assert "not sure" not in visitor.say("and evenings?")


def test_a_number_or_name_and_a_question_are_both_taken(live: Live) -> None:
    visitor = live.visitor()
    said = visitor.say("ring me tomorrow at 3 and how much is it")
    assert said.index("5,000") < said.index("What first name")
    said = visitor.say("my name is Al what does it cost")
    assert said.index("5,000") < said.index("phone number")
    said = visitor.say("614 555 0189, do you take medicaid?")
    assert said.index("Medicaid and Medicare may pay") < said.index("Please check: Al, (614) 555-0189, Wednesday")
    assert visitor.say("yes and how long is the program").count("how many weeks") == 1


def test_what_is_erased_and_who_erases_it_is_told(live: Live) -> None:
    visitor = live.visitor()
    visitor.say("set up a call")
    assert "What first name" not in visitor.say("erase all i wrote here")
    assert "5,000" in visitor.say("how much does it cost")


def test_the_same_topic_again_in_other_words_is_answered_in_other_words(live: Live) -> None:
    visitor = live.visitor()
    first = visitor.say("how much does it cost")
    assert "cannot promise a price" in visitor.say("what would i have to pay for it")
    assert live.visitor().say("how much does it cost") == first


def test_an_answer_for_a_relative_speaks_of_them(live: Live) -> None:
    visitor = live.visitor()
    assert "your husband" in visitor.say("can my husband keep his job while he does it").lower()
    assert "your husband" in visitor.say("does insurance cover it").lower()
    assert "your husband" not in visitor.say("do you tell my wife").lower()
    assert "your husband" not in visitor.say("and for me? does insurance cover it for me").lower()


@pytest.mark.parametrize("text", ["HOW MUTCH IS IT", "how much is it.do you take insurance", "whts teh cost of iop"])
def test_slips_and_capitals_do_not_matter(live: Live, text: str) -> None:
    assert "5,000" in live.visitor().say(text)


def test_two_likely_topics_are_asked_back_about(live: Live) -> None:
    visitor = live.visitor()
    hang_between = (  # which of them does so changes a little with each training
        "do partners come along or is it patient only",
        "Grandma raising two grandkids asks: can I get help for my drinking without handing them over to somebody?",
        "I mind my grandkids until their mother gets home at six. Does anything meet later than that?",
    )
    assert any("How can family help?" in visitor.buttons(text) for text in hang_between)
    assert "amil" in visitor.say("How can family help?")


def test_what_was_not_understood_is_kept_for_review_without_names_and_numbers(live: Live) -> None:
    visitor = live.visitor()
    visitor.say("the flumble of Roberta Quill at 614 555 0135 went sideways grommet")
    file = live.database.removeprefix("sqlite:///")
    for _ in range(50):
        with sqlite3.connect(file) as connection:
            kept = [text for (text,) in connection.execute("select text from unanswered") if "grommet" in text]
        if kept:
            break
        time.sleep(0.1)
    assert kept
    assert "Roberta" not in kept[0]
    assert "555" not in kept[0]
