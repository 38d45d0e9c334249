"""Reads a change that is told from the time that stands: "push it back an hour", "30 minutes earlier"."""

from __future__ import annotations

import re
from datetime import timedelta

from admissions.reading.folding import NUMBER_WORDS

_AMOUNT = (
    rf"(?:by |about |like |another )*(?P<amount>half an?|an?|a couple(?: of)?|\d{{1,3}}|{'|'.join(NUMBER_WORDS)}) "
    r"?(?P<unit>hours?|hrs?|minutes?|mins?|days?|weeks?)\b(?P<half> and a half)?"
)
_IT = r"(?: (?:it|that|this|the call|my call|the time|my appointment|the callback|my callback))?"
_MOVES = (
    (1, re.compile(rf"{_AMOUNT} (?:later|after that)\b")),
    (-1, re.compile(rf"{_AMOUNT} (?:earlier|sooner|before that)\b")),
    (1, re.compile(rf"\b(?:push|move|bump|put|slide|shift|set){_IT} (?:back|out|off|down) {_AMOUNT}")),
    (1, re.compile(rf"\b(?:push|delay|postpone){_IT} {_AMOUNT}(?! (?:earlier|sooner))")),
    (-1, re.compile(rf"\b(?:push|move|bump|bring|pull|slide|shift){_IT} (?:up|forward) {_AMOUNT}")),
    (1, re.compile(rf"\b(?:later|back) by {_AMOUNT}")),
    (-1, re.compile(rf"\b(?:earlier|sooner) by {_AMOUNT}")),
)
_UNITS = {"h": timedelta(hours=1), "m": timedelta(minutes=1), "d": timedelta(days=1), "w": timedelta(weeks=1)}


def find_shift(text: str) -> timedelta | None:
    """How much later (or earlier, when negative) than the time that stands, in folded text."""
    for sign, pattern in _MOVES:
        if found := pattern.search(text):
            said = found["amount"]
            number = 0.5 if said.startswith("half") else 2.0 if "couple" in said else 1.0 if said in ("a", "an") else None
            if number is None:
                number = float(NUMBER_WORDS.get(said) or said)
            return sign * (number + (0.5 if found["half"] else 0.0)) * _UNITS[found["unit"][0]]
    return None
