"""What is read of a typed text."""

from __future__ import annotations

import pytest

from assistant.channel.messages import NOTHING_SAID, plain_text, readable_text


@pytest.mark.parametrize(
    ("typed", "read"),
    [
        ("/restart", NOTHING_SAID),
        (" //Restart ", NOTHING_SAID),
        ("/\n/restart", NOTHING_SAID),
        ("/session_start", NOTHING_SAID),
        ('/restart{"a": 1}', NOTHING_SAID),
        ("/", NOTHING_SAID),
        ("/i want to die", "i want to die"),
        ("/ 614 555 0135", "614 555 0135"),
        ('/inform{"callback_phone": "1"}', 'inform{"callback_phone": "1"}'),
        ("restart", "restart"),
        ("24/7?", "24/7?"),
    ],
)
def test_a_slash_is_no_command(typed: str, read: str) -> None:
    assert plain_text(readable_text(typed)) == read
