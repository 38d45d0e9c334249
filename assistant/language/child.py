"""Hears that a child is in the care of somebody who is drunk or high now. Nothing may have happened, so it is no emergency by
itself, but whatever is answered, somebody sober should be with that child. And hears that somebody who uses feeds a baby, or
expects one."""

from __future__ import annotations

import re

from assistant.language.danger.folding import fold
from assistant.language.danger.pregnancy import tells_of_pregnancy
from assistant.language.under import IS_UNDER, NOT_NOW, UNDER

CHILD, FEEDING, EXPECTING = "child", "feeding", "expecting"

_CHILD = r"(?:kids?|child|children|baby|babies|infant|newborn|toddlers?|twins|(?:\d+|\w+)[ -]year[ -]olds?|(?:my|our|his|her) (?:son|daughter|girl|boy)s?|little (?:brother|sister|girl|boy|one)s?|grand(?:kids?|son|daughter)s?)"
_WITH = rf"(?:alone|home|here|stuck|by myself|driving|in the car|watch(?:ing|es)?|babysit\w*|taking care|caring|looking after|in charge|supposed to|has|have|got|with)\b(?: \w+){{0,6}}? {_CHILD}\b"
_CARED_FOR = re.compile(
    rf"\b{IS_UNDER}(?: \w+){{0,8}}? {_WITH}|\b{_WITH}(?: \w+){{0,5}}? {IS_UNDER}|\b{IS_UNDER} (?:around|in front of|near)(?: \w+){{0,3}} {_CHILD}\b"
    rf"|\b(?:nodded|nodding|nods|passed|passing|blacked) (?:off|out)(?: \w+){{0,3}}? (?:with|while|holding|next to|beside|on)(?: \w+){{0,4}}? {_CHILD}\b"
    rf"|\b(?:left|leaves|leaving) (?:(?:the|my|our|his|her|a) )?{_CHILD}(?: \w+){{0,4}}? (?:in (?:the|a|her|his|my) (?:car|truck|van)|alone|by (?:itself|himself|herself|themselves))\b"
)
_FEEDS = re.compile(
    r"\b(?:breast ?feed\w*|nursing (?:my|the|her|our) (?:baby|son|daughter|newborn|infant|little one)|(?:am|is|still|while) nursing(?! (?:school|student|home|degree|program|assistant|major|a|my (?:wounds|hangover))\b)\b)"
)
_USES = re.compile(
    r"\b(?:us(?:e|ed|ing)(?! to\b)|relapsed|drank|drunk|drink\w*|wine|beers?|alcohol|high|pills?|oxy\w*|percs?|heroin|fentanyl|meth|coke|cocaine|weed|suboxone|methadone|xanax)\b"
)
_NOT_NOW = re.compile(rf"\b(?:{NOT_NOW})\b")
_SOBER_CARE = re.compile(rf"\b(?:is|are|s|re) (?:\w+ )?{UNDER}(?: \w+)*? (?:so|and) (?:i|we) (?:have|got|take|took|watch|keep)\b")


def is_with_a_child(text: str) -> bool:
    """Whether somebody who is drunk or high now has a child to care for."""
    folded = fold(text)
    return bool(_CARED_FOR.search(folded)) and not (_NOT_NOW.search(folded) or _SOBER_CARE.search(folded))


def feeds_a_baby(text: str) -> bool:
    """Whether somebody who nurses a baby speaks of drinking or using."""
    folded = fold(text)
    return bool(_FEEDS.search(folded) and _USES.search(folded)) and not _NOT_NOW.search(folded)


def expects_and_uses(text: str) -> bool:
    """Whether somebody who is pregnant speaks of drinking or using."""
    folded = fold(text)
    return tells_of_pregnancy(folded) and bool(_USES.search(folded)) and not _NOT_NOW.search(folded)
