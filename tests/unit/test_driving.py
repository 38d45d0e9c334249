"""Somebody who drives drunk or high, as against one who did, or who only asks."""

from __future__ import annotations

import pytest

from assistant.language.circumstances import besides
from assistant.language.driving import DRIVING


@pytest.mark.parametrize(
    "text",
    [
        "my friend is drunk and wants to drive home",
        "hes high and he took my car",
        "my husband drives drunk all the time",
        "she's been driving around high",
        "im wasted and i have to drive to work",
        "my dad is drunk and he just grabbed the keys",
        "my son is behind the wheel high right now",
    ],
)
def test_nobody_should_drive_like_that(text: str) -> None:
    assert DRIVING in besides(text)


@pytest.mark.parametrize(
    "text",
    [
        "i got a dui for driving drunk",
        "can i drive home after detox",
        "he used to drive drunk",
        "i was arrested for driving high",
        "she is drunk again",
        "im drunk and i need help",
        "i never drive drunk",
        "do you have rides, i dont drive",
        "my drive to get sober is high",
    ],
)
def test_nobody_drives(text: str) -> None:
    assert DRIVING not in besides(text)
