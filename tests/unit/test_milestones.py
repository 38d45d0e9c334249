"""Who tells for how long they have been sober, as against who asks, or tells of trouble."""

from __future__ import annotations

import pytest

from assistant.language.circumstances import besides
from assistant.language.worry import MILESTONE


@pytest.mark.parametrize(
    "text",
    [
        "100 days!",
        "today is day 1",
        "im 4 days sober",
        "90 days clean today",
        "got my 30 day chip",
        "i quit drinking 8 months ago and im doing good",
    ],
)
def test_it_is_seen(text: str) -> None:
    assert MILESTONE in besides(text)


@pytest.mark.parametrize(
    "text",
    [
        "i had 90 days sober and relapsed",
        "how long is it, 30 days?",
        "he has been clean for 3 months",
        "im 3 days sober and shaking",
        "3 days a week",
        "30 days",
    ],
)
def test_it_is_not(text: str) -> None:
    assert MILESTONE not in besides(text)
