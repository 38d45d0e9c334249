"""A visitor finds their callback again; a guesser does not."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from admissions.callbacks.agreed import Agreed
from admissions.callbacks.store import NotFound, book, cancel, live_for_phone
from admissions.callbacks.visitors import TooManyGuesses, find_for_visitor


@pytest.fixture
def reference(either_database: str, agreed: Agreed, now: datetime) -> str:
    return book(agreed, now).reference


def outcome(reference: str, digits: str, now: datetime, asker: str = "chat-9") -> str:
    try:
        return find_for_visitor(reference, digits, now, asker).reference
    except (NotFound, TooManyGuesses) as problem:
        return type(problem).__name__


@pytest.mark.parametrize("write", [str.lower, " ".join, lambda text: f"{text[:3]}-{text[3:]}"])
def test_reference_and_digits_find_it(reference: str, now: datetime, write: object) -> None:
    assert outcome(write(reference), " 0135", now) == reference  # type: ignore[operator]


def test_wrong_digits_and_an_unknown_reference_sound_alike(reference: str, now: datetime) -> None:
    said = []
    for tried in ((reference, "9999"), ("QQQQQQ", "0135"), (reference, "135"), (reference, ""), ("", "")):
        with pytest.raises(NotFound) as problem:
            find_for_visitor(*tried, now, f"asker {tried}")
        said.append(str(problem.value))
    assert len(set(said)) == 1


def test_a_callback_that_is_over_is_not_found(reference: str, now: datetime) -> None:
    cancel(reference, now)
    assert outcome(reference, "0135", now) == "NotFound"


def test_five_wrong_tries_an_hour_for_one_asker(reference: str, now: datetime) -> None:
    for number in range(5):
        assert outcome(f"QQQQQ{number}", "1111", now) == "NotFound"
    assert outcome(reference, "0135", now) == "TooManyGuesses"  # even the right one
    assert outcome(reference, "0135", now, "another") == reference
    assert outcome(reference, "0135", now + timedelta(hours=1)) == reference


def test_ten_wrong_tries_a_day_at_one_reference(reference: str, now: datetime) -> None:
    for number in range(10):
        assert outcome(reference, f"{number:04}", now, f"asker {number}") == "NotFound"
    assert outcome(reference, "0135", now, "a new asker") == "TooManyGuesses"
    assert outcome(reference, "0135", now + timedelta(days=1), "a new asker") == reference


def test_right_answers_do_not_count(reference: str, now: datetime) -> None:
    assert [outcome(reference, "0135", now) for _ in range(12)] == [reference] * 12


def test_asking_all_at_once_gives_no_more_guesses(reference: str, now: datetime) -> None:
    with ThreadPoolExecutor(20) as pool:
        answers = list(pool.map(lambda number: outcome(reference, f"{number:04}", now), range(20)))
    assert answers.count("NotFound") == 5
    assert answers.count("TooManyGuesses") == 15


def test_the_same_number_is_recognised_in_another_conversation(reference: str, agreed: Agreed, now: datetime) -> None:
    found = live_for_phone("+16145550135")
    assert found
    assert found.reference == reference
    assert live_for_phone("+16145550136") is None
    later = book(
        replace(agreed, conversation_id="chat-2", start=agreed.start + timedelta(days=1), end=agreed.end + timedelta(days=1)), now
    )
    assert live_for_phone("+16145550135").reference == reference  # type: ignore[union-attr]
    cancel(reference, now)
    assert live_for_phone("+16145550135").reference == later.reference  # type: ignore[union-attr]
