"""Tells apart what a visitor wants from what they rule out: "mornings are bad", "not tomorrow", "I work 9 to 5"."""

from __future__ import annotations

import re
from dataclasses import dataclass

from admissions.reading.folding import MONTH, NUMBER_WORDS
from admissions.reading.weekday_words import TOMORROW, WEEKDAY

_CLOCK = rf"(?:\d{{1,2}}|{'|'.join(NUMBER_WORDS)})(?::[0-5]\d)?(?: ?[ap]m)?\b(?!:)"
_TARGET = (
    rf"(?:(?:next |this |the )?(?:{WEEKDAY}\b\.?|{TOMORROW}\b|today\b|tonight\b|week ?ends?\b|week ?days?\b|next week\b)"
    r"(?: (?:morning|afternoon|evening|night)s?\b)?(?:,? (?:the )?\d{1,2}(?:st|nd|rd|th)\b)?|(?:the )?\d{1,2}(?:st|nd|rd|th)\b|(?:the |early |late )?(?:morning|afternoon|evening|night)s?\b|lunch ?time\b)"
)
# "Monday, Tuesday or Friday" goes together; in "not tomorrow, Thursday" the second is what is wanted.
_TARGETS = rf"{_TARGET}(?:(?:,? (?:on |in the )?{_TARGET})*,? (?:or|and|nor) (?:on |in the )?{_TARGET})*"
_BUSY = (
    r"\b(?:work(?:ing|s)?|busy|tied up|booked(?: up)?|in (?:a )?(?:meetings?|class|school|court|surgery)|at (?:work|school|the office)|on shift|shift(?: is| runs)?|my hours are"
    r"|asleep|sleeping|sleep|away|gone|unavailable|not (?:free|available|around|home)|can(?:'?t|not) (?:talk|speak|answer|pick up|do|be reached)"
    r"|won'?t be (?:free|available|home))\b"
)
_NOT_UNTIL_DAY = re.compile(
    rf"(?:{_BUSY}[^,.;\d]{{0,20}}|\b(?:not|no|never|nothing|can'?t)(?: (?:do|talk|call|call me|available|free))* )"
    rf"(?:until|till|til|before|earlier than|(?P<after>after|later than)) (?:the )?(?={WEEKDAY}\b|{TOMORROW}\b|next\b|{MONTH}\b|\d{{1,2}}(?:st|nd|rd|th|/))"
)
_FROM_THERE_ON: tuple[tuple[re.Pattern[str], str], ...] = tuple(
    (re.compile(pattern), instead)
    for pattern, instead in (
        (rf"{_BUSY}[^,.;\d]{{0,20}}\b(?:until|till|til|before)\b", "after"),
        (rf"{_BUSY}[^,.;\d]{{0,20}}\b(?:after|from)\b(?! {_CLOCK} ?(?:-|to|until|till|til)\b)(?= {_CLOCK})", "before"),
        (
            r"\b(?:can'?t|cannot|can not|won'?t|do not|don'?t|not|no|never|nothing)\b(?: (?:do|talk|make it|calls?|calling|call me|available|free|be))*"
            r" (?:until|till|til|before|earlier than|any earlier than|sooner than)\b",
            "after",
        ),
        (
            r"\b(?:can'?t|cannot|won'?t|don'?t|not|nothing|no)\b(?: (?:do|talk|calls?|call me|available|free))* (?:after|later than|past)\b",
            "before",
        ),
        (rf"\b(?:up|awake)(?: by| at| around| about) (?={_CLOCK})", "after "),
        (
            rf"\b(?:off|out|home|back|done|finish(?:ed)?|over|ends?)(?: of| from)?(?: work| school)?(?: at| around| by| about)? (?={_CLOCK})",
            "after ",
        ),
    )
)
# When others come and go, and when the visitor has to: times that are told, and asked about, for they may be wanted or not.
_OTHERS = r"(?:he|she|they|husband|wife|kids?|children|son|daughter|mom|dad|mother|father|boyfriend|girlfriend|partner|everyone)"
_COMING_AND_GOING = (
    re.compile(
        rf"\b(?:drop|take|bring|pick|get)(?:ping)?(?: off| up)? (?:the |my )?(?:kids?|children|son|daughter|baby)\b[^,.;\d]{{0,15}}\b{_CLOCK}"
    ),
    re.compile(rf"\b{_OTHERS}\b[^,.;\d]{{0,25}}\b(?:home|off|out|back|over|done|leaves?|starts?)\b[^,.;\d]{{0,10}}\b{_CLOCK}"),
    re.compile(
        rf"\b(?:go|going|leave|leaving|head|heading|be|get)(?: off| out)? (?:to|for|at|in) (?:work|school|class|church|court)\b[^,.;\d]{{0,15}}\b{_CLOCK}"
    ),
    re.compile(rf"\b(?:i|shift|work|class|school|job|day)(?: have to)? (?:starts?|begins?|leave)\b[^,.;\d]{{0,15}}\b{_CLOCK}"),
)
# An appointment of the visitor's own, and the time that a better one is to replace.
_TAKEN = (
    re.compile(
        rf"\b(?:not|except(?: for)?|besides|other than|but)(?: between| from) {_CLOCK} ?(?:-|to|and|&|until|till|til) ?{_CLOCK}"
        rf"|\b(?:not|except(?: for)?|besides|other than) {_CLOCK}(?: ?(?:-|to|and|&|until|till|til) ?{_CLOCK})?"
    ),
    re.compile(rf"\b(?:can'?t|cannot|can not|won'?t|couldn'?t) (?:make|do)(?: it)?(?: at| for| the)? {_CLOCK}"),
    re.compile(rf"{_BUSY}[^,.;\d]{{0,20}}?(?:from |between )?\b{_CLOCK} ?(?:-|to|and|until|till|til) ?{_CLOCK}"),
    re.compile(
        rf"\b(?:meeting|appointment|appt|class|therapy|court|session|interview|practice|game|flight)\b[^,.;\d]{{0,20}} {_CLOCK}(?: ?(?:-|to) ?{_CLOCK})?"
    ),
    re.compile(rf"\b(?:instead of|rather than|not)(?: at| the)? (?:{_CLOCK}|{_TARGETS})"),
)
_MOVED = re.compile(r"\b(?P<verb>(?:move|change|switch|push|resched\w*|bump)\b[^,.;]{0,20}?) from [^,.;]{1,30}? to (?P<to>.*)")
_WITH = r"with (?:my|the|our|his|her) (?:\w+ )?(?:kids?|children|family|son|daughter|mom|mother|dad|father|parents|grand\w+|boss|team|wife|husband|partner)"
_RULED_OUT = (
    # "I work nights", "I am with my kids Monday and Tuesday"
    re.compile(
        rf"\b(?:i|im|i'm|we|we're)(?: (?:am|are|will be|have to be|have to|need to|gotta|usually|always|normally|mostly|only|also|still|on|have|got))*"
        rf" (?:{_BUSY}|{_WITH}|court|surgery|therapy|class|school|a (?:meeting|shift|class))(?: (?:with|at|on|in|the|every|most|all|during|this|my|kids?))*? {_TARGETS}"
        rf"(?!,? (?:at |from |around |until |till |til |after |before |between )?{_CLOCK})"
    ),
    re.compile(
        rf"\b(?P<any>any ?(?:week ?day|day|time)|anything|everything|when ?ever)\s*,? (?:but|except|besides|other than)(?: for| not)?(?: on| in)?(?: the)? {_TARGETS}"
    ),
    re.compile(
        rf"\b(?:not|never|except(?: for)?|besides|other than|avoid|but not|(?:can'?t|cannot|can not)(?: do| make| talk)?|(?:don'?t|do not|never|please don'?t)(?: call| want| do| ring)?(?: me)?)"
        rf"(?: (?:on|in|at|the|me|this|any))*? {_TARGETS}(?: (?:at|around|before|after) {_CLOCK})?"
    ),
    re.compile(rf"\bno (?=\w+s\b)(?!thurs\b|tues\b|weds\b){_TARGETS}"),
    re.compile(
        rf"{_TARGETS}(?: (?:is|are|'s|would be|wouldn'?t be|isn'?t|aren'?t|really|very|too|so|just))*"
        r" (?:bad|no good|not? (?:good|great|possible|an option|ok|okay|ideal)|terrible|hard|tough|out|impossible|difficult|busy|booked|(?:do|does|wo|ca)(?:n'?t| not|nt) (?:work|do)|not working|a no)\b"
    ),
    re.compile(rf"{_TARGETS} (?:isn'?t|aren'?t|not) (?:good|great|possible|ok|okay|ideal)\b"),
)


_TAKEN_OUT = " ; "


@dataclass(frozen=True)
class RuledOut:
    """`rest` is the text without what is ruled out; `words` are the days and parts that are. `taken`: hours were taken out."""

    rest: str
    words: str = ""
    taken: bool = False


def rule_out(text: str) -> RuledOut:
    """Take what cannot be out of folded text; "not before 11" becomes "after 11"."""
    for pattern in _COMING_AND_GOING:
        text = pattern.sub(_TAKEN_OUT, text)
    text = _NOT_UNTIL_DAY.sub(lambda found: "by " if found["after"] else "from ", text)
    text = _MOVED.sub(r"\g<verb> at \g<to>", text)
    for pattern, instead in _FROM_THERE_ON:
        text = pattern.sub(instead, text)
    words: list[str] = []

    def out(found: re.Match[str]) -> str:
        words.append(found.group())
        return f" {found.groupdict().get('any') or ''} "

    for pattern in _RULED_OUT:
        text = pattern.sub(out, text)
    for pattern in _TAKEN:
        text = pattern.sub(_TAKEN_OUT, text)
    return RuledOut(text, " ".join(words), bool(words) or _TAKEN_OUT in text)
