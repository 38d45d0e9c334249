"""Danger in what is asked, and in what somebody else does now; and what sounds like it and is over."""

from __future__ import annotations

import pytest

from assistant.language.ages import says_grown_up
from assistant.language.circumstances import ACTING, around_danger
from assistant.language.danger.calm import OVER, SETTLED, sounds_calm
from assistant.language.danger.folding import fold
from assistant.language.danger.overdose import finds_somebody_out
from assistant.language.danger.spans import find_danger


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("will insurance pay if i kill myself", "suicide"),
        ("is suicide covered", "suicide"),
        ("how many of these would kill me", "suicide"),
        ("i want to be with my mom she died last year", "suicide"),
        ("would 20 percs kill someone", "suicide"),
        ("is it painless", "suicide"),
        ("all my pills are counted out", "suicide"),
        ("nobody would notice if i od'd", "suicide"),
        ("how long can she be passed out before i call someone", "overdose"),
        ("how much is too much fentanyl", "overdose"),
        ("he is drunk and cant stop throwing up", "overdose"),
        ("i might snap at my kids", "violence"),
        ("my stepdad is a cop and he pulled a gun", "violence"),
        ("it would be suicide to quit and i want to kill myself", "suicide"),
    ],
)
def test_danger_is_seen(text: str, kind: str) -> None:
    assert find_danger(text) == kind


@pytest.mark.parametrize(
    "text",
    [
        "does insurance cover treatment after a suicide attempt",
        "my stepdad is a cop and has a gun",
        "it would be suicide to quit over christmas lol",
        "how many of these groups would i have",
        "i want to be with my mom at her doctor",
        "how long is the class",
        "i gave away my old clothes to goodwill",
        "we are at our wits end with her drinking",
        "i want to live a sober life",
        "i died of embarrassment",
        "his drinking will kill him",
    ],
)
def test_none_is_seen(text: str) -> None:
    assert find_danger(text) is None


@pytest.mark.parametrize(
    "text",
    ["she slit her wrists", "he locked himself in the garage with a knife", "my son is in the garage with the car running"],
)
def test_what_somebody_else_does_now(text: str) -> None:
    kind = find_danger(text)
    assert kind == "suicide"
    assert ACTING in around_danger(text, kind)


@pytest.mark.parametrize(
    "text",
    [
        "i tried to end it when i was 15 but im doing well now",
        "im free of suicidal thoughts",
        "im on a taper from my doctor for klonopin",
        "im worried she will overdose someday",
        "mi hermana falleció de una sobredosis",
    ],
)
def test_it_is_over_or_only_feared(text: str) -> None:
    assert sounds_calm(fold(text)) in (OVER, SETTLED)


def test_a_taper_that_goes_wrong_is_no_calm() -> None:
    assert sounds_calm(fold("my doctor has me on a taper and im shaking and seeing things")) is None


@pytest.mark.parametrize("text", ["my mom is passed out", "he just passed out", "daddy passed out again"])
def test_somebody_is_passed_out(text: str) -> None:
    assert finds_somebody_out(text)


def test_oneself_is_not_somebody() -> None:
    assert not finds_somebody_out("i passed out last night")


@pytest.mark.parametrize(
    ("text", "grown_up"),
    [
        ("im 67 am i too old", True),
        ("am i too young at 20", True),
        ("is 18 too young", True),
        ("im 16 am i too young", False),
        ("is 15 too young", False),
    ],
)
def test_who_is_grown_up(text: str, grown_up: bool) -> None:
    assert says_grown_up(text) == grown_up
