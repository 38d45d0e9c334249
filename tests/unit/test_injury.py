"""A body that a hospital should see today, as against what only sounds like it."""

from __future__ import annotations

import pytest

from assistant.language.circumstances import HURT, around_danger
from assistant.language.danger.spans import find_danger


@pytest.mark.parametrize(
    "text",
    [
        "my husband fell down the stairs drunk and hit his head",
        "she slipped, shes wasted and her head is bleeding",
        "he was drunk and fell, now hes confused and throwing up",
        "im throwing up blood",
        "theres blood in his vomit",
        "my stool has been black and i drink daily",
        "his skin is turning yellow",
        "her eyes look yellow, she drinks a fifth a day",
        "chest pains after doing coke",
        "i used meth and my chest is tight",
        "hes drunk and bleeding everywhere",
    ],
)
def test_a_hospital_is_named(text: str) -> None:
    kind = find_danger(text)
    assert kind == "withdrawal"
    assert HURT in around_danger(text, kind)


@pytest.mark.parametrize(
    "text",
    [
        "she fell in love with a drunk",
        "i fell off the wagon and my head is a mess, i drank",
        "do you treat people with yellow skin",
        "i had a fall drunk last year and hurt my head",
        "do they take blood tests",
        "is bleeding covered by insurance when drunk",
        "my heart is broken, he is drunk again",
        "i wore a yellow shirt",
        "he has a black belt and drinks",
        "can he join, he threw up blood in march",
    ],
)
def test_others_get_their_answer(text: str) -> None:
    assert find_danger(text) is None
