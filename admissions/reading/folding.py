"""Brings a text about time to one spelling, so that the patterns that read it stay short."""

from __future__ import annotations

import re
from functools import lru_cache

from rapidfuzz.distance import OSA

from admissions.reading.figures import plain
from admissions.reading.spanish import in_english

LONGEST = 2000  # characters that are read
NUMBER_WORDS = {word: n for n, word in enumerate("one two three four five six seven eight nine ten eleven twelve".split(), 1)}
_NUMBER = "|".join(NUMBER_WORDS)
_ORDINALS = {
    word: n
    for n, word in enumerate(
        "first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth thirteenth fourteenth fifteenth "
        "sixteenth seventeenth eighteenth nineteenth twentieth".split(),
        1,
    )
} | {"thirtieth": 30}
MONTH = (
    r"(?:jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?"
    r"|nov(?:ember)?|dec(?:ember)?)"
)
_ORDINAL = re.compile(
    rf"\b(?P<before>the|{MONTH}) (?:(?P<tens>twenty|thirty)[ -])?(?P<word>{'|'.join(_ORDINALS)})\b"
    rf"(?P<of> of (?={MONTH}))?(?! (?:thing|time|one|part|half|day|week|of|appointment|slot|step|number)\b)"
)
_MINUTES = {"fifteen": 15, "thirty": 30, "forty five": 45, "forty-five": 45, "o'clock": 0, "oclock": 0, "o clock": 0}
_SPOKEN_CLOCK = re.compile(rf"\b({_NUMBER})[ -]({'|'.join(_MINUTES)})\b")
_HOUR = rf"(\d{{1,2}}|{_NUMBER})"
_SIMPLE: tuple[tuple[re.Pattern[str], str], ...] = tuple(
    (re.compile(pattern), instead)
    for pattern, instead in (
        (r"(\d)\s*([ap])\.?\s?m\b\.?", r"\1 \2m"),
        (r"(\d)([ap])\b", r"\1 \2m"),
        (r"(\d);([0-5]\d)\b", r"\1:\2"),
        (r"(\d:[0-5]\d) ?(?:hrs|hours)\b", r"\1"),
        (r"\bwk(?=days?|ends?)", "week"),
        (r"(?<=\d )([ap]m)(?=[a-z])", r"\1 "),
        (r"\b(\d{1,2})\.([0-5]\d)(?= ?[ap]m\b)", r"\1:\2"),
        (r"\b(\d{1,2})([0-5]\d)(?= ?[ap]m\b)", r"\1:\2"),
        (r"\b((?:at|around|by|about|before|after|until|till) )([01]?\d|2[0-3])([0-5][05])\b(?! ?(?:\d|-))", r"\1\2:\3"),
        (r"\b([01]?\d|2[0-3])([0-5]\d) ?(?:hrs|hours)\b", r"\1:\2"),
        (r"\b(\d{1,2})h([0-5]\d)\b", r"\1:\2"),
        (r"\b(?:12 ?|high )?noon(?:ish)?\b|\bmid-? ?day\b", "12 pm"),
        (r"\b(?:12 )?mid-?night\b", "11:59 pm"),
        (r"\b(?:b/?w|btw|btwn|betw)\b(?= \d)", "between"),
        (r"(?<=\d)ish\b|\bish\b", ""),
        (r" ?@ ?", " at "),
        (r"\b(\d{1,2}|\d{1,2}:\d\d)( [ap]m)? (?:or|and|&) (?:later|after|onwards?|up)\b", r"after \1\2"),
        (r"\b(\d{1,2}(?::\d\d)?)( [ap]m)? onwards?\b", r"after \1\2"),
        (r"\b(\d{1,2}(?::\d\d)?)( [ap]m)? or (?:earlier|before|sooner)\b", r"before \1\2"),
        # "5 or 6 pm": the first of them keeps to what was said.
        (rf"\b{_HOUR} or (?:\d{{1,2}}|{_NUMBER})(?::[0-5]\d)?( [ap]m)?(?![\w:/])", r"\1\2"),
        (r"\s+", " "),
    )
)
_PAST = re.compile(rf"\b(half|quarter|five|ten|twenty|\d{{1,2}})(?: min(?:ute)?s)? (?:past|(?<!\d )after) {_HOUR}\b(?!:)")
_TO = re.compile(rf"\b(half|quarter|a quarter) (?:to|til|till|of|before) {_HOUR}\b")
_MINUTES_PAST = {"half": 30, "quarter": 15, "five": 5, "ten": 10, "twenty": 20}
# What is often mistyped, and words near to them that are meant as they stand.
_VOCABULARY = (
    "monday tuesday wednesday thursday friday saturday sunday tomorrow tonight morning afternoon evening "
    "weekend weekday yesterday lunchtime january february september october november december"
).split()
_AS_THEY_STAND = frozenset({"frida", "mourning", "moving", "sundae", "opening", "leaving", "warning", "wording", "money"})
UNCLEAR_DAY = "someday"  # stands for a word that may be one day or another


def fold(text: str) -> str:
    """The text in small letters, with clock times as "9:30 am", ordinals as "5th" and mistyped days put right."""
    text = in_english(plain(text[:LONGEST]).lower()).replace("’", "'").replace("\n", " , ")
    text = re.sub(r"[a-z]{5,}", lambda found: _typed(found.group()), text)
    text = _SPOKEN_CLOCK.sub(lambda found: f"{NUMBER_WORDS[found[1]]}:{_MINUTES[found[2]]:02d}", text)
    text = _PAST.sub(lambda found: f"{_number(found[2])}:{_MINUTES_PAST.get(found[1]) or int(found[1]) % 60:02d}", text)
    text = _TO.sub(lambda found: f"{(_number(found[2]) - 2) % 12 + 1}:{30 if found[1] == 'half' else 45}", text)
    text = _ORDINAL.sub(_ordinal, text)
    for pattern, instead in _SIMPLE:
        text = pattern.sub(instead, text)
    if text.count(" ") < 3:  # "1030", "tomorrow 930", where hardly anything else is said
        text = re.sub(r"(?<![\w/:.$#-])(1\d|2[0-3]|[1-9])([0-5][05])(?![\w/:%-])", r"\1:\2", text)
    return text.strip()


def _number(text: str) -> int:
    return NUMBER_WORDS.get(text) or int(text)


def _ordinal(found: re.Match[str]) -> str:
    number = _ORDINALS[found["word"]] + {"twenty": 20, "thirty": 30}.get(found["tens"] or "", 0)
    if (found["before"] == "the" and not found["of"] and number < 3) or number > 31:
        return found.group()  # "the first" is rather the first of several
    return f"{found['before']} {number}th{' of' if found['of'] else ''}"


@lru_cache(maxsize=4096)
def _typed(word: str) -> str:
    """The word of the vocabulary that was mistyped, or the word as it stands."""
    if word.rstrip("s") in _VOCABULARY or word in _AS_THEY_STAND:
        return word
    near = [
        (distance, known)
        for known in _VOCABULARY
        if known[0] == word[0] and (distance := OSA.distance(word, known)) <= (2 if len(known) > 7 and known[:4] != "week" else 1)
    ]
    if not near:
        return word
    best = min(distance for distance, _ in near)
    names = {known.rstrip("s") for distance, known in near if distance == best}
    return min(near)[1] if len(names) == 1 else UNCLEAR_DAY
