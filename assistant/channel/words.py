"""What the channel itself says, when no answer of data/answers can."""

from __future__ import annotations

from admissions.program import program

LONGEST_IN_SECONDS = 90  # a longer wait is told in minutes


def trouble() -> str:
    """When no answer could be made."""
    return f"I am having trouble answering right now. {_people()}"


def slow() -> str:
    """When an answer takes long; it still comes."""
    return f"This is taking longer than usual. I am still working on it. {_people()}"


def too_much(seconds: int) -> str:
    """When someone sends more than the limits allow."""
    minutes = -(-seconds // 60)
    wait = f"{seconds} second{'s' * (seconds != 1)}" if seconds <= LONGEST_IN_SECONDS else f"{minutes} minutes"
    return f"That was a lot at once. Please wait {wait} and try again. {_danger()}"


def unavailable() -> str:
    """When something of ours does not work at all, or not to its end."""
    return f"This does not work right now. Please try again soon. {_people()}"


def _people() -> str:
    return f"Please call {program().helpline}. {_danger()}"


def _danger() -> str:
    lines = program().crisis_lines
    return f"In danger? Call {lines['emergency']}, or call or text {lines['suicide_lifeline']}."
