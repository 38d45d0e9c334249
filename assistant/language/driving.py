"""Hears that somebody who is drunk or high drives, or is about to. Whatever is answered, that somebody should not, comes first."""

from __future__ import annotations

import re

from assistant.language.danger.folding import fold
from assistant.language.under import IS_UNDER, NOT_NOW

DRIVING = "driving"

_DRIVES = r"(?:driv(?:e|es|ing)|drove off|behind the wheel|(?:took|takes|taking|grabbed|has|have|got|getting) (?:in )?(?:the|my|his|her|our) (?:car|truck|van|keys))"
_DRIVES_SO = re.compile(
    rf"\b{IS_UNDER}(?: \w+){{0,6}}? {_DRIVES}\b"
    r"|\b(?:drives?|driving|drove off|behind the wheel)(?: (?!(?:for|and|to|by)\b)\w+){0,3}? (?:drunk|high|wasted|hammered|stoned|buzzed|tipsy|intoxicated)\b"
    r"|\b(?:drives?|driving|drove off|behind the wheel|picks? up|picking up|took)(?: \w+){0,6}? (?:is|has|have|s) been (?:drinking|using|smoking|doing \w+)\b(?! (?:for|since|too))"
    r"|\b(?:is|has|have|s) been (?:drinking|using)\b(?: \w+){0,4} (?:is|s|about to|going to|wants to) driv(?:e|ing)\b"
)
_ASKS_OR_PAST = re.compile(
    rf"\b(?:{NOT_NOW}|dui|dwi|owi|arrest\w*|charg\w*|ticket|pulled over|court|licen[sc]e|convict\w*|caught|last night|ago|"
    r"accident|crash\w*|would not|will not|wo not|not going to|do you|can i|class(?:es)?)\b"
)


def drives_under(text: str) -> bool:
    """Whether somebody drives, or wants to, who is drunk or high."""
    folded = fold(text)
    return bool(_DRIVES_SO.search(folded)) and not _ASKS_OR_PAST.search(folded)
