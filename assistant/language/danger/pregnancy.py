"""What tells that a pregnancy is in danger now. An emergency room is the place for it, so its answer is that to withdrawal, in
words of its own."""

from __future__ import annotations

import re

from assistant.language.danger.calm import ASKS_AHEAD, PAST, TOLD
from assistant.language.danger.rule import rule

KIND = "withdrawal"
_EXPECTING = r"(?:pregnan\w*|(?:weeks|months) along|expecting (?:a baby|in)|unborn)"
_SIGN = (
    r"(?:bleed\w*|blood|cramp\w*|contractions?|miscarry\w*|seizures?|passed out|fainted|severe pain|bad pain|water (?:just |has )?broke|"
    r"baby (?:has |is )?(?:stopped|not) (?:\w+ ){0,2}?(?:moving|kicking))"
)
_SURELY = (
    r"\bwater (?:just |has )?broke\b(?! (?:down|in|off))|\b(?:losing|going to lose) (?:the|my|our|her) baby\b(?! (?:to|custody|because))|"
    r"\bbaby (?:has |is )?(?:stopped|not) (?:\w+ ){0,2}?(?:moving|kicking)\b|\b(?:can not|do not) feel (?:the|my|her) baby\b"
)
_DONE = r"\b(?:had|after) (?:a|my|the) (?:miscarriage|baby|abortion)\b|\bblood (?:test|work|pressure|type|thinner)s?\b|\bcps\b|\bcustody\b"
RULES = (
    rule(rf"\b{_EXPECTING}\b.*\b{_SIGN}\b|\b{_SIGN}\b.*\b{_EXPECTING}\b", PAST, TOLD, ASKS_AHEAD, _DONE),
    rule(_SURELY, PAST, TOLD, _DONE),
)
_TOLD_OF = re.compile(rf"\b{_EXPECTING}\b|{_SURELY}")


def tells_of_pregnancy(folded: str) -> bool:
    return bool(_TOLD_OF.search(folded))
