"""What the storm's witness counts as mixed, and what not."""

from __future__ import annotations

from datetime import datetime
from typing import Any, Dict

import pytest

from tests.faults.visitor import Plan
from tests.faults.witness import _of_others


def event(text: str) -> Dict[str, Any]:
    return {"text": text}


@pytest.mark.parametrize(
    "text, mixed",
    [
        ("I have (614) 555-0107. Tell me if that is wrong.", False),
        ("I have (614) 555-0108. Tell me if that is wrong.", True),
        ("I have 614 555 0108.", True),
        ("I need ten digits, such as 614 555 0135.", False),
        ("how much is it, asked 7-1", False),
        ("how much is it, asked 8-1", True),
    ],
)
def test_what_is_of_another_visitor(now: datetime, text: str, mixed: bool) -> None:
    assert bool(_of_others(Plan(7, now), [event(text)])) is mixed
