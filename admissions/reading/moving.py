"""Tells a wish to move a booked call from a remark that happens to name a time: "my husband will call you at 4"."""

from __future__ import annotations

import re

_ASKS = re.compile(
    r"\b(?:chang\w+|mov(?:e|ed|ing)|switch\w*|swap\w*|re-?sched\w*|push(?:ed)?|postpone\w*|delay\w*|bump|shift (?:it|my call|the call)|instead|rather|prefer\w*"
    r"|better|best|suits?|works? (?:for|better|best)|(?:would|will|could|that|this|it) works?|earlier|sooner|later|different|another|update|edit|correct\w*"
    r"|make (?:it|that)|how about|what about|book (?:it|me)|set (?:it|the call|my call)|put (?:it|me)|let'?s|try|meant|said|wrong"
    r"|(?:can|could|would|will|may|should) (?:you|u|we|they|it|someone|somebody|i (?:get|have|move|change|do|make))"
    r"|(?:call|ring|phone|reach|get|try) me|(?:i|we) (?:can (?:do|talk|take|answer|only)|could do|need|want|would like|wanna)|i'?d like"
    r"|(?:i am|i'?m|we are) (?:\w+ )?(?:free|available|home|around|off|reachable)|free|please|pls|cambiar|mejor|mover)\b",
    re.I,
)
_NOT_ASKED = re.compile(
    r"\b(?:not|n'?t|never|cannot|dont|cant|wont) (?:\w+ )?(?:move|change|push|switch|call|ring|phone|free|available|home|around|reachable|work)\b",
    re.I,
)
_SOMEBODY = re.compile(
    r"\b(?:i|i'?m|i'?ll|i'?ve|ive|we|we'?re|he|she|they|who|my|our|his|her|their|the (?:kids?|baby|doctor|court)|there)\b|\b(?:will|is|are|was) (?:at|on|with)\b",
    re.I,
)


def asks_to_move(text: str) -> bool:
    """Whether a text that names a time plainly asks for the call to come then: in words for it, or with the time alone."""
    text = text.replace("’", "'")
    asks = _ASKS.search(_NOT_ASKED.sub(" ", text)) is not None
    return asks or not _SOMEBODY.search(text)
