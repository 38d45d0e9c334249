"""The words that tell a time in Spanish, put into English, so that one set of rules reads both."""

from __future__ import annotations

import re
import unicodedata

_HOURS = "una dos tres cuatro cinco seis siete ocho nueve diez once doce".split()
_DAYS = "lunes martes miercoles jueves viernes sabado domingo".split()
_IN_ENGLISH = "monday tuesday wednesday thursday friday saturday sunday".split()
_WORDS: tuple[tuple[re.Pattern[str], str], ...] = tuple(
    (re.compile(rf"\b(?:{pattern})\b"), instead)
    for pattern, instead in (
        (r"pasado manana", "the day after tomorrow"),
        (r"(?:por|en|de) la manana|en las mananas", "in the morning"),
        (r"(?:por|en|de) la tarde|en las tardes", "in the afternoon"),
        (r"(?:por|en|de) la noche|en las noches|esta noche", "in the evening"),
        (r"al mediodia|a mediodia", "at noon"),
        (r"esta tarde", "this afternoon"),
        (r"manana", "tomorrow"),
        (r"hoy", "today"),
        (r"cualquier (?:hora|momento)|a cualquier hora|cuando (?:sea|quieran?)", "any time"),
        (r"lo antes posible|cuanto antes", "asap"),
        (r"despues de las?", "after"),
        (r"antes de las?", "before"),
        (r"a eso de las?|a las?|como a las?", "at"),
        *((rf"(?:el |los )?(?:proximo )?{day}", english) for day, english in zip(_DAYS, _IN_ENGLISH)),
    )
)
_HOUR = re.compile(rf"\b(?P<cue>at|after|before) (?P<hour>\d{{1,2}}|{'|'.join(_HOURS)})(?P<half> y media)?\b")
_IS_SPANISH = re.compile(
    r"\b(?:manana|hoy|tarde|noche|mediodia|a las?|despues de|antes de|cualquier|lo antes posible|cuanto antes|"
    + "|".join(_DAYS)
    + r")\b"
)


def in_english(text: str) -> str:
    """The text, in small letters, with the Spanish words for times in English."""
    bare = "".join(char for char in unicodedata.normalize("NFD", text) if not unicodedata.combining(char))
    if not _IS_SPANISH.search(bare):
        return text
    for pattern, instead in _WORDS:
        bare = pattern.sub(instead, bare)
    return _HOUR.sub(_hour, bare)


def _hour(found: re.Match[str]) -> str:
    hour = found["hour"] if found["hour"].isdigit() else str(_HOURS.index(found["hour"]) + 1)
    return f"{found['cue']} {hour}{':30' if found['half'] else ''}"
