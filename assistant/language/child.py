"""Hears that a child is in the care of somebody who is drunk or high now. Nothing may have happened, so it is no emergency by
itself, but whatever is answered, somebody sober should be with that child."""

from __future__ import annotations

import re

from assistant.language.danger.folding import fold

CHILD = "child"

_CHILD = r"(?:kids?|child|children|baby|babies|infant|newborn|toddlers?|twins|(?:\d+|\w+)[ -]year[ -]olds?|(?:my|our|his|her) (?:son|daughter|girl|boy)s?|little (?:brother|sister|girl|boy|one)s?|grand(?:kids?|son|daughter)s?)"
_UNDER = r"(?:drunk|high|wasted|hammered|stoned|loaded|buzzed|tipsy|trashed|plastered|smashed|tweaking|tweaked|nodding(?: off| out)?|passed out|blacked out|messed up|intoxicated|using|drinking(?! less)|coming down)"
_NOW = rf"(?:am|is|are|m|s|re) (?:(?:so|really|too|pretty|kind of|kinda|still|very|a bit|both|all|already|getting|right now|drunk and|high and) )*{_UNDER}\b"
_WITH = rf"(?:alone|home|here|stuck|by myself|driving|in the car|watch(?:ing|es)?|babysit\w*|taking care|caring|looking after|in charge|supposed to|has|have|got|with)\b(?: \w+){{0,6}}? {_CHILD}\b"
_CARED_FOR = re.compile(
    rf"\b{_NOW}(?: \w+){{0,8}}? {_WITH}|\b{_WITH}(?: \w+){{0,5}}? {_NOW}|\b{_NOW} (?:around|in front of|near)(?: \w+){{0,3}} {_CHILD}\b"
)
_NOT_NOW = re.compile(
    r"\b(?:used to|last (?:year|month|week|summer|winter)|years? ago|months? ago|if (?:i|he|she) (?:am|is)|when i was|never)\b"
)
_SOBER_CARE = re.compile(
    rf"\b(?:is|are|s|re) (?:\w+ )?{_UNDER}(?: \w+)*? (?:so|and) (?:i|we) (?:have|got|take|took|watch|keep)\b"
)


def is_with_a_child(text: str) -> bool:
    """Whether somebody who is drunk or high now has a child to care for."""
    folded = fold(text)
    return bool(_CARED_FOR.search(folded)) and not (_NOT_NOW.search(folded) or _SOBER_CARE.search(folded))
