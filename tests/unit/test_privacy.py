"""Blanking: nothing that tells who wrote it is left."""

from __future__ import annotations

import pytest

from admissions.privacy import blank


@pytest.mark.parametrize(
    ("text", "gone"),
    [
        ("call me at (614) 555-0135 please", "555"),
        ("its six one four five five five oh one three five", "five"),
        ("i am at jo.b+x@example.com", "jo.b"),
        ("my name is marguerite and i drink", "marguerite"),
        ("this is Denise, phone me", "Denise"),
        ("i told Karen Holt about it", "Karen"),
        ("member id 99812231", "99812231"),
        ("born 4/12/1981", "1981"),
    ],
)
def test_what_tells_who_is_blanked(text: str, gone: str) -> None:
    assert gone not in blank(text)


@pytest.mark.parametrize(
    "text", ["does Aetna pay for it", "this is too hard", "call me back", "is it on Monday", "How much is it"]
)
def test_what_tells_nobody_stays(text: str) -> None:
    assert blank(text) == text
