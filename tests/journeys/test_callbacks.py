"""Callbacks across conversations, and what is left behind by one: against the live assistant and in its database."""

from __future__ import annotations

import re
from typing import Any, Iterator

import pytest

from tests.journeys.live import Live, Visitor
from tests.journeys.test_dialogues import give_back

HELPLINE = "1-888-224-7312"


@pytest.fixture(autouse=True)
def places(live: Live) -> Iterator[None]:
    """Every hour is free, before and after."""
    give_back(live, live.callbacks())
    yield
    give_back(live, live.callbacks())


def book(live: Live, line: str) -> tuple[Visitor, str]:
    """Book a callback in a chat of its own; return the visitor and the reference."""
    visitor = live.visitor()
    visitor.say(line)
    found = re.search(r"reference is (\w{6})", visitor.say("yes"))
    assert found
    return visitor, found.group(1)


def row(live: Live, reference: str) -> dict[str, Any]:
    return next(each for each in live.callbacks() if each["reference"] == reference)


def waiting(live: Live) -> list[str]:
    return [each["reference"] for each in live.callbacks() if each["status"] == "booked"]


def test_a_callback_is_cancelled_from_another_chat(live: Live) -> None:
    _, reference = book(live, "call Una 212 555 0130 tomorrow at 9am")
    visitor = live.visitor()
    asked = visitor.say("please cancel my callback")
    assert "reference" in asked
    assert "last four digits" in asked
    assert "cancelled" in visitor.say(f"{reference.lower()} and 0130")
    assert row(live, reference)["status"] == "cancelled"


def test_a_callback_is_moved_from_another_chat_and_belongs_to_it_then(live: Live) -> None:
    _, reference = book(live, "call Una 212 555 0131 tomorrow at 9am")
    visitor = live.visitor()
    visitor.say("i need to change my callback")
    assert "last four" in visitor.say(reference)
    assert "You have this call booked" in visitor.say("0131")
    assert "Changed" in visitor.say("friday at 3")
    assert row(live, reference)["window_start"].startswith("2026-03-13T15:00")
    assert "cancelled" in visitor.say("cancel my callback")


def test_wrong_guesses_all_sound_alike_and_end(live: Live) -> None:
    _, reference = book(live, "call Una 212 555 0132 tomorrow at 9am")
    visitor = live.visitor()
    visitor.say("cancel my callback")
    wrong_digits = visitor.say(f"{reference} 9999")
    other = live.visitor()
    other.say("cancel my callback")
    assert other.say("QQQQ22 0132") == wrong_digits
    assert HELPLINE in visitor.say(f"{reference} 9998")
    for number in range(9990, 9993):
        visitor.say(f"{reference} {number}")
    assert "too many tries" in visitor.say(f"{reference} 0132")
    assert row(live, reference)["status"] == "booked"


def test_all_told_in_the_first_message_cancels_at_once_and_wrong_digits_can_be_mended(live: Live) -> None:
    _, reference = book(live, "call Una 212 555 0144 tomorrow at 9am")
    assert "cancelled" in live.visitor().say(f"cancel callback {reference} 0144")
    _, reference = book(live, "call Una 212 555 0144 tomorrow at 9am")
    visitor = live.visitor()
    assert "found no callback" in visitor.say(f"cancel callback {reference} 0145")
    assert "cancelled" in visitor.say("0144")
    assert row(live, reference)["status"] == "cancelled"


def test_who_lost_the_reference_is_sent_to_staff(live: Live) -> None:
    visitor = live.visitor()
    visitor.say("cancel my callback")
    assert HELPLINE in visitor.say("i lost it")
    assert "5,000" in visitor.say("what does it cost")


def test_a_search_can_be_left_for_a_new_call(live: Live) -> None:
    visitor = live.visitor()
    visitor.say("change my callback")
    assert "first name" in visitor.say("Set up a call")


def test_who_booked_before_moves_the_first_call(live: Live) -> None:
    _, reference = book(live, "call Una 212 555 0133 tomorrow at 9am")
    visitor = live.visitor()
    assert "I booked a call before" in visitor.say("call Una 212 555 0133 thursday at 2pm")
    assert "reference" in visitor.say("I booked a call before")
    moved = visitor.say(f"{reference} 0133")
    assert "Changed" in moved
    assert "Thursday, March 12, between 2 pm" in moved
    assert waiting(live) == [reference]


def test_who_cannot_find_the_first_call_goes_on_with_this_one(live: Live) -> None:
    visitor = live.visitor()
    visitor.say("call Una 212 555 0142 thursday at 2pm")
    assert "last four" not in visitor.say("I booked a call before")  # of a number that was told
    assert "May Forge call" in visitor.say("i lost the reference")
    assert "Booked: Una" in visitor.say("yes")


def test_who_says_it_again_and_again_goes_on_with_this_one(live: Live) -> None:
    visitor = live.visitor()
    visitor.say("call Una 212 555 0143 thursday at 2pm")
    for _ in range(2):
        visitor.say("I booked a call before")
    said = visitor.say("I booked a call before")
    assert "staff can find your call" in said
    assert "May Forge call" in said


def test_that_a_number_has_a_callback_is_not_told_to_others(live: Live) -> None:
    """The same words to a stranger whether or not there is one; the first call stays as it was, and staff see both."""
    _, reference = book(live, "call Una 212 555 0134 tomorrow at 9am")
    with_one, without = live.visitor(), live.visitor()
    shown = with_one.say("call Una 212 555 0134 thursday at 2pm")
    assert shown == without.say("call Una 212 555 0139 thursday at 2pm").replace("0139", "0134")
    booked = [re.sub(r"reference is \w{6}", "", visitor.say("yes").replace("0139", "0134")) for visitor in (with_one, without)]
    assert booked[0] == booked[1]
    assert row(live, reference)["window_start"].startswith("2026-03-11T09:00")
    assert len(waiting(live)) == 3


def test_what_was_heard_is_forgotten_when_the_form_ends(live: Live) -> None:
    for last in ("yes", "no", "never mind", "start over"):
        visitor = live.visitor()
        visitor.say("call Zora 212 555 0136 tomorrow at 9am")
        visitor.say(last)
        give_back(live, live.callbacks())
        assert "Zora" not in visitor.say("call me back, tomorrow at 10")


def test_a_yes_said_again_books_once(live: Live) -> None:
    visitor, reference = book(live, "call Una 212 555 0137 tomorrow at 9am")
    visitor.say("yes")
    visitor.say("yes")
    assert waiting(live) == [reference]


def test_a_yes_counts_only_for_what_was_on_the_screen(live: Live) -> None:
    visitor = live.visitor()
    shown = visitor.answers("call Una 212 555 0143 tomorrow at 9am")[-1]["seq"]
    asked_again = visitor.answers("yes", after=shown - 1)  # which brings what was missed, too
    assert ["before you could see my question" in event["text"] for event in asked_again] == [False, True, False]
    assert not waiting(live)
    read = asked_again[-1]["seq"]
    assert "leave a voicemail" in visitor.answers("yes", after=read)[-1]["text"]
    hasty = visitor.answers("yes", after=read)
    assert "before you could see my question" in hasty[-2]["text"]
    assert "leave a voicemail" in hasty[-1]["text"]
    (reference,) = waiting(live)
    assert row(live, reference)["voicemail_ok"] is False
    visitor.answers("yes", after=hasty[-1]["seq"])
    assert row(live, reference)["voicemail_ok"] is True
    assert "Your call comes Wednesday, March 11, between 9 am and 10 am" in visitor.say("no")


@pytest.fixture
def one_place_an_hour(live: Live) -> Iterator[Live]:
    _with_places(live, 1)
    yield live
    _with_places(live, 0)


def _with_places(live: Live, places: int) -> None:
    assert live.actions
    live.places = places
    live.actions.stop()
    live.start_actions()


def test_a_full_hour_is_not_promised_twice(one_place_an_hour: Live) -> None:
    live = one_place_an_hour
    first = live.visitor()
    first.say("call Una 212 555 0138 tomorrow at 9am")
    second = live.visitor()
    assert "May Forge call" in second.say("call Vic 212 555 0139 tomorrow at 9am")
    assert "Booked" in first.say("yes")
    full = second.say("yes")  # taken while the question was read
    assert "nothing is booked yet" in full
    assert "Booked" not in full
    assert "Wednesday, March 11, between 8 am and 9 am" in full
    assert "nothing is booked yet" in live.visitor().say("call Wes 212 555 0141 tomorrow at 9am")  # seen before the question
    assert "May Forge call" in second.say("tomorrow at 10")
    assert "Booked" in second.say("yes")
    assert len(waiting(live)) == 2
