from __future__ import annotations

import pytest

from assistant.language.ages import is_minor, tells_another_age
from assistant.language.circumstances import CARE, around_danger, besides, speaks_spanish
from assistant.language.worry import WORRY
from assistant.nlu.aftermath import says_safe


@pytest.mark.parametrize(
    ("text", "kind", "found"),
    [
        ("i want to die", "suicide", []),
        ("my son says he wants to die", "suicide", ["other"]),
        ("i took 12 gabapentin", "overdose", ["awake"]),
        ("my toddler ate a pill", "overdose", ["awake", "other"]),
        ("he took pills and wont wake up", "overdose", ["other"]),
        ("i took too many and i can not stay awake", "overdose", []),
        ("i am dope sick off fentanyl", "withdrawal", ["opioid"]),
        ("i quit drinking and i shake", "withdrawal", []),
        ("i am going to kill my boss", "violence", ["threat"]),
        ("my husband is going to kill me", "violence", ["other"]),
        ("me quiero morir", "suicide", ["spanish"]),
    ],
)
def test_what_stands_around_danger(text: str, kind: str, found: list[str]) -> None:
    got = around_danger(text, kind)
    assert [name for name in got if name in found] == found
    assert set(got) - set(found) <= {"other"}


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("can i quit xanax cold turkey", ["stopping"]),
        ("is it safe to stop drinking on my own", ["stopping"]),
        ("could a person die if they quit liquor", ["stopping"]),
        ("two bottles of wine a night, i could just tough it out right", ["stopping"]),
        ("i poured all the vodka down the sink", ["stopping"]),
        ("which vitamins help with alcohol withdrawal", ["stopping"]),
        ("i overdosed last year and now want help", ["care"]),
        ("my brother died of an overdose", ["care"]),
        ("my brother just died in a place like yours", ["care"]),
        ("i used to be suicidal", ["care"]),
        ("how much does it cost", []),
        ("i want to stop drinking", []),
        ("i lost my insurance card", []),
        ("do you help people quit alcohol", []),
    ],
)
def test_what_else_deserves_a_line(text: str, found: list[str]) -> None:
    assert [each for each in besides(text) if each != WORRY] == found  # see test_worry.py


@pytest.mark.parametrize(
    "text",
    ["i'm 16", "im 15 years old", "i am a minor", "im under 18", "Im only 14 and i drink", "i'm in 10th grade"]
    + [
        "im 16 btw",
        "i started at 13 and im 16 now",
        "im 15 but tell them i am 20",
        "my mom is 45 and im 15",
        "i am 16 years old boy",
    ]
    + ["i was 14 when it began, i am 17", "my son is 2 and im 17", "im 17 years old and my brother is 30"],
)
def test_a_minor_says_so(text: str) -> None:
    assert is_minor(text)


@pytest.mark.parametrize(
    "text",
    [
        "my son is 16",
        "i am 16 days sober",
        "im 17 years sober",
        "i'm 12 hours in",
        "i am 45",
        "call me at 15 to 3",
        "i am on day 9",
        "i'm 10 minutes away",
    ],
)
def test_others_are_no_minors(text: str) -> None:
    assert not is_minor(text)


@pytest.mark.parametrize(
    "text",
    [
        "i was 15 when i started drinking",
        "i started using at 16 im 34 now",
        "been drinking since i was 14",
        "i was only 13 the first time",
        "started when i was just 16",
        "first drink at age 12",
        "im 16 months sober",
        "i have 17 years of drinking behind me",
        "i am 17 years into this",
        "im a mom of a 16 year old",
        "I have a 15 year old at home",
        "my daughter just turned 17",
        "she is 16 and i am 42",
        "im 40 and my son is only 12",
        "I'm 52 years old",
    ],
)
def test_another_time_somebody_else_and_grown_ups_are_no_minors(text: str) -> None:
    assert not is_minor(text) and tells_another_age(text)


@pytest.mark.parametrize("text", ["m15 here", "15 and addicted to fentanyl", "underage", "am i too young", "8th grader here"])
def test_what_tells_no_other_age_is_left_to_the_classifier(text: str) -> None:
    assert not tells_another_age(text)


@pytest.mark.parametrize(
    "text", ["hola", "¿hablan español?", "cuanto cuesta", "necesito ayuda con mi hijo", "mi esposo toma mucho alcohol"]
)
def test_spanish_is_seen(text: str) -> None:
    assert speaks_spanish(text)


@pytest.mark.parametrize(
    "text", ["how much is it", "no", "me", "my son uses alcohol", "a mi casa sign", "la jolla location", "Rosa", "el paso tx"]
)
def test_english_is_no_spanish(text: str) -> None:
    assert not speaks_spanish(text)


@pytest.mark.parametrize(
    "text",
    ["I’m safe", "im ok now", "i was asking about cost", "this is not an emergency", "you misunderstood me", "i'm not suicidal"],
)
def test_danger_taken_back(text: str) -> None:
    assert says_safe(text)


@pytest.mark.parametrize("text", ["im not safe", "i'm not ok", "nobody would care", "he is not fine", "i don't feel safe"])
def test_danger_not_taken_back(text: str) -> None:
    assert not says_safe(text)


@pytest.mark.parametrize(
    "text",
    [
        "she overdosed 2 days ago and hospital let her go",
        "my son overdosed on saturday, they discharged him last night",
        "i od'd monday and got out of the hospital today, i want to start rehab",
    ],
)
def test_an_overdose_that_is_over_gets_a_word_of_care(text: str) -> None:
    assert CARE in besides(text)


@pytest.mark.parametrize(
    "text",
    [
        "she overdosed an hour ago and the er let her go",
        "the hospital let him go and he took more",
        "she overdosed yesterday, they sent her home, she wont wake up",
    ],
)
def test_one_that_may_not_be_over_does_not(text: str) -> None:
    assert CARE not in besides(text)
