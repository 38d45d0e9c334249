from __future__ import annotations

import pytest

from assistant.language.circumstances import around_danger, besides, is_minor, speaks_spanish
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
        ("i used to be suicidal", ["care"]),
        ("how much does it cost", []),
        ("i want to stop drinking", []),
        ("i lost my insurance card", []),
        ("do you help people quit alcohol", []),
    ],
)
def test_what_else_deserves_a_line(text: str, found: list[str]) -> None:
    assert besides(text) == found


@pytest.mark.parametrize(
    "text", ["i'm 16", "im 15 years old", "i am a minor", "im under 18", "Im only 14 and i drink", "i'm in 10th grade"]
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
