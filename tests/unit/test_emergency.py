"""A call for emergency help is seen whatever it looks like, and told from a question about such help."""

from __future__ import annotations

import time

import pytest

from assistant.language.circumstances import around_danger
from assistant.language.emergency import calls_for_help, help_is_called, only_calls_for_help

CALLS = {
    "overdose": "911|9-1-1!!!|911 please|help 911|call 911 now|should we call 911|can u call 911 for us|ambulence|my son needs an ambulance|get an ambulance here|"
    "SOS!!|s.o.s.|EMERGENCY|emergancy|call ems|its a medical emergency hurry|this is an emergency|help help its an emergency|need paramedics",
    "suicide": "988|please dial 988 for me|text 988|should i call 988|connect me to the suicide hotline|can somebody call the crisis line",
    "violence": "send the cops|police please|call the police now|get the police here|i need the police",
    "withdrawal": "i need to go to the hospital|take me to the er|should i take him to the emergency room|where is the nearest er|my nurse said to go to the hospital|do i need to go to the er",
}
BESIDE = {
    "overdose": "please call 911 my dad fell down the stairs|can someone send an ambulance to 12 elm street|he needs an ambulance he hit his head",
    "violence": "call the police he has a bat in there",
}
NONE = (
    "no emergency|i do not need 911|dont call 911|please dont send police|what is 988|is 911 free|is this a crisis line|are you the police|do you call the police|"
    "will you call the cops if i tell you|emergency contact|emergency number|emergency detox|need an emergency plan|what happens in a medical emergency at group|"
    "does insurance cover an ambulance|the ambulance bill|i was in the er last week|can i come straight from the er|er i need help|my job is 911 dispatcher|"
    "my mom called the cops on me|my wife threatened to call the police|we called 911 and hes stable|call me|please call my mom|text me at 614 988 0134|is this a hospital"
)


@pytest.mark.parametrize(("kind", "text"), [(kind, text) for kind, texts in CALLS.items() for text in texts.split("|")])
def test_nothing_but_a_call_for_help(kind: str, text: str) -> None:
    assert only_calls_for_help(text) == kind


@pytest.mark.parametrize(("kind", "text"), [(kind, text) for kind, texts in BESIDE.items() for text in texts.split("|")])
def test_a_call_for_help_beside_something_else(kind: str, text: str) -> None:
    assert only_calls_for_help(text) is None
    assert calls_for_help(text) == kind


@pytest.mark.parametrize("text", NONE.split("|"))
def test_no_call_for_help(text: str) -> None:
    assert calls_for_help(text) is None


@pytest.mark.parametrize(
    "text",
    "i called 911|calling 911 now|we called an ambulance they are coming|ambulance is on the way|theyre on their way|im on the phone with 911|waiting for the paramedics|i called 988".split(
        "|"
    ),
)
def test_help_on_its_way_is_not_safety(text: str) -> None:
    assert help_is_called(text)


@pytest.mark.parametrize(
    "text",
    "we called 911 and he is stable|i called them, she is safe now|ambulance came, she's at the hospital|they took him to the hospital|i talked to 988 and feel better".split(
        "|"
    ),
)
def test_help_that_came(text: str) -> None:
    assert not help_is_called(text)


def test_911_comes_first_for_who_calls_for_help() -> None:
    assert "awake" not in around_danger("she took pills i need an ambulance", "overdose")
    assert "awake" in around_danger("she took pills", "overdose")


@pytest.mark.parametrize("text", ["call the " * 500, "911 " * 500, "help me call an ambulance " * 200])
def test_a_long_message_takes_no_long_time(text: str) -> None:
    began = time.perf_counter()
    calls_for_help(text)
    help_is_called(text)
    assert time.perf_counter() - began < 0.5
