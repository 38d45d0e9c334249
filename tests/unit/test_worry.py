"""Worry that is told, as against a question about the same things."""

from __future__ import annotations

import pytest

from assistant.language.circumstances import besides
from assistant.language.worry import WORRY, tells_worry


@pytest.mark.parametrize(
    "text",
    [
        "my husband wont stop drinking and i dont know what to do",
        "he blacks out every weekend",
        "i drank again",
        "im hooked on pills",
        "My son.\nHe relapsed",
        "he steals from me",
        "i cut back but not enough",
        "im ashamed of myself",
        "we fight every night and she left me",
        "he is threatening to leave me",
        "please dont judge me",
        "day 5",
        "im on day 12 no drinking",
    ],
)
def test_worry_is_told(text: str) -> None:
    assert tells_worry(text)
    assert WORRY in besides(text)


@pytest.mark.parametrize(
    "text",
    [
        "can he bring his pills",
        "my son is 15, do you take him",
        "is beer allowed?",
        "how do i make him quit",
        "he is 40 and works nights",
        "drug testing policy",
        "day program",
        "what is day one like",
    ],
)
def test_a_question_is_none(text: str) -> None:
    assert not tells_worry(text)
