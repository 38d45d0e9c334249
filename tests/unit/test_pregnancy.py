"""A pregnancy in danger is an emergency in words of its own; a question about pregnancy is none."""

from __future__ import annotations

import pytest

from assistant.language.circumstances import PREGNANT, around_danger
from assistant.language.danger.spans import find_danger


@pytest.mark.parametrize(
    "text",
    [
        "im pregnant and bleeding",
        "shes 7 months pregnant, used this morning and now theres blood everywhere",
        "my wife is 8 months pregnant and has bad cramps",
        "my water broke and i used this morning",
        "im 30 weeks along and the baby stopped moving",
        "i think im losing the baby",
        "i can't feel my baby",
    ],
)
def test_a_pregnancy_in_danger_is_seen(text: str) -> None:
    assert find_danger(text) == "withdrawal"
    assert PREGNANT in around_danger(text, "withdrawal")


@pytest.mark.parametrize(
    "text",
    [
        "do you take pregnant women",
        "im pregnant and on suboxone can i come",
        "i had a miscarriage last year",
        "im pregnant, do you do blood tests",
        "will i lose my baby to cps",
        "im losing the baby to cps and custody court",
        "what happens if someone is bleeding or pregnant, do you handle that",
    ],
)
def test_a_question_about_pregnancy_is_none(text: str) -> None:
    assert find_danger(text) is None
