"""Tells whether a visitor says to be under 18, and whether an age that is told is no such thing: it is long ago, somebody
else's, a stretch of time, or a grown-up's."""

from __future__ import annotations

import re

from assistant.language.danger.folding import fold

_YOUNG = r"(?:[89]|1[0-7]|eight|nine|ten|eleven|twelve|thirteen|fourteen|fifteen|sixteen|seventeen)"
_GROWN = r"(?:1[89]|[2-9]\d|eighteen|nineteen|(?:twenty|thirty|forty|fifty|sixty|seventy)(?: ?\w+)?)"
_OF_AGE = r"(?: ?(?:years? old|yrs? old|yo|y o|y/o))?\b"
_KIN = (
    r"(?:sons?|daughters?|kids?|child|children|boys?|girls?|teens?|teenagers?|brother|sister|nephew|niece|cousin|grandsons?|granddaughters?|stepsons?|"
    r"stepdaughters?|friend|oldest|youngest|mom|dad|mother|father|husband|wife|partner|boyfriend|girlfriend|bf|gf)"
)
_NO_AGE = (
    r"(?! ?(?:days?|weeks?|months?|hours?|hrs|mins?|minutes|years? (?:sober|clean|in|into|married|without|off|of|ago|behind|old (?:sober|clean))|am(?! i\b)|pm|%|"
    r"\d|:|/|dollars?|miles?|beers?|drinks?|pills?|shots?|of|th|or|to|people|kids?))"
)
# None of these says how old the visitor is today. What is left of the text is looked at.
_ELSEWHERE = tuple(
    re.compile(pattern)
    for pattern in (
        rf"\b(?:i was|i were|was|when i was|since i was|before i was|until i was) (?:only |just |about |around |like |maybe |barely |a )*{_YOUNG}{_OF_AGE}",
        rf"\b(?:started|began|begun|first|been|using|drinking|smoking|used|drank|drunk|smoked|addicted|hooked|sober|clean|quit|left|ran|moved|since|ever since|back)\b"
        rf"(?: \w+){{0,4}}? (?:at|since|from|by|age|aged)(?: the)?(?: age)?(?: of)? (?:only |just |about |around |like )*{_YOUNG}{_OF_AGE}",
        rf"\b(?:at|from|since)(?: the)? age(?: of)? {_YOUNG}\b",
        rf"\b{_YOUNG} when (?:i|it|my|we)\b",
        rf"\b{_YOUNG} (?:days?|weeks?|months?|hours?)\b",
        rf"\b{_YOUNG} (?:years?|yrs?) (?:of|sober|clean|in|into|ago|behind|without|off|later|drinking|using|strong|straight|married|together|on|now|and counting|worth)\b",
        rf"\b(?:my|our|his|her|their|the|a|older|younger|little|big) (?:\w+ )?{_KIN} (?:is|s|who is|turned|just turned|turns|was|aged|of|just|only|about|\s)*(?:\d{{1,2}}|{_YOUNG}){_OF_AGE}",
        rf"\b(?:he|she|they)(?: is| are|s| was| just turned| turned)? (?:only |just |now |about )*(?:\d{{1,2}}|{_YOUNG}){_OF_AGE}",
        rf"\b(?:of|have|has|got|with|raising|to|for) (?:an?|two|three|my|our) (?:\w+ )?(?:\d{{1,2}}|{_YOUNG}) ?(?:years? olds?|yrs? old|yo|y o|y/o)\b",
        rf"\b(?:my|our) (?:\d{{1,2}}|{_YOUNG}) ?(?:years? old|yrs? old|yo|y o)\b",
    )
)
_SAYS_SO = re.compile(
    rf"\b(?:i am|am|me is) (?:only |just |a |like )?{_YOUNG}\b{_NO_AGE}(?: ?(?:years?|yrs?|yo|y o|y/o)\b(?! (?:sober|clean|in|into)))?"
    r"|\bi am (?:a minor|under ?(?:18|age)|underage|not 18|still in (?:high|middle) school|in (?:\d+th|high|middle) (?:grade|school))\b|\bi (?:turn|will be) 18\b"
)
_SAYS_PERHAPS = re.compile(rf"\b(?:only|just) {_YOUNG}\b{_NO_AGE}")
_GROWN_UP = re.compile(
    rf"\bi am (?:now |a |an |actually |really |already |about |turning |over )*{_GROWN}\b{_NO_AGE}|\b{_GROWN}{_OF_AGE} now\b|\bnow (?:i am )?{_GROWN}\b{_NO_AGE}"
    rf"|\b{_GROWN}{_OF_AGE} (?:is )?(?:that )?too (?:old|young)\b|\btoo (?:old|young) (?:at|for (?:a|an)) {_GROWN}\b|\bis {_GROWN}{_OF_AGE}(?: \w+)? too (?:old|young)\b"
    r"|\bi am (?:\w+ )?(?:an? )?(?:adult|grown|grown ?up|grandmother|grandfather|grandma|grandpa|retired|over 18)\b"
    r"|\b(?:freshman|sophomore|junior|senior|student) (?:at|in) (?:college|(?:the )?(?:\w+ )?(?:university|college|state))\b"
)


def is_minor(text: str) -> bool:
    """Whether the visitor says to be under 18 now. A plain "I am 16" is believed whatever else is said."""
    folded = fold(text)
    left = _left(folded)
    return bool(_SAYS_SO.search(left)) or (bool(_SAYS_PERHAPS.search(left)) and not _GROWN_UP.search(folded))


def says_grown_up(text: str) -> bool:
    """Whether the visitor says to be 18 or older, and nothing else says that they are not."""
    return bool(_GROWN_UP.search(fold(text))) and not is_minor(text)


def tells_another_age(text: str) -> bool:
    """Whether a message that speaks of a young age speaks of another time, of somebody else, or comes from a grown-up."""
    folded = fold(text)
    return not is_minor(text) and (_left(folded) != folded or bool(_GROWN_UP.search(folded)))


def _left(folded: str) -> str:
    for pattern in _ELSEWHERE:
        folded = pattern.sub(" ", folded)
    return folded
