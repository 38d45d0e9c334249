"""How long a visitor is asked to wait, in words."""

from __future__ import annotations

import pytest

from assistant.channel.refusals import too_much


@pytest.mark.parametrize(
    ("wait", "words"),
    [(0.2, "1 second "), (1, "1 second "), (2, "2 seconds "), (90, "90 seconds "), (91, "2 minutes "), (360, "6 minutes ")],
)
def test_the_wait_is_told_in_words_that_people_use(wait: float, words: str) -> None:
    refusal = too_much("too_many_sessions", wait)
    assert f"Please wait {words}and try again." in refusal.message
    assert refusal.retry_after and refusal.retry_after >= wait
