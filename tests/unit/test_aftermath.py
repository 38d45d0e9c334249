"""What after danger says that all is well, and what only sounds like it."""

from __future__ import annotations

import pytest

from actions.resume_callback import ASKED_FOR
from assistant.language.circumstances import aims_at_somebody, around_danger, is_under_way
from assistant.language.resolved import is_resolved
from assistant.nlu.aftermath import asks_if_safe, denies_safety, says_safe, says_unsafe

DECIDED = (
    "im fine now that its decided|i'm okay, i have made my decision|im ok i made up my mind|Im okay. My mind is made up.|im at peace now|i am calm now that everything is settled|"
    "im good now, i have a plan|im ready and im fine|i'm fine, i know what i have to do|he is okay now he decided|im alright i wrote the note already|im fine, ive said my goodbyes|"
    "im safe from everyone except myself|i am safe from her but not from myself|not an emergency i have till sunday|no emergency i still got a few days|not in danger until tonight|"
    "im okay for now|im ok but i still want to do it|i'm fine, it will all be over soon|i'm okay, nothing matters anymore|im fine made my decesion|i am ok im going to be with my mom soon|"
    "im ok the pills are here with me|im fine i just took them"
)
CALM = (
    "im fine, was asking about cost|i am safe, my mom is with me. please still call me tomorrow at 10|im ok, i decided to get help|im okay i have decided to go to treatment|"
    "im safe and ready to start|im safe, i made a mistake|im fine. are you open till friday|im fine i still have questions about insurance|im safe now, i made an appointment|"
    "im okay now, my sister is staying with me|im alright, i still want to sign up|we are safe, he left the house|not suicidal, what are the hours|im fine i was joking"
)
ASLEEP = "he's fine hes sleeping|shes ok just sleeping it off|he is ok, asleep|we are fine, letting him sleep"


@pytest.mark.parametrize("text", DECIDED.split("|"))
def test_calm_because_it_is_decided(text: str) -> None:
    assert is_resolved(text)
    assert not says_safe(text)


@pytest.mark.parametrize("text", CALM.split("|"))
def test_well_in_whatever_words(text: str) -> None:
    assert not says_unsafe(text)
    assert says_safe(text)


@pytest.mark.parametrize(
    "text", [*ASLEEP.split("|"), "911", "emergency", "i called 911 they are coming", "he doesnt need an ambulance"]
)
def test_who_sleeps_or_waits_for_help_is_not_safe(text: str) -> None:
    assert denies_safety(text)


@pytest.mark.parametrize("text", ["not before 11", "not today", "i have until 5", "tomorrow", "i dont need a voicemail"])
def test_a_plain_answer_to_a_form_denies_nothing(text: str) -> None:
    assert not denies_safety(text)


@pytest.mark.parametrize(
    "text", ["i called 911", "calling an ambulance", "im going to call my sister", "i called them shes ok", "going to call 988"]
)
def test_a_call_to_others_takes_no_callback_up(text: str) -> None:
    assert not ASKED_FOR.search(text)


@pytest.mark.parametrize(
    "text",
    [
        "im safe, please call me",
        "still want a call",
        "can i get a call",
        "can someone call me",
        "still want the callback",
        "still want someone to call me tomorrow",
    ],
)
def test_a_call_that_is_asked_for(text: str) -> None:
    assert ASKED_FOR.search(text)


def test_who_is_threatened_is_no_threat() -> None:
    assert "threat" not in around_danger("he says if i leave he will hurt the kids", "violence")
    assert "threat" in around_danger("i am going to hurt him", "violence")


def test_who_speaks_of_their_own_death_is_told_so() -> None:
    for text in ("tell my kids i loved them", "they would get my life insurance"):
        assert "other" not in around_danger(text, "suicide")


def test_what_is_meant_and_what_is_done() -> None:
    assert is_under_way("i took all these pills")
    assert not is_under_way("im gonna take all these pills")
    assert aims_at_somebody("he has a gun and he is pointing it at me")
    assert not aims_at_somebody("i have a gun")


@pytest.mark.parametrize(
    "text", ["am i gonna be ok", "so is that normal", "will she be ok?", "is he safe", "do you think im fine"]
)
def test_who_asks_if_all_is_well_has_not_said_so(text: str) -> None:
    assert asks_if_safe(text)


@pytest.mark.parametrize(
    "text", ["im ok, is it ok to come tomorrow", "is it ok if i call tomorrow", "i am gonna be ok", "im safe"]
)
def test_who_is_well_asks_nothing_of_the_kind(text: str) -> None:
    assert not asks_if_safe(text)
