"""Tells whether a number in a message belongs to somebody else."""

from __future__ import annotations

import re

RELATION = (
    r"(?:mom|mum|mother|dad|father|parents?|brother|bro|sister|sis|son|daughter|kids?|child|husband|wife|spouse|partner|boyfriend|girlfriend"
    r"|bf|gf|fianc[eé]e?|friend|roommate|cousin|uncle|aunt|nephew|niece|grand(?:ma|pa|mother|father|son|daughter)|ex|boss|neighbou?r|sponsor)"
)
_THEIRS = re.compile(
    rf"\b(?:(?:his|her|their)|(?:my|our) (?:\w+ )?{RELATION}(?:'?s|s')?) (?:\w+ )?(?:cell ?phone|cell|phone|number|num|mobile|#|digits|line)\b"
    rf"|\b(?:number|phone|cell) (?:of|for|belongs to) (?:my (?:\w+ )?{RELATION}|him|her|them)\b"
    rf"|\b(?:call|ring|phone|reach|contact|try|dial|talk to) (?:him|her|them|(?:my|our) (?:\w+ )?{RELATION})\b(?!'s? )",
    re.I,
)
_OWNED = re.compile(
    rf"\b(?:number|phone|cell|that|this|it)(?:'?s| is| was) (?:not mine|(?:my|our) (?:\w+ )?{RELATION}(?:'s|s'?))(?=\W*$|\W+(?:not|and|so|but|is)\b)",
    re.I,
)
_MINE = re.compile(
    r"\b(?:call|reach|ring|phone|get|try|find) me\b|(?<!not )\bmine\b|\bmy (?:own |new |cell |work |home )*(?:cell|phone|number|mobile|line)\b",
    re.I,
)


def is_someone_elses(text: str) -> bool:
    """Whether the number that the text gives is said to be another person's, and not said to reach the visitor."""
    return _names_another(text, _THEIRS, _OWNED)


def says_whose(text: str) -> bool:
    """Whether the text says of the number, without giving it, that it is another person's."""
    return _names_another(text, _OWNED)


def _names_another(text: str, *ways: re.Pattern[str]) -> bool:
    text = text.replace("’", "'")
    return any(way.search(text) for way in ways) and not _MINE.search(text)
