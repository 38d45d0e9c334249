"""A child in the care of somebody who is drunk or high now, as against one who is only spoken of."""

from __future__ import annotations

import pytest

from assistant.language.child import CHILD, FEEDING, is_with_a_child
from assistant.language.circumstances import besides


@pytest.mark.parametrize(
    "text",
    [
        "im high and alone with my baby",
        "I'm drunk and I have the kids tonight",
        "hes drunk and hes got my daughter in the car",
        "my wife is passed out and im at work, shes home with the twins",
        "my sister is babysitting my 3 year old and shes tweaking",
        "im watching my kids and im so wasted",
        "he is drinking around the kids rn",
        "i passed out on the couch holding my newborn",
        "he left our toddler alone in the car to go buy pills",
        "mom's drunk again and she is home with my little brother",
    ],
)
def test_a_child_needs_somebody_sober(text: str) -> None:
    assert is_with_a_child(text)
    assert CHILD in besides(text)


@pytest.mark.parametrize(
    "text",
    [
        "can i bring my baby",
        "i used to be high when i was home with my kids",
        "i am home with my kids all day, can i still come",
        "my daughter is using and i have her kids",
        "im alone with my thoughts and high",
        "what if i am drunk and have my son with me",
        "my son is using again",
        "is my insurance with my kid ok",
        "we are drinking less since we have a baby",
    ],
)
def test_only_spoken_of(text: str) -> None:
    assert not is_with_a_child(text)


@pytest.mark.parametrize(
    "text", ["im breastfeeding and i relapsed", "she is nursing and still drinks", "i had wine and im nursing my newborn"]
)
def test_a_baby_that_is_fed(text: str) -> None:
    assert FEEDING in besides(text)


@pytest.mark.parametrize(
    "text",
    [
        "is nursing school ok while i drink",
        "she works in nursing and uses",
        "im nursing a beer",
        "i am breastfeeding, can i come",
    ],
)
def test_nobody_is_fed(text: str) -> None:
    assert FEEDING not in besides(text)
