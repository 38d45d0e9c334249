"""Distress that is half said: seen, told from a question, and never in the way of danger."""

from __future__ import annotations

import time

import pytest

from assistant.language.circumstances import besides
from assistant.language.danger.spans import find_danger
from assistant.language.distress import asks_for_somebody, is_only_distress, says_distress, weighs_heavy


@pytest.mark.parametrize(
    "text",
    [
        "i'm scared",
        "Im so scared right now!!",
        "i feel so alone",
        "my daughter feels so ashamed",
        "we are all terrified",
        "please help me",
        "i dont know what to do anymore",
        "i cant do this",
        "my whole life is falling apart",
        "i feel like a failure",
        "everything is such a mess",
        "im not ok",
        "thank you im just scared",
        "i hate what i have become and i dont know where to turn",
    ],
)
def test_nothing_but_distress(text: str) -> None:
    assert is_only_distress(text)
    assert says_distress(text)


@pytest.mark.parametrize(
    "text",
    [
        "im scared my insurance will say no",
        "so nervous about the first day",
        "he is ashamed to come back",
        "my heart aches for my boy who drinks",
        "i cant face my family like this",
        "can i skip group if im anxious",
    ],
)
def test_distress_beside_something_else(text: str) -> None:
    assert says_distress(text)
    assert not is_only_distress(text)


@pytest.mark.parametrize(
    "text",
    [
        "how much is it",
        "im not scared",
        "i feel less alone now",
        "i am no longer ashamed",
        "is anyone here alone with the counselor",
        "i lost my card",
        "i messed up",
        "can you help me",
        "im afraid i have to cancel",
        "no",
        "the house is a mess, do you have sober living",
        "its too much",
        "I need an alone room",
        "Hope",
    ],
)
def test_no_distress(text: str) -> None:
    assert not is_only_distress(text)
    assert not says_distress(text)


@pytest.mark.parametrize(
    "text", ["i cant go on", "i want to die", "no reason to live", "im scared he will kill me", "im done with life"]
)
def test_danger_is_never_only_distress(text: str) -> None:
    assert not is_only_distress(text)


def test_no_rule_for_danger_sees_any_in_distress_alone() -> None:
    for text in ("im scared", "i feel so alone", "im ashamed", "my life is falling apart", "i feel like a failure"):
        assert find_danger(text) is None


def test_a_line_of_care_is_not_said_twice() -> None:
    assert besides("i feel so alone") == ["distress"]
    assert "distress" not in besides("my brother died of an overdose and i feel so alone")


def test_who_asks_for_a_person_in_distress() -> None:
    assert weighs_heavy("feeling so low tonight, can i talk to somebody")
    assert asks_for_somebody("feeling so low tonight, can i talk to somebody")
    assert not weighs_heavy("put me through to an agent")
    assert not asks_for_somebody("i feel so low tonight")


@pytest.mark.parametrize("text", ["help me please " * 150, "i am so " * 300, "and i do not know what " * 100, "scared " * 300])
def test_a_long_message_takes_no_long_time(text: str) -> None:
    began = time.perf_counter()
    says_distress(text)
    weighs_heavy(text)
    assert time.perf_counter() - began < 0.5


@pytest.mark.parametrize(
    "text",
    [
        "i feel like using",
        "im about to relapse",
        "i really want to get high tonight",
        "im craving so bad rn",
        "i want to drink right now",
    ],
)
def test_a_craving_is_distress(text: str) -> None:
    assert says_distress(text)


@pytest.mark.parametrize(
    "text", ["i want to use my insurance", "what med kills cravings", "can i use my phone", "he is going to drink with friends"]
)
def test_other_uses_are_none(text: str) -> None:
    assert not says_distress(text)
